-- The special members, which every list has, estimate nothing.
select
    code as population_key,
    year,
    sex as sex_key,
    age_group as age_group_key,
    coalesce(territory, 'not_applicable') as territory_key,
    country as country_key,
    population::numeric as population,
    source,
    note
from {{ ref('catalogue_population') }}
where population is not null
