{{ config(pre_hook="{{ note_loads() }}") }}

{{ services_of('oapvd', 'assistance', 'assistance_number', 'admitted_on', 'service', ended_on='ended_on', filed_complaint='filed_complaint') }}

union all

{{ services_of('pani', 'protection_measures', 'measure_number', 'measured_on', 'measure') }}

union all

{{ services_of('inamu', 'services', 'service_number', 'served_on', 'service') }}

union all

{{ services_of('ccss', 'care_episodes', 'episode_number', 'attended_on', 'care_type', unit='establishment') }}

union all

{{ services_of('imas', 'subsidies', 'benefit_number', 'granted_on', 'subsidy', amount='amount_crc') }}

union all

{{ services_of('dgme', 'special_categories', 'permit_number', 'granted_on', 'category') }}

union all

{{ services_of('mtss', 'work_permits', 'permit_number', 'granted_on', code='work_permit') }}
