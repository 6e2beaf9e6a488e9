{{ members_of_lists('stg_oim__missing_migrants', 'cause_of_death', 'map_death_cause', 'oim') }}
