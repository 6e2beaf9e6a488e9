with

forms as (
    {{ accredited_by_each('bridge_exploitation_form', 'exploitation_form_key') }}
),

victims as (
    select
        forms.*,
        nationality.code is null and place.code is null as is_known
    from forms
    left join {{ ref('catalogue_special') }} as nationality
        on nationality.code = forms.nationality_key
    left join {{ ref('catalogue_special') }} as place
        on place.code = forms.exploitation_place
),

units as (
    {{ units_by('victims', 'person_key', {
        'flow': "nationality_key || '|' || exploitation_place",
        'flow_and_exploitation_form': "nationality_key || '|' || exploitation_place || '|' || exploitation_form_key",
    }, carried=['is_known']) }}
),

counted as (
    {{ counts('units', counted='is_known', recorded='is_known') }}
)

select *
from counted
where breakdown = 'total' or numerator > 0
