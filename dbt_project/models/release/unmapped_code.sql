{{ unmapped_count('fct_reported_offence', 'offence_key', 'offence_received', 'oij', 'police_statistics', 'offence') }}

union all

{{ unmapped_count('fct_reported_offence', 'sex_key', 'sex_received', 'oij', 'police_statistics', 'sex') }}

union all

{{ unmapped_count('fct_reported_offence', 'age_group_key', 'age_group_received', 'oij', 'police_statistics', 'age_group') }}

union all

{{ unmapped_count('fct_reported_offence', 'nationality_key', 'nationality_received', 'oij', 'police_statistics', 'nationality') }}

union all

{{ unmapped_count('fct_reported_offence', 'province_key', 'province_received', 'oij', 'police_statistics', 'province') }}

union all

{{ unmapped_count('fct_reported_offence', 'canton_key', 'canton_received', 'oij', 'police_statistics', 'canton') }}

union all

{{ unmapped_count('fct_reported_offence', 'district_key', 'district_received', 'oij', 'police_statistics', 'district') }}

union all

{{ unmapped_count('fct_border_movement', 'nationality_key', 'nationality_received', 'dgme', 'border_entries', 'nationality') }}

union all

{{ unmapped_count('fct_hotline_report', 'territory_key', 'province_received', 'linea145', 'reports', 'province') }}

union all

{{ unmapped_count('fct_hotline_report', 'reporter_sex_key', 'reporter_gender_received', 'linea145', 'reports', 'reporter_gender') }}

union all

{{ unmapped_count('fct_hotline_report', 'reporter_nationality_key', 'reporter_nationality_received', 'linea145', 'reports', 'reporter_nationality') }}

union all

{{ unmapped_count('bridge_hotline_exploitation', 'exploitation_form_key', 'labels_received', 'linea145', 'reports', 'subtopic') }}

union all

{{ unmapped_count('fct_hotline_person', 'person_role', 'person_role_received', 'linea145', 'persons', 'person_role') }}

union all

{{ unmapped_count('fct_hotline_person', 'sex_key', 'gender_received', 'linea145', 'persons', 'gender') }}

union all

{{ unmapped_count('fct_hotline_person', 'nationality_key', 'nationality_received', 'linea145', 'persons', 'nationality') }}

union all

{{ unmapped_count('fct_hotline_person', 'territory_key', 'province_received', 'linea145', 'persons', 'province') }}

union all

{{ unmapped_count('fct_international_figure', 'country_key', 'country_code_received', 'unodc', 'glotip', 'iso3_code') }}

union all

{{ unmapped_count('fct_international_figure', 'exploitation_form_key', 'category', 'unodc', 'glotip', 'category by form of exploitation') }}

union all

{{ unmapped_count('fct_international_figure', 'counterpart_country_key', 'category', 'unodc', 'glotip', 'category by country') }}

union all

{{ unmapped_count('fct_international_figure', 'sex_key', 'sex_received', 'unodc', 'glotip', 'sex') }}

union all

{{ unmapped_count('fct_international_figure', 'age_group_key', 'age_received', 'unodc', 'glotip', 'age') }}

union all

{{ unmapped_count('fct_hotline_person', 'hotline_report_key', 'report_number', 'linea145', 'persons', 'report_number') }}

union all

{{ unmapped_count('fct_reported_offence', unmapped_day(), 'occurred_on', 'oij', 'police_statistics', 'occurred_on') }}

union all

{{ unmapped_count('fct_border_movement', unmapped_day(), 'load_id', 'dgme', 'border_entries', 'month') }}

union all

{{ unmapped_count('fct_hotline_report', unmapped_day(), 'load_id', 'linea145', 'reports', 'intake_date') }}

union all

{{ unmapped_count('fct_international_figure', unmapped_day(), 'year', 'unodc', 'glotip', 'year') }}

union all

{{ unmapped_count('fct_hotline_report', 'is_anonymous', 'is_anonymous', 'linea145', 'reports', 'is_anonymous') }}

union all

{{ unmapped_count('fct_hotline_person', 'is_pregnant', 'is_pregnant', 'linea145', 'persons', 'is_pregnant') }}

union all

{{ unmapped_count('fct_hotline_person', 'has_disability', 'has_disability', 'linea145', 'persons', 'has_disability') }}

union all

{{ unmapped_count_by_dataset('fct_person_record', 'sex_key', 'sex_received', 'sex') }}

union all

{{ unmapped_count_by_dataset('fct_person_record', 'nationality_key', 'nationality_received', 'nationality') }}

union all

{{ unmapped_count('fct_accreditation', 'outcome', 'outcome_received', 'eri', 'resolutions', 'outcome') }}
