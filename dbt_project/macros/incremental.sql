{#-
    Facts that write only what changed. What arrived never changes: a correction is another row, of a later load. So a row in force is known
    by its load and its place there, whatever brought it into force or takes it out of it (a later version, a replaced period, another
    edition, a withdrawn delivery, an erased person, a held dataset). This serves a fact whose rows follow from one such row, the code lists
    and who its person is; who changes the project builds it with --full-refresh.

    Such a fact notes its loads first (macros/loads_of_fact.sql). Where no later version of one record takes another load's row out of force,
    its loads say where anything may have changed: `within` is then `within_unsettled`, and the rest of the history is not read. Records that
    have versions are compared throughout, but which of them are in force is asked once (`keep_arrived`).
-#}

{#- Before anything is compared: what is in force, once, for as long as the fact is written. -#}
{% macro keep_arrived(rows) -%}
    {%- if is_incremental() -%}
        create temporary table {{ this.identifier }}_arrived on commit drop as select * from {{ rows }};
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
{% macro follow_persons(rows) -%}
    {%- if is_incremental() -%}
        update {{ this }} as known set person_key = linked.person_key
        from {{ arrived(rows) }} as linked
        where (linked.load_id, linked.row_number) = (known.load_id, known.row_number)
        and linked.person_key != known.person_key
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

{#- Only rows of the loads in which something may have changed. An array, so that the planner bounds every scan by it. -#}
{% macro within_unsettled(rows) -%}
    {{ rows }}.load_id = any({{ unsettled_loads(this.identifier) }}) and
{%- endmacro %}
