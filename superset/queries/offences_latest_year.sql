select
    province.year,
    province.province_code,
    province.province_name,
    province.offences
from release.reported_offence_by_province as province
where province.year = (select max(latest.year) from release.reported_offence_by_province as latest)
