{%- set marts = [
    'i01_victims_detected', 'i02_detected_rate', 'i03_persons_referred', 'i04_accredited_victims', 'i05_accreditation_rate', 'i06_days_to_resolution',
    'i07_resolved_in_time', 'i08_pending_decisions', 'i09_detection_channels', 'i10_several_institutions', 'i11_duplicates_avoided', 'i12_dependants',
    'i13_exploitation_forms', 'i14_several_forms', 'i15_labour_sectors', 'i16_means', 'i17_recruitment', 'i18_recruiters', 'i19_children',
    'i20_cross_border', 'i21_flows', 'i22_duration', 'i23_aggravating', 'i24_service_coverage', 'i25_days_to_service', 'i26_responsible_institution',
    'i27_without_shelter', 'i28_regularisation', 'i29_assisted_returns', 'i30_without_complaint', 'i31_justice_funnel', 'i32_conviction_rate',
    'i33_stage_duration', 'i34_traffickers', 'i35_assets_seized', 'i36_smuggled_migrants', 'i37_smuggling_abuse', 'i38_system',
] -%}

with

figures as (
    {%- for mart in marts %}
        select
            'I-{{ mart[1:3] }}' as indicator_id,
            year,
            breakdown,
            category,
            value,
            not_recorded_share,
            numerator,
            denominator
        from {{ ref(mart) }}
        {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    figures.indicator_id,
    figures.year,
    figures.breakdown,
    figures.category,
    figures.value,
    figures.not_recorded_share,
    figures.numerator,
    figures.denominator,
    concat_ws(' · ', first.name_es, second.name_es, third.name_es) as category_es,
    concat_ws(' · ', first.name_en, second.name_en, third.name_en) as category_en
from figures
inner join {{ ref('dim_breakdown') }} as breakdowns
    on breakdowns.breakdown_key = figures.breakdown
{%- for part in ['first', 'second', 'third'] %}
    left join {{ ref('dim_category') }} as {{ part }}
        on ({{ part }}.list, {{ part }}.code) = (split_part(breakdowns.members, '|', {{ loop.index }}), split_part(figures.category, '|', {{ loop.index }}))
{%- endfor %}
