with

found as (
    select
        'eri'::text as institution,
        {{ row_key() }} as person_record_key,
        referred_on as found_on,
        province,
        canton
    from {{ ref('stg_eri__referrals') }}

    union all

    select
        'oij'::text as institution,
        {{ row_key() }} as person_record_key,
        opened_on as found_on,
        province,
        canton
    from {{ ref('stg_oij__investigations') }}
)

select
    found.person_record_key,
    {{ place_found('found') }} as territory_key
from found
{{ join_place('found', 'found.institution', 'found.found_on') }}
