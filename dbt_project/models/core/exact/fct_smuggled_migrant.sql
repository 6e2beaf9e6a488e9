with

migrants as (
    select
        *,
        {{ row_key() }} as smuggled_migrant_key
    from {{ ref('stg_dgme__smuggled_migrants') }}
),

persons as (
    {{ persons_of_records() }}
),

aged as (
    select
        migrants.*,
        persons.person_key,
        {{ age_on('migrants.age', 'persons.birth_month', 'migrants.detected_on') }} as age_then
    from migrants
    inner join persons
        on persons.person_record_key = migrants.smuggled_migrant_key
),

events as (
    select
        event_number,
        border_post_key,
        route_key
    from {{ ref('fct_smuggling_event') }}
)

select
    aged.smuggled_migrant_key,
    'dgme' as institution_key,
    aged.migrant_number,
    aged.event_number,
    aged.person_key,
    {{ date_key('aged.detected_on') }} as date_key,
    coalesce(events.border_post_key, 'not_recorded') as border_post_key,
    coalesce(events.route_key, 'not_recorded') as route_key,
    {{ age_key_of('aged.age_then') }} as age_key,
    aged.age_then as age,
    aged.detected_on,
    aged.load_id,
    aged.row_number
from aged
left join events
    on events.event_number = aged.event_number
