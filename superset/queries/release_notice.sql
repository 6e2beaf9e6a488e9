-- One row always: without a release its columns are empty.
select
    current_release.release_id,
    current_release.edition,
    current_release.published_on,
    current_release.is_demonstration,
    current_release.held as held_es
from (select 1 as page) as always
left join release.current_release on true
