with

stated as (
    select
        person_key,
        {{ year_of('date_key') }} as year,
        exploitation_form_key
    from {{ ref('fct_referral') }}

    union all

    select
        records.person_key,
        {{ year_of('records.date_key') }} as year,
        {{ mapped('form', 'detections.suspected_form') }} as exploitation_form_key
    from {{ ref('stg_msp__detections') }} as detections
    inner join {{ ref('fct_person_record') }} as records
        on records.person_record_key = md5(detections.sha256 || ':' || detections.row_number)
    {{ join_map('map_exploitation_form', 'form', 'msp', 'detections.suspected_form', 'detections.detected_on') }}

    union all

    select
        accreditations.person_key,
        {{ year_of('accreditations.known_date_key') }} as year,
        forms.exploitation_form_key
    from {{ ref('fct_accreditation') }} as accreditations
    inner join {{ ref('bridge_exploitation_form') }} as forms
        on forms.exploitation_episode_key = accreditations.accreditation_key
)

-- who is detected without any form is there once, as not recorded
select distinct
    detected.person_key,
    detected.year,
    coalesce(stated.exploitation_form_key, 'not_recorded') as exploitation_form_key
from {{ ref('fct_detected_person') }} as detected
left join stated
    on (stated.person_key, stated.year) = (detected.person_key, detected.year) and stated.exploitation_form_key != 'not_recorded'
