{#-
    Facts that write only what changed. What arrived never changes: a correction is another row, of a later load. So a row in force is known
    by its load and its place there, whatever brought it into force or takes it out of it (a later version, a replaced period, another
    edition, a withdrawn delivery, a held dataset). This serves a fact whose rows follow from one such row, the code lists and who its person
    is; who changes the project builds it with --full-refresh.

    Such a fact notes its loads first (macros/loads_of_fact.sql). They say where anything may have changed, and the rest of the history is not
    read (`within_unsettled`): rows of these loads, or of the records that they touch (macros/records.sql). Which versions of these are in
    force is asked once (`keep_arrived`).
-#}

{#- Before anything is compared: what is in force of what may have changed, once, for as long as the fact is written. -#}
{% macro keep_arrived(rows) -%}
    {%- if is_incremental() -%}
        create temporary table {{ this.identifier }}_arrived on commit drop as
        select * from {{ rows }} as received where {{ within_unsettled('received') }} true;
        analyze {{ this.identifier }}_arrived
    {%- endif -%}
{%- endmacro %}

{#- What `keep_arrived` kept of these rows, or where the fact is built anew the rows themselves. -#}
{% macro arrived(rows) -%}
    {{ this.identifier ~ '_arrived' if is_incremental() else rows }}
{%- endmacro %}

{#- Before new rows come: those that are in force no more go. -#}
{% macro delete_departed(rows, within=everywhere) -%}
    {%- if is_incremental() -%}
        delete from {{ this }} as known
        where {{ within('known') }} not exists (
            select from {{ rows }} as arrived
            where {{ within('arrived') }} (arrived.load_id, arrived.row_number) = (known.load_id, known.row_number)
        )
    {%- endif -%}
{%- endmacro %}

{#- Before the unsettled loads are counted again: what was counted of them goes. -#}
{% macro delete_unsettled() -%}
    {%- if is_incremental() -%}
        delete from {{ this }} as known where {{ within_unsettled('known') }} true
    {%- endif -%}
{%- endmacro %}

{#- Before new rows come: those whose person was recognised as another one lead to that one. -#}
{% macro follow_persons(persons) -%}
    {%- if is_incremental() -%}
        update {{ this }} as known set person_key = linked.person_key
        from (
            select
                records.person_record_key,
                {{ person_of('persons', 'records.institution_key', 'records.dataset', 'records.record_number') }} as person_key
            from {{ this }} as records
            left join {{ persons }} as persons
                on (persons.load_id, persons.row_number) = (records.load_id, records.row_number)
            where persons.person_key is distinct from records.person_key
        ) as linked
        where linked.person_record_key = known.person_record_key and linked.person_key != known.person_key
    {%- endif -%}
{%- endmacro %}

{#- The same for a fact that also holds the age on its day: it follows the person's birth where the record states no age. -#}
{% macro follow_persons_and_ages(key, day) -%}
    {%- set age = age_on('records.age', 'persons.birth_month', 'known.' ~ day) -%}
    {%- if is_incremental() -%}
        update {{ this }} as known set
            person_key = records.person_key,
            age = {{ age }},
            age_key = {{ age_key_of(age) }}
        from {{ ref('fct_person_record') }} as records
        inner join {{ ref('dim_person') }} as persons
            on persons.person_key = records.person_key
        where records.person_record_key = known.{{ key }}
        and (records.person_key, {{ age }}) is distinct from (known.person_key, known.age)
    {%- endif -%}
{%- endmacro %}

{#- Of these rows the ones that the fact does not have yet; all where it is built anew. -#}
{% macro where_new(rows, within=everywhere) -%}
    {%- if is_incremental() -%}
    where {{ within(rows) }} not exists (
        select from {{ this }} as known
        where {{ within('known') }} (known.load_id, known.row_number) = ({{ rows }}.load_id, {{ rows }}.row_number)
    )
    {%- endif -%}
{%- endmacro %}

{#- No bound: the whole history is compared. -#}
{% macro everywhere(rows) -%}
{%- endmacro %}

{#- Only rows in which something may have changed. By arrays, so that the planner bounds every scan by them. -#}
{% macro within_unsettled(rows) -%}
    {%- if execute -%}
        {%- for condition in unsettled_rows(model, rows ~ '.' ~ record_column(model), rows ~ '.load_id') %}{{ condition }} and {% endfor -%}
    {%- endif -%}
{%- endmacro %}
