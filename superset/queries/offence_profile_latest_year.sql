select
    profile.year,
    profile.sex_es,
    profile.age_group_es,
    profile.offences
from release.reported_offence_profile as profile
where profile.year = (select max(latest.year) from release.reported_offence_profile as latest)
