with

records as (
    select * from {{ ref('fct_person_record') }}
),

persons as (
    select
        person_key,
        count(*) as records,
        count(distinct institution_key) as institutions
    from records
    group by person_key
),

sexes as (
    {{ most_stated('sex_key') }}
),

births as (
    {{ most_stated('birth_month') }}
),

nationalities as (
    {{ most_stated('nationality_key') }}
)

select
    persons.person_key,
    coalesce(sexes.sex_key, 'not_recorded') as sex_key,
    births.birth_month,
    coalesce(nationalities.nationality_key, 'not_recorded') as nationality_key,
    persons.records,
    persons.institutions,
    false as is_special
from persons
left join sexes
    on sexes.person_key = persons.person_key
left join births
    on births.person_key = persons.person_key
left join nationalities
    on nationalities.person_key = persons.person_key

union all

select
    special.code as person_key,
    special.code as sex_key,
    null as birth_month,
    special.code as nationality_key,
    0 as records,
    0 as institutions,
    true as is_special
from {{ ref('catalogue_special') }} as special
