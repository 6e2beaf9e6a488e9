"""A liaison reads what its own institution delivered and was told, and of every other institution nothing at all."""

from collections.abc import Iterator

import psycopg
import pytest
from private_warehouse import Warehouse

from faro.contracts import all_contracts
from faro.powers.declaration import contracting_institutions, liaison_of, roles
from faro.warehouse import prepare

OWN, OTHER = "pani", "eri"
#: Tables and views of the ledger in which both institutions have as many rows.
SHARED = [
    *(pattern for role in roles() if role.name == "faro_liaison" for pattern in role.powers["own_rows"]),
    "liaison.delivery", "liaison.finding", "liaison.held_row", "liaison.dataset",
]  # fmt: skip
DATASETS = {
    institution: [each for each in all_contracts() if each.institution == institution] for institution in (OWN, OTHER)
}
DELIVERED = """
    with delivery as (
        insert into ops.delivery (institution, dataset, source_name, source_version, sha256, bytes, route, outcome)
        values (%(institution)s, %(dataset)s, '….csv', '1', %(institution)s, 100, 'sftp', 'new') returning *
    ),
    named as (insert into correspondence.name select delivery_id, institution || '.csv' from delivery),
    told as (insert into ops.response select delivery_id, 'receipt', 'acuse', now() from delivery),
    found as (
        insert into ops.finding (institution, dataset, delivery_id, code, severity, facts, message_es, message_en)
        select institution, dataset, delivery_id, 'UnknownColumn', 'error', '{}', '…', '…' from delivery returning *
    ),
    said as (insert into correspondence.remark select finding_id, '{}', institution, institution from found),
    judged as (
        insert into ops.validation
        select delivery_id, institution, dataset, 's', 'e', null, 'error', true, 1, 0 from delivery
    ),
    loaded as (
        insert into ops.load
        select delivery_id, institution, dataset, sha256, 'loaded', 'e', '1', 4, 1, 3 from delivery
    ),
    held as (
        insert into quarantine.row select delivery_id, institution, dataset, row_number, '[]'
        from delivery, generate_series(1, 3) as row_number
    ),
    mended as (
        insert into ops.correction select delivery_id, 2, delivery_id, 9 from delivery
    ),
    again as (insert into quarantine.redelivered select delivery_id, 3, delivery_id from delivery)
    select delivery_id from delivery
"""


@pytest.fixture(scope="module")
def shared(warehouse: Warehouse) -> Iterator[Warehouse]:
    """A copy in which both institutions delivered alike, and analysed."""
    with warehouse.copy() as copy, copy.connect() as connection:
        for institution, (first, *_) in DATASETS.items():
            connection.execute(DELIVERED.encode(), {"institution": institution, "dataset": first.dataset})
            connection.execute(
                "insert into ops.change (kind, load_id, row_count, reason)"
                " select 'withdrawal', load_id, 1, 'x' from ops.load where institution = %s",
                [institution],
            )
            connection.execute(
                f"insert into raw_{institution}.{first.dataset} (_load_id, _row_number, _sha256)"
                " values (1, 1, 's')".encode()
            )
        connection.execute("insert into ops.change (kind, row_count, reason) values ('erasure', 1, 'x')")
        connection.execute("analyze")
        yield copy


def count(warehouse: Warehouse, query: str, role: str) -> int:
    return int(warehouse.rows(f"select count(*) from {query}", role)[0][0])


@pytest.mark.parametrize("table", SHARED)
def test_of_what_institutions_share_each_sees_its_own(shared: Warehouse, table: str) -> None:
    """Both together see half of what there is for two alike; whoever else may read it, sees all."""
    own, other = (count(shared, table, liaison_of(institution)) for institution in (OWN, OTHER))
    assert own > 0
    assert other > 0
    if not table.startswith("liaison."):
        of_nobody = 1 if table == "ops.change" else 0  # an erasure names no institution
        of_others = len(all_contracts()) - sum(map(len, DATASETS.values())) if table == "ops.dataset" else 0
        assert (
            own + other + of_nobody + of_others
            == count(shared, table, "faro_loader")
            == count(shared, table, "postgres")
        )


@pytest.mark.parametrize("table", SHARED)
def test_who_has_delivered_nothing_sees_nothing(shared: Warehouse, table: str) -> None:
    assert count(shared, table, liaison_of("unodc")) == (1 if table in {"ops.dataset", "liaison.dataset"} else 0)


def test_own_words_and_own_rows_are_read(shared: Warehouse) -> None:
    role, dataset = liaison_of(OWN), DATASETS[OWN][0].dataset
    assert shared.rows("select source_name from liaison.delivery", role) == [(f"{OWN}.csv",)]
    assert shared.rows("select message_es, is_open from liaison.finding", role) == [(OWN, True)]
    assert shared.rows("select row_number from liaison.held_row", role) == [(1,)]
    assert {row[0] for row in shared.rows("select dataset from liaison.dataset", role)} == {
        contract.dataset for contract in DATASETS[OWN]
    }
    assert count(shared, f"raw_{OWN}.{dataset}", role) == 1
    assert count(shared, f"raw_{OWN}.{dataset}_current", role) == 0  # it was withdrawn
    assert count(shared, f"raw_{OWN}.{dataset}_as_of('infinity')", role) == 0


#: In the order of: others' rows, persons, views of everybody, more than reading, another's role, ways round the policy.
REFUSED = [
    *(f"select 1 from raw_{OTHER}.{each.dataset}{suffix}" for each in DATASETS[OTHER] for suffix in ("", "_current")),
    *(f"select 1 from raw_{OTHER}.{each.dataset}_as_of(now())" for each in DATASETS[OTHER]),
    "select 1 from identity.person", "select 1 from identity.observation", "select 1 from identity.erased",
    "select 1 from identity.key", "select identity.in_force_of('eri/resolutions/1')", "select 1 from quarantine.record",
    "select 1 from ops.open_finding", "select 1 from ops.dataset_status", "select 1 from ops.accepted_correction",
    "select 1 from ops.purge", "select 1 from ops.coverage", "select 1 from ops.source_state",
    "select 1 from quarantine.open_row", "select 1 from correspondence.delivery",
    "select 1 from correspondence.finding", "select 1 from audit.reading",
    "create table liaison.mine ()", "create temporary table mine ()", "do $$ begin end $$",
    "insert into ops.finding (institution) values ('pani')", "update ops.load set accepted = 1",
    "set role faro_liaison_eri", "set session authorization faro_liaison_eri",
    "set row_security = off; table ops.load",
    "create policy mine on ops.load using (true)", "alter table ops.load disable row level security",
    "select ts_stat('select to_tsvector(sha256) from ops.load')",
    "select query_to_xml('table ops.load', true, true, '')",
    "select pg_stat_get_live_tuples('ops.load'::regclass)", "select reltuples from pg_class",
    "select pg_relation_size('ops.load')", "select 1 from pg_statistic",
]  # fmt: skip


@pytest.mark.parametrize("statement", REFUSED)
def test_what_a_liaison_must_not_do_is_refused(shared: Warehouse, statement: str) -> None:
    with (
        psycopg.connect(shared.uri(liaison_of(OWN)), autocommit=True) as connection,
        pytest.raises(psycopg.Error) as refusal,
    ):
        connection.execute(statement.encode())
    assert refusal.value.sqlstate in {"42501", "25006"}


#: What is evaluated after the policy; before it, each would fail on the other institution's row.
LEAKY = [
    "select 1 from ops.load where 1 / (case institution when 'eri' then 0 else 1 end) = 1",
    "select 1 from ops.load where cast(institution as integer) = 1 and institution = 'eri'",
    "select 1 from liaison.delivery where cast(source_name as integer) = 1 and institution = 'eri'",
    "select 1 from quarantine.row where (reasons -> 'x')::text::integer = 1 and institution = 'eri'",
    "select 1 from correspondence.name where cast(source_name as integer) = 1 and source_name = 'eri.csv'",
]


@pytest.mark.parametrize("query", LEAKY)
def test_no_error_speaks_of_a_row_that_is_not_its_own(shared: Warehouse, query: str) -> None:
    assert shared.rows(query, liaison_of(OWN)) == ([(1,)] if "case" in query else [])


def test_no_statistics_are_told(shared: Warehouse) -> None:
    shared_tables = [pattern for role in roles() if role.name == "faro_liaison" for pattern in role.powers["own_rows"]]
    for view in ("pg_stats", "pg_stats_ext"):
        told = shared.rows(f"select schemaname || '.' || tablename from {view}", liaison_of(OWN))
        assert {name for (name,) in told} & set(shared_tables) == set()


def test_copy_sends_its_own_rows_only(shared: Warehouse) -> None:
    with shared.connect(liaison_of(OWN)) as connection, connection.cursor().copy("copy ops.load to stdout") as rows:
        assert [line.split(b"\t")[1] for line in b"".join(rows).splitlines()] == [OWN.encode()]


def test_the_common_role_is_nobody(shared: Warehouse) -> None:
    assert shared.rows("select rolcanlogin from pg_roles where rolname = 'faro_liaison'") == [(False,)]
    with shared.connect(liaison_of(OWN)) as connection:
        connection.execute("set role faro_liaison")
        assert connection.execute("select count(*) from ops.load").fetchone() == (0,)


def test_every_institution_with_a_contract_has_a_liaison_and_one_that_left_is_locked_out(
    own_warehouse: Warehouse,
) -> None:
    for institution in contracting_institutions():
        assert count(own_warehouse, "ops.dataset", liaison_of(institution)) >= 1
    with own_warehouse.connect() as connection:
        connection.execute("create role faro_liaison_gone login in role faro_liaison")
    try:
        prepare(own_warehouse.uri("postgres"))
        stands = own_warehouse.rows(
            "select rolcanlogin, pg_has_role(oid, 'faro_liaison', 'member') from pg_roles"
            " where rolname = 'faro_liaison_gone'"
        )
        assert stands == [(False, False)]
    finally:
        with own_warehouse.connect() as connection:
            connection.execute("drop role faro_liaison_gone")
