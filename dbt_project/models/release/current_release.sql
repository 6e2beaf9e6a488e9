{{ config(materialized='view', contract={'enforced': true}) }}

select
    release_id,
    edition,
    (published_at at time zone 'America/Costa_Rica')::date as published_on,
    is_demonstration,
    (
        select string_agg(held.told, '; ' order by held.told)
        from jsonb_array_elements_text(summary -> 'held') as held (told)
    ) as held
from {{ source('publication', 'current_release') }}
