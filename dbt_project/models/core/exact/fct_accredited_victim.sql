with

resolutions as (
    select
        *,
        {{ year_of('resolved_date_key') }} as year
    from {{ ref('fct_accreditation') }}
    where outcome = 'accredited' and {{ in_calendar('resolved_date_key') }}
),

-- of several in one year the earliest counts, and of equals the first that came
earliest as (
    select distinct on (person_key, year)
        *,
        count(*) over (partition by person_key, year) as resolutions
    from resolutions
    order by person_key, year, resolved_date_key, known_on, load_id, row_number
)

select
    earliest.person_key,
    earliest.year,
    earliest.accreditation_key,
    earliest.known_on,
    earliest.resolved_on,
    earliest.resolutions,
    persons.sex_key,
    persons.nationality_key,
    earliest.age,
    {{ age_group_of('earliest.age', youngest=0) }} as age_group_key,
    case
        when persons.sex_key = 'not_recorded' then 'not_recorded'
        when persons.sex_key not in ('woman', 'man') then 'other'
        when earliest.age is null then 'not_recorded'
        when earliest.age < 18 then case persons.sex_key when 'woman' then 'girls' else 'boys' end
        when persons.sex_key = 'woman' then 'women'
        else 'men'
    end as population_group,
    earliest.gender_identity_key,
    earliest.disability_key,
    earliest.indigenous_people_key,
    earliest.mother_tongue_key,
    earliest.education_key,
    earliest.occupation_key,
    earliest.migration_status_key,
    earliest.detection_channel_key,
    coalesce(residences.province_key, earliest.territory_key) as residence_key,
    earliest.dependants,
    earliest.filed_complaint,
    episodes.labour_sector_key,
    episodes.recruitment_method_key,
    episodes.recruitment_platform_key,
    episodes.relationship_key,
    episodes.trafficking_type,
    -- a province in Costa Rica, a country elsewhere
    case
        when episodes.exploitation_country_key = 'CRI' then coalesce(places.province_key, episodes.exploitation_territory_key)
        else episodes.exploitation_country_key
    end as exploitation_place,
    episodes.duration_days
from earliest
inner join {{ ref('dim_person') }} as persons
    on persons.person_key = earliest.person_key
inner join {{ ref('fct_exploitation_episode') }} as episodes
    on episodes.exploitation_episode_key = earliest.accreditation_key
left join {{ ref('dim_territory') }} as residences
    on residences.territory_key = earliest.territory_key
left join {{ ref('dim_territory') }} as places
    on places.territory_key = episodes.exploitation_territory_key
