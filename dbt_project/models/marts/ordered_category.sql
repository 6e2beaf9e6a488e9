select
    breakdowns.breakdown_key as breakdown,
    categories.code as category,
    categories.position
from {{ ref('dim_breakdown') }} as breakdowns
inner join {{ ref('dim_category') }} as categories
    on categories.list = breakdowns.members
where breakdowns.is_ordered
