with

records as (
    select * from {{ ref('fct_person_record') }}
),

resolutions as (
    select
        records.person_key,
        records.date_key,
        profiles.*
    from records
    inner join {{ ref('int_eri__profile') }} as profiles
        on profiles.accreditation_key = records.person_record_key
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
),

genders as (
    {{ most_stated('gender_identity_key', rows='resolutions') }}
),

disabilities as (
    {{ most_stated('disability_key', rows='resolutions') }}
),

peoples as (
    {{ most_stated('indigenous_people_key', rows='resolutions') }}
),

tongues as (
    {{ most_stated('mother_tongue_key', rows='resolutions') }}
),

educations as (
    {{ most_stated('education_key', rows='resolutions') }}
),

occupations as (
    {{ most_stated('occupation_key', rows='resolutions') }}
)

select
    persons.person_key,
    coalesce(sexes.sex_key, 'not_recorded') as sex_key,
    births.birth_month,
    coalesce(nationalities.nationality_key, 'not_recorded') as nationality_key,
    coalesce(genders.gender_identity_key, 'not_recorded') as gender_identity_key,
    coalesce(disabilities.disability_key, 'not_recorded') as disability_key,
    coalesce(peoples.indigenous_people_key, 'not_recorded') as indigenous_people_key,
    coalesce(tongues.mother_tongue_key, 'not_recorded') as mother_tongue_key,
    coalesce(educations.education_key, 'not_recorded') as education_key,
    coalesce(occupations.occupation_key, 'not_recorded') as occupation_key,
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
left join genders
    on genders.person_key = persons.person_key
left join disabilities
    on disabilities.person_key = persons.person_key
left join peoples
    on peoples.person_key = persons.person_key
left join tongues
    on tongues.person_key = persons.person_key
left join educations
    on educations.person_key = persons.person_key
left join occupations
    on occupations.person_key = persons.person_key

union all

select
    special.code as person_key,
    special.code as sex_key,
    null as birth_month,
    special.code as nationality_key,
    special.code as gender_identity_key,
    special.code as disability_key,
    special.code as indigenous_people_key,
    special.code as mother_tongue_key,
    special.code as education_key,
    special.code as occupation_key,
    0 as records,
    0 as institutions,
    true as is_special
from {{ ref('catalogue_special') }} as special
