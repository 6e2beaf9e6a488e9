-- One row per indicator, breakdown and category, with up to seven columns of periods: the latest six years, or where a breakdown is
-- not published by years its periods of several, and the longest period last. A note is there with and without a release.
with edition as (
    select
        release_id,
        left(edition, 4)::integer - case when right(edition, 2) = 'T4' then 0 else 1 end as complete_year
    from release.current_release
),

figure as (
    select
        indicator_id,
        indicator_es,
        unit_es,
        period,
        first_year,
        last_year,
        first_year = last_year as is_year,
        breakdown,
        breakdown_es,
        category,
        category_es,
        category_position,
        value,
        status,
        not_recorded_share,
        sources,
        case
            when unit_es = 'proporción'
                then
                    translate(rtrim(to_char(round((100 * value)::numeric, 1), 'FM990.9'), '.'), '.', ',')
                    || chr(160) || chr(37)
            else
                translate(rtrim(to_char(round(value::numeric, 2), 'FM999,999,999,990.99'), '.'), ',.', chr(160) || ',')
        end as written
    from release.indicator_figure
),

bounds as (
    select
        max(first_year) filter (where is_year) as latest_year,
        (array_agg(period order by last_year - first_year desc, last_year desc) filter (where not is_year))[1] as longest
    from figure
),

breakdown as (
    select
        figure.indicator_id,
        figure.breakdown,
        bounds.longest,
        -- of the year that goes on most breakdowns are not published at all: theirs ends with the complete one
        case
            when max(figure.first_year) filter (where figure.is_year) > edition.complete_year then bounds.latest_year
            else least(bounds.latest_year, edition.complete_year)
        end as latest_year,
        min(figure.first_year) filter (where figure.is_year) as earliest_year,
        bool_or(figure.period = bounds.longest) or figure.breakdown = 'total' as has_longest
    from figure
    cross join bounds
    cross join edition
    group by figure.indicator_id, figure.breakdown, bounds.latest_year, bounds.longest, edition.complete_year
),

column_year as (
    select
        indicator_id,
        breakdown,
        latest_year,
        generate_series(greatest(earliest_year, latest_year - 5), latest_year) as year
    from breakdown
    where earliest_year is not null
),

column_span as (
    select distinct
        figure.indicator_id,
        figure.breakdown,
        figure.period,
        7 - dense_rank() over (
            partition by figure.indicator_id, figure.breakdown order by figure.last_year desc, figure.first_year desc
        ) as place
    from figure
    inner join breakdown
        on breakdown.indicator_id = figure.indicator_id and breakdown.breakdown = figure.breakdown
    where breakdown.earliest_year is null and figure.period <> breakdown.longest
),

period_column as (
    select
        indicator_id,
        breakdown,
        year::text as period,
        true as is_year,
        year - latest_year + 6 as place
    from column_year
    union all
    select indicator_id, breakdown, period, false, place
    from column_span
    where place > 0
    union all
    select indicator_id, breakdown, longest, false, 7
    from breakdown
    where has_longest and longest is not null
),

-- a year of which a breakdown says nothing at all: too much of it would be protected
published_table as (
    select distinct
        indicator_id,
        breakdown,
        period
    from figure
),

category as (
    select distinct
        indicator_id,
        indicator_es,
        case when breakdown <> 'total' and unit_es <> 'proporción' then unit_es end as unit_es,
        breakdown,
        case when breakdown = 'total' then 'Cifra' else breakdown_es end as breakdown_es,
        category,
        category_position,
        case when breakdown = 'total' then indicator_es else category_es end as label_es
    from figure
),

cell as (
    select
        category.indicator_id,
        category.indicator_es,
        category.unit_es,
        category.breakdown,
        category.breakdown_es,
        category.category,
        category.category_position,
        category.label_es,
        period_column.place,
        figure.value,
        period_column.period
        || case
            when period_column.is_year and period_column.period::integer > edition.complete_year then ' (en curso)'
            else ''
        end as heading,
        case
            when figure.status = 'published' then figure.written
            when figure.status = 'suppressed' then 'protegida'
            when figure.status = 'no_data' then 's. d.'
            when period_column.is_year and published_table.period is null then 'protegida'
            else '·'
        end as written,
        case
            when figure.status = 'published' then 'shown'
            when figure.status = 'suppressed' then 'protected'
            when figure.status is null and period_column.is_year and published_table.period is null then 'protected'
            else 'none'
        end as state
    from category
    cross join edition
    inner join period_column
        on period_column.indicator_id = category.indicator_id and period_column.breakdown = category.breakdown
    left join published_table
        on
            published_table.indicator_id = category.indicator_id
            and published_table.breakdown = category.breakdown
            and published_table.period = period_column.period
    left join figure
        on
            figure.indicator_id = category.indicator_id
            and figure.breakdown = category.breakdown
            and figure.category = category.category
            and figure.period = period_column.period
),

line as (
    select
        indicator_id,
        indicator_es,
        unit_es,
        breakdown,
        breakdown_es,
        category,
        category_position,
        label_es,
        max(heading) filter (where place = 1) as period_1,
        max(heading) filter (where place = 2) as period_2,
        max(heading) filter (where place = 3) as period_3,
        max(heading) filter (where place = 4) as period_4,
        max(heading) filter (where place = 5) as period_5,
        max(heading) filter (where place = 6) as period_6,
        max(heading) filter (where place = 7) as period_7,
        max(written) filter (where place = 1) as text_1,
        max(written) filter (where place = 2) as text_2,
        max(written) filter (where place = 3) as text_3,
        max(written) filter (where place = 4) as text_4,
        max(written) filter (where place = 5) as text_5,
        max(written) filter (where place = 6) as text_6,
        max(written) filter (where place = 7) as text_7,
        max(state) filter (where place = 1) as state_1,
        max(state) filter (where place = 2) as state_2,
        max(state) filter (where place = 3) as state_3,
        max(state) filter (where place = 4) as state_4,
        max(state) filter (where place = 5) as state_5,
        max(state) filter (where place = 6) as state_6,
        max(state) filter (where place = 7) as state_7,
        bool_or(state = 'shown') as has_figure,
        max(value) filter (where place = 7) as longest_value,
        (array_agg(value order by place desc) filter (where value is not null and place < 7))[1] as latest_value
    from cell
    group by indicator_id, indicator_es, unit_es, breakdown, breakdown_es, category, category_position, label_es
),

-- categories without any figure, where there are many: one line that names them
gathered as (
    select
        *,
        not has_figure
        and category_position is null
        and count(*) filter (where not has_figure) over (partition by indicator_id, breakdown) > 3 as is_gathered
    from line
),

shown_line as (
    select
        indicator_id,
        unit_es,
        breakdown,
        breakdown_es,
        label_es,
        period_1,
        period_2,
        period_3,
        period_4,
        period_5,
        period_6,
        period_7,
        text_1,
        text_2,
        text_3,
        text_4,
        text_5,
        text_6,
        text_7,
        state_1,
        state_2,
        state_3,
        state_4,
        state_5,
        state_6,
        state_7,
        row_number() over (
            partition by indicator_id, breakdown
            order by
                category_position nulls last, has_figure desc, category = 'not_recorded',
                longest_value desc nulls last, latest_value desc nulls last, label_es
        ) as place
    from gathered
    where not is_gathered
    union all
    select
        indicator_id,
        unit_es,
        breakdown,
        breakdown_es,
        'Otras ' || count(*) || ': ' || string_agg(label_es, ', ' order by label_es),
        max(period_1),
        max(period_2),
        max(period_3),
        max(period_4),
        max(period_5),
        max(period_6),
        max(period_7),
        case max(state_1) when 'protected' then 'protegida' else '·' end,
        case max(state_2) when 'protected' then 'protegida' else '·' end,
        case max(state_3) when 'protected' then 'protegida' else '·' end,
        case max(state_4) when 'protected' then 'protegida' else '·' end,
        case max(state_5) when 'protected' then 'protegida' else '·' end,
        case max(state_6) when 'protected' then 'protegida' else '·' end,
        case max(state_7) when 'protected' then 'protegida' else '·' end,
        max(state_1),
        max(state_2),
        max(state_3),
        max(state_4),
        max(state_5),
        max(state_6),
        max(state_7),
        1000
    from gathered
    where is_gathered
    group by indicator_id, unit_es, breakdown, breakdown_es
),

institution as (
    select distinct
        indicator_id,
        split_part(unnest(string_to_array(sources, ', ')), '/', 1) as institution
    from figure
),

-- of the latest period of which it is known, the longest one last
unrecorded as (
    select distinct on (indicator_id, breakdown)
        indicator_id,
        breakdown,
        'Sin registrar en ' || period || ': '
        || case
            when not_recorded_share < 0.01 then 'menos de 1'
            else round((100 * not_recorded_share)::numeric)::text
        end || chr(160) || chr(37) as unrecorded_es
    from figure
    where not_recorded_share > 0
    order by indicator_id, breakdown, is_year desc, last_year desc, first_year desc
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
)

select
    edition.release_id,
    shown_line.indicator_id,
    shown_line.unit_es,
    shown_line.breakdown,
    shown_line.breakdown_es,
    shown_line.label_es,
    shown_line.period_1,
    shown_line.period_2,
    shown_line.period_3,
    shown_line.period_4,
    shown_line.period_5,
    shown_line.period_6,
    shown_line.period_7,
    shown_line.text_1,
    shown_line.text_2,
    shown_line.text_3,
    shown_line.text_4,
    shown_line.text_5,
    shown_line.text_6,
    shown_line.text_7,
    shown_line.state_1,
    shown_line.state_2,
    shown_line.state_3,
    shown_line.state_4,
    shown_line.state_5,
    shown_line.state_6,
    shown_line.state_7,
    named.sources_es,
    unrecorded.unrecorded_es,
    shown_line.place
from shown_line
cross join edition
left join unrecorded
    on unrecorded.indicator_id = shown_line.indicator_id and unrecorded.breakdown = shown_line.breakdown
left join named on named.indicator_id = shown_line.indicator_id
union all
select
    edition.release_id, 'nota', null, 'nota', null, null,
    null, null, null, null, null, null, null,
    null, null, null, null, null, null, null,
    null, null, null, null, null, null, null,
    null, null, null
from (select 1 as page) as always
left join edition on true
