with

flows as (
    select
        *,
        {{ row_key() }} as irregular_flow_key
    from {{ ref('stg_oim__irregular_flows') }}
),

countries as (
    select code from {{ ref('catalogue_country') }}
)

select
    flows.irregular_flow_key,
    'oim' as institution_key,
    {{ date_key('flows.month') }} as date_key,
    {{ mapped('registering', 'flows.country') }} as country_key,
    {{ mapped('nationalities', 'flows.nationality') }} as nationality_key,
    flows.movements,
    flows.country as country_received,
    flows.nationality as nationality_received,
    flows.load_id,
    flows.row_number
from flows
left join countries as registering
    on registering.code = flows.country
left join countries as nationalities
    on nationalities.code = flows.nationality
