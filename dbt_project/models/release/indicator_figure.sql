{{ config(materialized='view', contract={'enforced': true}) }}

-- Live on the ledger: what is published is shown at once, and what is withdrawn no longer, without a transformation.
select
    current_release.release_id,
    figure.indicator_id,
    figure.indicator_es,
    figure.indicator_en,
    figure.unit_es,
    figure.unit_en,
    figure.period,
    left(figure.period, 4)::integer as first_year,
    right(figure.period, 4)::integer as last_year,
    figure.breakdown,
    figure.breakdown_es,
    figure.breakdown_en,
    figure.category,
    figure.category_es,
    figure.category_en,
    ordered.position as category_position,
    figure.value,
    figure.status,
    -- of what is shown alone, so that it tells nothing that a reader could not reckon
    case
        when indicator.kind = 'count' and figure.breakdown != 'total'
            then
                max(figure.value) filter (where figure.category = 'not_recorded') over of_table
                / nullif(max(figure.value) filter (where figure.breakdown = 'total') over of_period, 0)
    end as not_recorded_share,
    figure.sources
from {{ source('publication', 'figure') }} as figure
inner join {{ source('publication', 'current_release') }} as current_release
    on current_release.release_id = figure.release_id
left join {{ ref('catalogue_indicator') }} as indicator
    on indicator.code = figure.indicator_id
left join {{ ref('ordered_category') }} as ordered
    on ordered.breakdown = figure.breakdown and ordered.category = figure.category
window
    of_period as (partition by figure.indicator_id, figure.period),
    of_table as (partition by figure.indicator_id, figure.period, figure.breakdown)
