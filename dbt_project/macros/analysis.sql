{#-
    What analysts read of persons and cases. The exact fact stays in the schema `exact`, which only the transformation reads; a view of the same
    name in `core` shows of it what `meta.analysis` in its .yml lists, and nothing else:

    tokens     keys and numbers of records, keyed anew: equal where the record is the same, of no use beside the institution's own file
    months     days as the first of their month
    provinces  places as their province
    rare       attributes of which a value that fewer rows share than may be published is withheld
    shown      columns as they are
    purpose    whose records these are: a person has another key for each purpose, and the attributes that models/core/exact/person_profile.sql
               leaves of her for it

    The views read tables that are never replaced, beside the fact itself, which makes its own anew.
-#}

{#- The columns that tell who a person may be; each is withheld where too few persons share it. -#}
{% macro profile_columns() -%}
    {%- do return(['sex_key', 'age_group_key', 'nationality_key', 'citizenship_group', 'province_key']) -%}
{%- endmacro %}

{#-
    Each of the `subjects` in the finest account of a person that enough others of the purpose share who got no finer one; what it leaves out is
    withheld. The coarsest says nothing.
-#}
{% macro finest_shared_account(subjects) -%}
    {%- set accounts = [
        profile_columns(),
        ['sex_key', 'age_group_key', 'nationality_key', 'citizenship_group'],
        ['sex_key', 'age_group_key', 'citizenship_group', 'province_key'],
        ['sex_key', 'age_group_key', 'citizenship_group'],
        ['sex_key', 'age_group_key'],
        ['sex_key'],
    ] -%}
    with
    {%- for account in accounts %}
    account_{{ loop.index }} as (
        select
            *,
            count(*) over (partition by purpose, {{ account | join(', ') }}) >= {{ var('MIN_PUBLISHABLE_COUNT') }} as is_shared_{{ loop.index }}
        from {{ subjects if loop.first else 'account_' ~ (loop.index - 1) }}
        {{- '' if loop.first else ' where not is_shared_' ~ (loop.index - 1) }}
    ){{ ',' if not loop.last }}
    {%- endfor %}
    {%- for account in accounts + [[]] %}
    {%- set level = [loop.index, accounts | length] | min %}
    select
        purpose,
        person_key
        {%- for column in profile_columns() %},
        {{ column if column in account else "'withheld'" }} as {{ column }}
        {%- endfor %}
    from account_{{ level }}
    where {{ 'not ' if loop.last }}is_shared_{{ level }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{% macro purpose_of(analysis) -%}
    {{ 'record.' ~ analysis.purpose if analysis.purpose in ['institution_key', 'purpose'] else "'" ~ analysis.purpose ~ "'" }}
{%- endmacro %}

{#- A keyed hash: the first 128 bits of SHA-256 over a secret of this warehouse, the purpose and the value; null of null. -#}
{% macro keyed(purpose, value) -%}
    left(encode(sha256(analysis_key.secret || convert_to({{ purpose }} || '/' || {{ value }}, 'UTF8')), 'hex'), 32)
{%- endmacro %}

{#- The first day of a day's month; the days of the special members stay. -#}
{% macro month_of(day) -%}
    case when {{ in_calendar(day) }} then date_trunc('month', {{ day }})::date else {{ day }} end
{%- endmacro %}

{#- The province of a code of the territory, which begins with it. -#}
{% macro province_of(territory) -%}
    case when {{ territory }} like 'CR-%' then left({{ territory }}, 4) else {{ territory }} end
{%- endmacro %}

{% macro frequent(value) -%}
    case when count(*) over (partition by {{ value }}) < {{ var('MIN_PUBLISHABLE_COUNT') }} then 'withheld' else {{ value }} end
{%- endmacro %}

{#- Whether the view says of each row who it is about: dimensions and bridges lead to what does. -#}
{% macro has_profile(node) -%}
    {%- do return(node.config.meta.analysis.purpose and node.name.startswith('fct_')) -%}
{%- endmacro %}

{#- The view's columns in the order of the fact's. -#}
{% macro analysis_columns(node) -%}
    {%- set analysis = node.config.meta.analysis -%}
    {%- set columns = [] -%}
    {%- for column in node.columns -%}
        {%- set value = 'record.' ~ column -%}
        {%- if column in analysis.tokens -%}
            {%- do columns.append(keyed("'record'", value) ~ ' as ' ~ column) -%}
        {%- elif column in analysis.months -%}
            {%- do columns.append(month_of(value) ~ ' as ' ~ column) -%}
        {%- elif column in analysis.provinces -%}
            {%- do columns.append(province_of(value) ~ ' as province_key') -%}
        {%- elif column in analysis.rare -%}
            {%- do columns.append(frequent(value) ~ ' as ' ~ column) -%}
        {%- elif column in analysis.shown -%}
            {%- do columns.append(value) -%}
        {%- elif column == 'person_key' and analysis.purpose -%}
            {%- do columns.append(keyed("'person/' || " ~ purpose_of(analysis), value) ~ ' as ' ~ column) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if has_profile(node) -%}
        {%- for column in profile_columns() -%}
            {%- do columns.append("coalesce(profile." ~ column ~ ", 'withheld') as " ~ column) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- do return(columns) -%}
{%- endmacro %}

{% macro analysis_view() -%}
    {%- set analysis = model.config.meta.analysis -%}
    {%- if execute and analysis -%}
        {%- set view = 'core.' ~ (analysis.name or model.name) -%}
        drop view if exists {{ view }};
        create view {{ view }} as
        select
            {{ analysis_columns(model) | join(',\n            ') }}
        from {{ this }} as record
        cross join exact.analysis_key
        {%- if has_profile(model) %}
        left join exact.person_profile as profile
            on profile.purpose = {{ purpose_of(analysis) }} and profile.person_key = record.person_key
        {%- endif %};
        grant select on {{ view }} to faro_analyst
    {%- endif -%}
{%- endmacro %}
