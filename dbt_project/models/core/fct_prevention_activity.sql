with

activities as (
    select
        *,
        {{ row_key() }} as prevention_record_key
    from {{ ref('stg_eri__prevention_activities') }}
)

select
    activities.prevention_record_key,
    'eri' as institution_key,
    activities.activity_number,
    {{ date_key('activities.held_on') }} as date_key,
    {{ mapped('activity', 'activities.activity_type') }} as activity_type_key,
    {{ mapped('audience', 'activities.audience') }} as audience_key,
    {{ mapped('organiser', 'activities.organiser') }} as prevention_organiser_key,
    {{ place_found('activities', canton=false) }} as territory_key,
    activities.persons_reached,
    activities.persons_trained,
    activities.held_on,
    activities.activity_type as activity_type_received,
    activities.audience as audience_received,
    activities.organiser as organiser_received,
    activities.province as province_received,
    activities.load_id,
    activities.row_number
from activities
{{ join_map('map_prevention_activity', 'activity', 'eri', 'activities.activity_type', 'activities.held_on') }}
{{ join_map('map_audience', 'audience', 'eri', 'activities.audience', 'activities.held_on') }}
{{ join_map('map_prevention_organiser', 'organiser', 'eri', 'activities.organiser', 'activities.held_on') }}
{{ join_place('activities', 'eri', 'activities.held_on', canton=false) }}
