{#- Name of a day's month in Spanish or English. -#}
{% macro month_name(day, language) -%}
    {%- set names = {
        'es': ['enero', 'febrero', 'marzo', 'abril', 'mayo', 'junio', 'julio', 'agosto', 'septiembre', 'octubre', 'noviembre', 'diciembre'],
        'en': ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
    } -%}
    (array['{{ names[language] | join("', '") }}'])[extract(month from {{ day }})::integer]
{%- endmacro %}

{#- The days that stand for the special members of the calendar. -#}
{% macro special_date(code) -%}
    case {{ code }}
        when 'not_recorded' then date '0001-01-01'
        when 'not_applicable' then date '0001-01-02'
        when 'withheld' then date '0001-01-04'
        else date '0001-01-03'
    end
{%- endmacro %}

{#- A day's key in the calendar; a day outside of it is unmapped. -#}
{% macro date_key(day) -%}
    case
        when {{ day }} is null then {{ special_date("'not_recorded'") }}
        when {{ day }} between '{{ var("first_date") }}'::date and '{{ var("last_date") }}'::date then {{ day }}
        else {{ special_date("'unmapped'") }}
    end
{%- endmacro %}

{#- The period between two days in words: a year, a month, or the months from one to the other. -#}
{% macro period_label(first, last, language) -%}
    {%- set joint = {'es': ' de ', 'en': ' '}[language] -%}
    case
        when date_trunc('month', {{ first }}) = date_trunc('month', {{ last }})
            then {{ month_name(last, language) }} || '{{ joint }}' || extract(year from {{ last }})
        when extract(month from {{ first }}) = 1 and extract(month from {{ last }}) = 12 and extract(year from {{ first }}) = extract(year from {{ last }})
            then extract(year from {{ last }})::text
        when extract(year from {{ first }}) = extract(year from {{ last }})
            then {{ month_name(first, language) }} || {{ "' a '" if language == 'es' else "' to '" }} || {{ month_name(last, language) }} || '{{ joint }}' || extract(year from {{ last }})
        else
            {{ month_name(first, language) }} || '{{ joint }}' || extract(year from {{ first }}) || {{ "' a '" if language == 'es' else "' to '" }} || {{ month_name(last, language) }} || '{{ joint }}' || extract(year from {{ last }})
    end
{%- endmacro %}

{#- Whether a day is in the calendar; a release leaves the others to the page of unmapped codes. -#}
{% macro in_calendar(date_key) -%}
    {{ date_key }} >= '{{ var("first_date") }}'::date
{%- endmacro %}

{#- The year of a day in the calendar; null for a special member. -#}
{% macro year_of(date_key) -%}
    case when {{ in_calendar(date_key) }} then extract(year from {{ date_key }})::integer end
{%- endmacro %}

{#- Full years from a month of birth to the month of a day. -#}
{% macro full_years(birth_month, day) -%}
    extract(year from age(date_trunc('month', {{ day }}), {{ birth_month }}))::integer
{%- endmacro %}
