{#- What the row with a foreign number states: no number is not recorded, a number that leads nowhere is unmapped. -#}
{% macro stated_by(number, value, missing="'not_recorded'", astray="'unmapped'") -%}
    case when {{ number }} is null then {{ missing }} else coalesce({{ value }}, {{ astray }}) end
{%- endmacro %}

{#- The day of a step: not applicable while it is not reached, not recorded where it is reached and nobody wrote the day. -#}
{% macro reached_date_key(day, is_reached) -%}
    case when {{ day }} is null and not {{ is_reached }} then {{ special_date("'not_applicable'") }} else {{ date_key(day) }} end
{%- endmacro %}

{#- The member of an age in years; one that nobody lives to is unmapped. -#}
{% macro age_key_of(age) -%}
    case when {{ age }} is null then 'not_recorded' when {{ age }} between 0 and 120 then {{ age }}::text else 'unmapped' end
{%- endmacro %}

{#- The age that a record states on its day, else the full years from the month of birth that most of the person's records state. -#}
{% macro age_on(age, birth_month, day) -%}
    coalesce(
        {{ age }},
        case when {{ birth_month }} <= {{ day }} and {{ full_years(birth_month, day) }} <= 120 then {{ full_years(birth_month, day) }} end
    )
{%- endmacro %}

{#- Each record about a person with who that is and their month of birth, which tells the age that a record does not state. -#}
{% macro persons_of_records() -%}
    select
        records.person_record_key,
        records.person_key,
        persons.birth_month
    from {{ ref('fct_person_record') }} as records
    inner join {{ ref('dim_person') }} as persons
        on persons.person_key = records.person_key
{%- endmacro %}
