-- Tables that a release had before and no model writes any more: what they hold is old, and nobody would notice. Idempotent.
drop table if exists
    release.border_entry_by_nationality,
    release.hotline_report_by_form,
    release.international_victims,
    release.reported_offence_by_month,
    release.reported_offence_by_province,
    release.reported_offence_profile,
    release.unmapped_code;
