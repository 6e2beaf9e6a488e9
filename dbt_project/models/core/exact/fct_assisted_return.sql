with

returns as (
    select
        *,
        {{ row_key() }} as assisted_return_key
    from {{ ref('stg_eri__assisted_returns') }}
),

persons as (
    select
        person_record_key,
        person_key
    from {{ ref('fct_person_record') }}
),

countries as (
    select code from {{ ref('catalogue_country') }}
)

select
    returns.assisted_return_key,
    'eri' as institution_key,
    returns.return_number,
    persons.person_key,
    {{ date_key('returns.returned_on') }} as date_key,
    case
        when returns.destination_country is null then 'not_recorded'
        else coalesce(countries.code, destination.code, 'unmapped')
    end as destination_country_key,
    {{ mapped('return_type', 'returns.return_type') }} as return_type_key,
    returns.reintegration_support,
    returns.age,
    {{ age_key_of('returns.age') }} as age_key,
    returns.returned_on,
    returns.destination_country as destination_country_received,
    returns.return_type as return_type_received,
    returns.load_id,
    returns.row_number
from returns
inner join persons
    on persons.person_record_key = returns.assisted_return_key
left join countries
    on countries.code = upper(returns.destination_country)
{{ join_map('map_country', 'destination', 'eri', 'returns.destination_country', 'returns.returned_on') }}
{{ join_map('map_return_type', 'return_type', 'eri', 'returns.return_type', 'returns.returned_on') }}
