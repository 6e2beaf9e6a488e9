with

complaints as (
    select
        *,
        {{ row_key() }} as complaint_key
    from {{ ref('stg_fiscalia__complaints') }}
)

select
    complaints.complaint_key,
    'fiscalia' as institution_key,
    complaints.complaint_number,
    {{ date_key('complaints.filed_on') }} as date_key,
    {{ mapped('offence', 'complaints.offence') }} as offence_key,
    {{ mapped('channel', 'complaints.channel') }} as complaint_channel_key,
    {{ place_found('complaints', canton=false) }} as territory_key,
    complaints.has_facts,
    complaints.filed_on,
    complaints.offence as offence_received,
    complaints.channel as channel_received,
    complaints.province as province_received,
    complaints.load_id,
    complaints.row_number
from complaints
{{ join_map('map_offence', 'offence', 'fiscalia', 'complaints.offence', 'complaints.filed_on') }}
{{ join_map('map_complaint_channel', 'channel', 'fiscalia', 'complaints.channel', 'complaints.filed_on') }}
{{ join_place('complaints', 'fiscalia', 'complaints.filed_on', canton=false) }}
