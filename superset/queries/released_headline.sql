-- The latest complete year of each indicator beside the one before it, and a note that is there with and without a release.
with edition as (
    select
        release_id,
        left(edition, 4)::integer - case when right(edition, 2) = 'T4' then 0 else 1 end as complete_year
    from release.current_release
),

total as (
    select
        figure.indicator_id,
        figure.indicator_es,
        figure.period,
        figure.first_year,
        figure.last_year,
        figure.unit_es,
        figure.value,
        figure.status,
        figure.sources,
        edition.complete_year,
        case
            when figure.unit_es = 'proporción'
                then
                    translate(rtrim(to_char(round((100 * figure.value)::numeric, 1), 'FM990.9'), '.'), '.', ',')
                    || chr(160) || chr(37)
            else
                translate(
                    rtrim(to_char(round(figure.value::numeric, 1), 'FM999,999,999,990.9'), '.'), ',.', chr(160) || ','
                )
        end as written
    from release.indicator_figure as figure
    cross join edition
    where figure.breakdown = 'total'
),

latest as (
    select distinct on (indicator_id) *
    from total
    where first_year = last_year and first_year <= complete_year
    order by indicator_id, first_year desc
),

longest as (
    select distinct on (indicator_id) *
    from total
    where first_year < last_year
    order by indicator_id, last_year - first_year desc, last_year desc
),

institution as (
    select distinct
        latest.indicator_id,
        split_part(unnest(string_to_array(latest.sources, ', ')), '/', 1) as institution
    from latest
),

named as (
    select
        institution.indicator_id,
        string_agg(
            coalesce(source.institution_name, upper(institution.institution)), ' · '
            order by coalesce(source.institution_name, upper(institution.institution))
        ) as sources_es
    from institution
    left join (
        select distinct institution, institution_name from release.data_source
    ) as source on source.institution = institution.institution
    group by institution.indicator_id
),

compared as (
    select
        latest.*,
        before.written as written_before,
        before.status as status_before,
        before.first_year as year_before,
        latest.value - before.value as change,
        -- twice the standard deviation of the difference of two counts, where chance alone moves them
        latest.unit_es = 'personas'
        and abs(latest.value - before.value) < 2 * sqrt(latest.value + before.value) as may_be_chance,
        -- what is counted of a year's cases goes on growing as they are decided: years are not alike
        latest.indicator_id in ('I-31', 'I-32') as goes_on
    from latest
    left join total as before
        on
            before.indicator_id = latest.indicator_id
            and before.first_year = latest.first_year - 1
            and before.last_year = latest.first_year - 1
)

select
    compared.indicator_id,
    compared.indicator_es,
    edition.release_id,
    compared.period,
    coalesce(compared.written, case compared.status when 'suppressed' then 'protegida' else 'sin dato' end) as value_es,
    case compared.status when 'published' then 'shown' when 'suppressed' then 'protected' else 'none' end as state,
    case compared.indicator_id
        when 'I-01' then 'personas que alguna institución presume víctimas'
        when 'I-03' then 'personas remitidas para que se decida si son víctimas'
        when 'I-04' then 'personas acreditadas como víctimas'
        when 'I-06' then 'días naturales: la mitad de las resoluciones tardó eso o menos'
        when 'I-07' then 'de las resoluciones'
        when 'I-31' then 'de las denuncias presentadas en el año terminaron hasta hoy en condena'
        when 'I-32' then 'de las personas imputadas en el año tienen hasta hoy una condena'
        when 'I-34' then 'personas imputadas en el año'
        else compared.unit_es
    end as reading_es,
    case
        when compared.goes_on then 'Hay causas sin terminar: todavía puede subir, y no se compara con otros años.'
        when compared.status_before = 'suppressed' then compared.year_before || ': protegida, no se compara.'
        when compared.change is null then null
        when compared.change = 0 then 'Igual que en ' || compared.year_before || '.'
        when compared.unit_es = 'proporción'
            then
                translate(rtrim(to_char(round(abs(100 * compared.change)::numeric, 1), 'FM990.9'), '.'), '.', ',')
                || ' puntos porcentuales ' || case when compared.change > 0 then 'más' else 'menos' end
                || ' que en ' || compared.year_before || ' (' || compared.written_before || ').'
        else
            translate(
                rtrim(to_char(round(abs(compared.change)::numeric, 1), 'FM999,999,999,990.9'), '.'),
                ',.', chr(160) || ','
            )
            || case when compared.change > 0 then ' más' else ' menos' end
            || ' que en ' || compared.year_before || ' (' || compared.written_before || ').'
            || case when compared.may_be_chance then ' Una diferencia así puede ser casual.' else '' end
    end as change_es,
    case
        when compared.status = 'suppressed' and longest.written is not null
            then longest.period || ': ' || longest.written
    end as longest_es,
    named.sources_es
from compared
cross join edition
left join longest on longest.indicator_id = compared.indicator_id
left join named on named.indicator_id = compared.indicator_id
union all
select 'nota', null, edition.release_id, null, null, null, null, null, null, null
from (select 1 as page) as always
left join edition on true
