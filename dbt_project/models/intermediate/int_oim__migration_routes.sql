{{ members_of_lists('stg_oim__missing_migrants', 'migration_route', 'map_migration_route', 'oim') }}
