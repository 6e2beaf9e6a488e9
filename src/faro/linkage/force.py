"""Which observations come into force and which leave it since the last run, at the cost of what changed."""

from typing import ClassVar

import psycopg

from faro.errors import ConfigurationError, Sentences

#: Nested loops over indexes only: before its statistics are made, PostgreSQL would read the whole history.
_BY_INDEX = "set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off"

_LOADS = """
create temporary table new_load on commit drop as
    select load_id, institution, dataset from identity.load_in_force
    where not exists (select from identity.resolved_load where resolved_load.load_id = load_in_force.load_id);
create temporary table gone_load on commit drop as
    select load_id, institution, dataset from identity.resolved_load
    where not exists (select from identity.load_in_force where load_in_force.load_id = resolved_load.load_id);
"""

_NOT_LINKABLE = """
select distinct institution, dataset from new_load join ops.dataset using (institution, dataset)
where delivery_relation = 'periodReplacement'
    and exists (select from identity.observation where observation.load_id = new_load.load_id)
"""

_TOUCHED = """
create temporary table touched (institution text, dataset text, record_key text,
    primary key (institution, dataset, record_key)) on commit drop;
insert into touched
    select institution, dataset, record_key
        from identity.observation join new_load using (load_id, institution, dataset)
    union select institution, dataset, record_key
        from identity.observation join gone_load using (load_id, institution, dataset)
    union select institution, dataset, record_key from identity.departure
    union select institution, dataset, record_key
        from ops.dataset join identity.observation using (institution, dataset)
        where delivery_relation = 'fullEdition' and (institution, dataset) in
            (select institution, dataset from new_load union select institution, dataset from gone_load);
"""

#: A record's newest observation, unless it withdraws the record; of editions that replace each other, the newest only.
_IN_FORCE = """
create temporary table in_force (load_id bigint, row_number bigint, primary key (load_id, row_number)) on commit drop;
insert into in_force select load_id, row_number from (
    select distinct on (institution, dataset, record_key) load_id, row_number, withdrawn
    from touched join identity.observation using (institution, dataset, record_key)
    join identity.load_in_force as load using (load_id, institution, dataset)
    left join ops.dataset using (institution, dataset)
    where delivery_relation is distinct from 'fullEdition' or load_id = (
        select max(edition.load_id) from identity.load_in_force as edition
        where (edition.institution, edition.dataset) = (load.institution, load.dataset))
    order by institution, dataset, record_key, version desc nulls last, load_id desc, row_number desc
) as newest where not withdrawn;
"""

_CHANGES = """
create temporary table departed (load_id bigint, row_number bigint, blocks text[], primary key (load_id, row_number))
    on commit drop;
insert into departed select distinct on (load_id, row_number) load_id, row_number, blocks from (
    select load_id, row_number, departure.blocks
    from identity.departure join identity.person using (load_id, row_number)
    union all
    select load_id, row_number, observation.blocks
    from touched join identity.observation using (institution, dataset, record_key)
    join identity.person using (load_id, row_number) left join in_force using (load_id, row_number)
    where in_force.load_id is null) as leaving;
delete from identity.person using departed
    where (person.load_id, person.row_number) = (departed.load_id, departed.row_number);
create temporary table entered (load_id bigint, row_number bigint, primary key (load_id, row_number)) on commit drop;
insert into entered select load_id, row_number from in_force left join identity.person using (load_id, row_number)
    where person_key is null;
insert into identity.person select load_id, row_number, '' from entered;
"""

_SETTLE = """
insert into identity.resolved_load select load_id, institution, dataset from new_load;
delete from identity.resolved_load using gone_load where resolved_load.load_id = gone_load.load_id;
delete from identity.departure;
"""


class RelationNotLinkable(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "{institution}/{dataset} trata de personas y reemplaza períodos: no se sabría qué fila corrige a cuál.\n"
        "  Dé al contrato deliveryRelation keyedChanges, newRows o fullEdition.",
        "en": "{institution}/{dataset} is about persons and replaces periods: nobody would know which row corrects "
        "which.\n  Give the contract deliveryRelation keyedChanges, newRows or fullEdition.",
    }


def has_work(connection: psycopg.Connection) -> bool:
    """Whether a load came or went, an observation was deleted, or people decided since the last run."""
    connection.execute(_BY_INDEX)
    connection.execute(_LOADS)
    row = connection.execute(
        "select exists (select from new_load) or exists (select from gone_load)"
        " or exists (select from identity.departure) or exists (select from identity.decision where not is_applied)"
    ).fetchone()
    return bool(row and row[0])


def change_force(connection: psycopg.Connection) -> None:
    """Fill the temporary tables `entered` and `departed` and bring identity.person's rows up to them."""
    if unknown := connection.execute(_NOT_LINKABLE).fetchone():
        raise RelationNotLinkable(institution=unknown[0], dataset=unknown[1])
    for statements in (_TOUCHED, _IN_FORCE, _CHANGES, _SETTLE):
        connection.execute(statements)
