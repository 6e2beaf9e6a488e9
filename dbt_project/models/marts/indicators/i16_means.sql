with

means as (
    {{ accredited_by_each('bridge_exploitation_means', 'means_key') }}
),

methods as (
    {{ accredited_by_each('bridge_control_method', 'control_method_key') }}
),

forms as (
    {{ accredited_by_each('bridge_exploitation_form', 'exploitation_form_key') }}
),

units as (
    {{ units_by('means', 'person_key', {'means': 'means_key'}, carried=['means_key']) }}

    union all

    select
        year,
        person_key,
        'control_method',
        control_method_key,
        control_method_key as needed_key
    from methods

    union all

    select
        means.year,
        means.person_key,
        'means_and_exploitation_form',
        means.means_key || '|' || forms.exploitation_form_key,
        means.means_key
    from means
    inner join forms
        on forms.accreditation_key = means.accreditation_key
),

-- what a row needs: the means, or the method of control
needed as (
    select
        year,
        unit_key,
        breakdown,
        category,
        means_key != 'not_recorded' as is_stated
    from units
)

{{ counts('needed', counted="breakdown != 'total' or is_stated", recorded='is_stated') }}
