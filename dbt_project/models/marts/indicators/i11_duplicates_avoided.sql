with

detections as (
    select
        year,
        institution_key,
        sum(records) as records,
        count(distinct person_key) as persons
    from {{ ref('fct_victim_detection') }}
    where year is not null
    group by grouping sets ((year), (year, institution_key))
)

select
    year,
    case when institution_key is null then 'total' else 'institution' end as breakdown,
    coalesce(institution_key, 'total') as category,
    (records - persons)::numeric as numerator,
    records::numeric as denominator,
    (records - persons)::numeric as value,
    0::numeric as not_recorded_share
from detections
