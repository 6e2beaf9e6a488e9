with

loads as (
    select
        loads.*,
        deliveries.received_on,
        lag(deliveries.received_on) over (
            partition by loads.institution, loads.dataset
            order by loads.load_id
        ) as previous_on
    from {{ ref('stg_ops__loads') }} as loads
    inner join {{ ref('stg_ops__deliveries') }} as deliveries
        on deliveries.delivery_id = loads.load_id
),

datasets as (
    select * from {{ ref('stg_ops__datasets') }}
),

withdrawals as (
    select * from {{ ref('stg_ops__withdrawals') }}
)

select
    loads.load_id,
    loads.institution as institution_key,
    loads.dataset,
    {{ date_key('loads.received_on') }} as received_date_key,
    loads.period_from,
    loads.period_to,
    loads.delivered,
    loads.accepted,
    loads.quarantined,
    case when withdrawals.load_id is not null then 'withdrawn' else loads.state end as state,
    loads.received_on - loads.period_to as days_after_period,
    loads.received_on - loads.previous_on as days_after_previous,
    datasets.cadence_days,
    -- half a cadence of patience, as on the page of the sources
    loads.received_on - loads.previous_on <= datasets.cadence_days * 3 / 2 as is_on_time
from loads
left join datasets
    on datasets.institution = loads.institution and datasets.dataset = loads.dataset
left join withdrawals
    on withdrawals.load_id = loads.load_id
