{#-
    Which loads a fact has read, in ops.fact_load: one that arrived, was withdrawn, is held back or is held no more since the fact was built
    is unsettled, and with it every load whose rows it may have put in force or out of it. A load is settled when the fact was built with it
    and passed its tests. The first time in a week everything is unsettled: the whole is compared, and tested. So it is after a failure, and
    after a person was erased, whose rows no load leads to any more. A view that notes its loads tells by them what its tests look at.
-#}

{#- Before anything of the fact is read or written; `of` is the fact whose loads it follows, else its own models. A load that comes meanwhile is the next night's. -#}
{% macro note_loads(of=none) -%}
    {%- set datasets = datasets_behind(graph.nodes['model.faro.' ~ (of or this.identifier)]) if execute else [] -%}
    {%- if datasets -%}
    {%- set loads = loads_in_force(datasets) -%}
    {%- if flags.FULL_REFRESH or (model.config.materialized == 'incremental' and not is_incremental()) -%}
        delete from ops.fact_load where fact = '{{ this.identifier }}';
    {%- endif %}
    update ops.fact_load set is_settled = tested.was_tested
    from (select {{ was_tested(this.identifier) }} as was_tested) as tested
    where fact = '{{ this.identifier }}' and is_settled is distinct from tested.was_tested;

    insert into ops.fact_load as known (fact, load_id, is_in_force)
    select '{{ this.identifier }}', load_id, loads.load_id is not null
    from ({{ loads }}) as loads
    full join (select load_id, is_in_force from ops.fact_load where fact = '{{ this.identifier }}') as before using (load_id)
    where (loads.load_id is not null) is distinct from before.is_in_force
    on conflict (fact, load_id) do update set is_in_force = excluded.is_in_force, is_settled = false;

    update ops.fact_load as known set is_settled = false
    where known.fact = '{{ this.identifier }}' and known.is_settled and exists (
        select from ops.fact_load as changed
        where changed.fact = known.fact and not changed.is_settled
        and ({{ share_a_period() }} or {{ share_a_correction() }})
    );
    {%- endif -%}
{%- endmacro %}

{#- The loads that count for these datasets, now or at the moment of the state at which one is held. -#}
{% macro loads_in_force(datasets) -%}
    {%- for dataset in datasets %}
        {%- set moment = var('held')[dataset] or 'infinity' %}
        select load.load_id
        from ops.load
        where load.institution || '/' || load.dataset = '{{ dataset }}'
        and load.state = 'loaded' and load.finished_at <= '{{ moment }}' and not exists (
            select from ops.change where change.load_id = load.load_id and change.changed_at <= '{{ moment }}'
        )
        {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{#- The datasets that a model reads through views, as institution/dataset. -#}
{% macro datasets_behind(node) -%}
    {%- set found = [] -%}
    {%- for parent in node.depends_on.nodes -%}
        {%- if parent in graph.sources and graph.sources[parent].source_name.startswith('raw_') -%}
            {%- do found.append(graph.sources[parent].source_name[4:] ~ '/' ~ (graph.sources[parent].name | replace('_current', ''))) -%}
        {%- elif parent in graph.nodes and graph.nodes[parent].config.materialized == 'view' -%}
            {%- do found.extend(datasets_behind(graph.nodes[parent])) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found | unique | sort) -%}
{%- endmacro %}

{#-
    Whether the fact, as it was built last, passed all of its tests, that was this week, and nobody was erased since: PostgreSQL's weeks
    begin on Monday.
-#}
{% macro was_tested(fact) -%}
    {%- set tests = graph.nodes.values() | selectattr('resource_type', 'equalto', 'test') | selectattr('attached_node', 'equalto', 'model.faro.' ~ fact) -%}
    coalesce((
        select status = 'built' and tests >= {{ tests | list | length }} and finished_at >= date_trunc('week', now())
        from ops.model_run
        where model = '{{ fact }}'
        order by transformation_id desc
        limit 1
    ), false) and not exists (
        select from ops.change
        where kind = 'erasure' and change_id > coalesce((select max(last_change_id) from ops.transformation), 0)
    )
{%- endmacro %}

{#- Where a delivery replaces periods, of `known` those that `changed` covers: a row without a day is replaced by none. -#}
{% macro share_a_period() -%}
    exists (
        select from ops.load as own
        inner join ops.load as other on (other.institution, other.dataset) = (own.institution, own.dataset)
        where own.load_id = known.load_id and other.load_id = changed.load_id
        and other.period_from <= coalesce(own.period_to, 'infinity') and other.period_to >= coalesce(own.period_from, '-infinity')
    )
{%- endmacro %}

{#- A corrected row stands for the one that was held back, falls with its delivery, and gives way to a later correction. -#}
{% macro share_a_correction() -%}
    exists (
        select from (select distinct load_id, corrected_by_load from ops.correction) as one
        inner join (select distinct load_id, corrected_by_load from ops.correction) as two on two.load_id = one.load_id
        where known.load_id in (one.load_id, one.corrected_by_load) and changed.load_id in (two.load_id, two.corrected_by_load)
    )
{%- endmacro %}

{#- The loads of a fact in which something may have changed since it was built and tested, as an array. -#}
{% macro unsettled_loads(fact) -%}
    array(select load_id from ops.fact_load where fact = '{{ fact }}' and not is_settled)
{%- endmacro %}

{#- Whether a model notes its loads before it is built; one without datasets, as of the ledger, has none of its own. -#}
{% macro notes_loads(node) -%}
    {%- set hooks = node.config['pre-hook'] | map(attribute='sql') | join -%}
    {%- do return('note_loads' in hooks and ('note_loads(of=' in hooks or datasets_behind(node) | length > 0)) -%}
{%- endmacro %}
