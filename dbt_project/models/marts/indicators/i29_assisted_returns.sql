with

returns as (
    select
        {{ year_of('date_key') }} as year,
        person_key,
        destination_country_key
    from {{ ref('fct_assisted_return') }}
    where {{ in_calendar('date_key') }}
),

units as (
    {{ units_by('returns', 'person_key', {}) }}

    union all

    {{ units_by_each('returns', 'person_key', 'destination_country', 'destination_country_key') }}
)

{{ counts('units') }}
