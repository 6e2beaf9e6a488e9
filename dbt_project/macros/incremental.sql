{#-
    Facts that write only what changed. What arrived never changes: a correction is another row, of a later load. So a row in force is known
    by its load and its place there, whatever brought it into force or takes it out of it (a later version, a replaced period, another
    edition, a withdrawn delivery, an erased person, a held dataset). This serves a fact whose rows follow from one such row, the code lists
    and who its person is; who changes the project builds it with --full-refresh.
-#}

{#- Before new rows come: those that are in force no more go. -#}
{% macro delete_departed(rows) -%}
    {%- if is_incremental() -%}
        delete from {{ this }} as known
        where not exists (
            select from {{ rows }} as arrived
            where (arrived.load_id, arrived.row_number) = (known.load_id, known.row_number)
        )
    {%- endif -%}
{%- endmacro %}

{#- Before new rows come: those whose person was recognised as another one lead to that one. -#}
{% macro follow_persons(rows) -%}
    {%- if is_incremental() -%}
        update {{ this }} as known set person_key = linked.person_key
        from {{ rows }} as linked
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
{% macro where_new(rows) -%}
    {%- if is_incremental() -%}
    where not exists (
        select from {{ this }} as known
        where (known.load_id, known.row_number) = ({{ rows }}.load_id, {{ rows }}.row_number)
    )
    {%- endif -%}
{%- endmacro %}
