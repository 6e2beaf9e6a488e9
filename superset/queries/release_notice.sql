-- One row always: without a release its columns are empty.
select
    current_release.release_id,
    current_release.edition,
    current_release.published_on,
    current_release.is_demonstration,
    case
        when strpos(current_release.held_years, ',') > 0
            then 'Los años ' || regexp_replace(current_release.held_years, ', ([^,]*)$', ' y \1') || ' siguen'
        else 'El año ' || current_release.held_years || ' sigue'
    end as held_es
from (select 1 as page) as always
left join release.current_release on true
