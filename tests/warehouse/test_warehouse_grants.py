"""Every role has exactly the rights it needs, and no other."""

from itertools import compress

import psycopg
import pytest
from private_warehouse import Warehouse

from faro.contracts import all_contracts

TRANSFORMED = {"reference", "staging", "intermediate", "exact", "core", "marts", "release"}
RAW = {f"raw_{contract.institution}" for contract in all_contracts()}
SCHEMAS = TRANSFORMED | RAW | {"correspondence", "identity", "ops", "public", "quarantine", "work"}
ROLES = [
    "faro_analyst", "faro_governance", "faro_loader", "faro_publisher", "faro_quality", "faro_reader", "faro_recorder",
    "faro_resolver", "faro_transformer",
]  # fmt: skip

USAGE = {
    "faro_analyst": {"reference", "core", "marts", "release", "ops"},
    "faro_governance": {"audit"},
    "faro_loader": RAW | {"audit", "correspondence", "identity", "ops", "quarantine", "work"},
    "faro_publisher": set(),
    "faro_quality": RAW | {"reference", "ops", "quarantine"},
    "faro_reader": {"release"},
    "faro_recorder": {"audit"},
    "faro_resolver": {"identity", "ops"},
    "faro_transformer": TRANSFORMED | RAW | {"identity", "ops", "quarantine"},
}
CREATE = {"faro_loader": {"work"}, "faro_resolver": {"identity"}, "faro_transformer": TRANSFORMED}

#: Role → kind of table → rights; what is not here must not be there.
RIGHTS = {
    "faro_analyst": {
        "ledger": "r", "source_state": "r", "transformation": "r", "transformed": "r", "model_state": "r",
        "dataset": "r",
    },
    "faro_quality": {
        "ledger": "r", "source_state": "r", "transformation": "r", "transformed": "r", "model_state": "r",
        "quarantine": "r", "dataset": "r", "raw": "r",
    },
    "faro_loader": {
        "ledger": "ra", "source_state": "raw", "transformation": "ra", "transformed": "r", "model_state": "r",
        "quarantine": "ra", "dataset": "ra", "record": "ra", "correspondence": "ra", "raw": "ra",
        "raw of persons": "ra",
    },
    "faro_resolver": {"dataset": "r"},
    "faro_transformer": {
        "ledger": "r", "source_state": "r", "transformation": "ra", "transformed": "raw", "model_state": "rawd",
        "quarantine": "r", "dataset": "r", "raw": "r", "raw of persons": "r",
    },
}  # fmt: skip
#: Tables of the ledger and of the quarantine on which some role has a right of its own.
APART = {f"ops.{name}": name for name in ("source_state", "transformation", "dataset", "model_state")}
APART |= {"ops.coverage": "transformed", "ops.model_run": "transformed", "ops.fact_load": "model_state"}
APART["quarantine.record"] = "record"
APART |= {
    f"raw_{contract.institution}.{contract.dataset}": "raw of persons"
    for contract in all_contracts()
    if contract.tells_of_persons
}
LETTERS = {"SELECT": "r", "INSERT": "a", "UPDATE": "w", "DELETE": "d", "TRUNCATE": "D", "REFERENCES": "x"}


def schemas_with(warehouse: Warehouse, role: str, right: str) -> set[str]:
    query = f"select nspname from pg_namespace where nspname !~ '^(pg_|information)' and has_schema_privilege('{role}', oid, '{right}')"  # noqa: E501
    return {name for (name,) in warehouse.rows(query)}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reaches_only_its_schemas(warehouse: Warehouse, role: str) -> None:
    assert schemas_with(warehouse, role, "USAGE") == USAGE[role]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_creates_only_in_its_own_schemas(warehouse: Warehouse, role: str) -> None:
    assert schemas_with(warehouse, role, "CREATE") == CREATE.get(role, set())


def tables(warehouse: Warehouse) -> list[str]:
    return [name for (name,) in warehouse.rows(
        "select oid::regclass::text from pg_class where relkind = 'r'"
        " and relnamespace::regnamespace::text ~ '^(ops|correspondence|quarantine|raw_.*)$'"
    )]  # fmt: skip


def kind_of(table: str) -> str:
    schema, _ = table.split(".")
    return APART.get(table) or {"ops": "ledger", "quarantine": "quarantine", "correspondence": "correspondence"}.get(
        schema, "raw"
    )


@pytest.mark.parametrize("role", ROLES)
def test_a_role_has_exactly_its_rights_on_every_table(warehouse: Warehouse, role: str) -> None:
    known = tables(warehouse)
    assert {kind_of(table) for table in known} == set(RIGHTS["faro_loader"])
    rights = ", ".join(f"has_table_privilege('{role}', name, '{right}')" for right in LETTERS)
    with warehouse.connect() as connection:
        answers = connection.execute(f"select name, {rights} from unnest(%s::text[]) as each (name)", [known])
        held = {table: "".join(compress(LETTERS.values(), has)) for table, *has in answers}
    assert held == {table: RIGHTS.get(role, {}).get(kind_of(table), "") for table in known}


#: Table of schema `identity` → rights of the loader; the resolver owns them, and nobody else has any.
OBSERVED = {"identity.key": "ra", "identity.observation": "ad", "identity.block": "ad", "identity.erased": "r"}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("table", OBSERVED)
def test_what_is_known_of_persons_is_the_resolvers_alone(warehouse: Warehouse, role: str, table: str) -> None:
    asked = ", ".join(f"has_table_privilege('{role}', '{table}', '{right}')" for right in LETTERS)
    held = dict(zip(LETTERS.values(), warehouse.rows(f"select {asked}")[0], strict=True))
    expected = {"faro_resolver": "rawdDx", "faro_loader": OBSERVED[table]}.get(role, "")
    assert "".join(letter for letter in held if held[letter]) == expected
    readable = warehouse.rows(
        f"select attname from pg_attribute where attrelid = '{table}'::regclass and attnum > 0"
        f" and has_column_privilege('{role}', attrelid, attnum, 'select')"
    )
    if role != "faro_resolver" and table not in {"identity.key", "identity.erased"}:
        assert {name for (name,) in readable} == ({"load_id", "row_number"} if role == "faro_loader" else set())


def relations_with(warehouse: Warehouse, role: str, right: str, schema: str) -> set[str]:
    """Tables, views and sequences on which a role has that right, if only on one column."""
    query = (
        "select relname from pg_class where relkind in ('r', 'v', 'S') and relnamespace = %s::regnamespace and case"
        " when relkind = 'S' then has_sequence_privilege(%s, oid, %s)"
        " when %s = 'delete' then has_table_privilege(%s, oid, %s) else has_any_column_privilege(%s, oid, %s) end"
    )
    with warehouse.connect() as connection:
        asked = [schema, role, "usage", right, role, right, role, right]
        return {name for (name,) in connection.execute(query, asked)}


LINKED = {"person", "link", "review", "decision", "resolved_load", "departure", "resolution"}
TOKENS = {"key", "observation", "block", "erased"}


@pytest.mark.parametrize("right", ["select", "insert", "update", "delete"])
@pytest.mark.parametrize("role", ROLES)
def test_of_the_links_the_transformer_sees_whose_a_row_is_and_nothing_else(
    warehouse: Warehouse, role: str, right: str
) -> None:
    expected = {
        ("faro_resolver", "select"): TOKENS | LINKED | {"load_in_force"},
        ("faro_transformer", "select"): {"person_of_row", "linked"},
        ("faro_loader", "select"): TOKENS,
        ("faro_loader", "insert"): TOKENS - {"erased"},
        ("faro_loader", "delete"): {"observation", "block"},
    }.get((role, right), TOKENS | LINKED if role == "faro_resolver" else set())
    assert relations_with(warehouse, role, right, "identity") == expected


def test_the_resolver_writes_down_findings_and_decisions_but_withdraws_nothing(warehouse: Warehouse) -> None:
    query = (
        "select attrelid::regclass::text, attname from pg_attribute join pg_class on pg_class.oid = attrelid"
        " where relnamespace = 'ops'::regnamespace and relkind in ('r', 'v') and attnum > 0 and not attisdropped"
        " and has_column_privilege('faro_resolver', attrelid, attnum, 'insert')"
    )
    finding = {"institution", "dataset", "code", "severity", "facts", "message_es", "message_en"}
    assert set(warehouse.rows(query)) == {
        *(("ops.finding", column) for column in finding),
        *(("ops.change", column) for column in ("kind", "row_count", "reason")),
    }
    assert relations_with(warehouse, "faro_resolver", "select", "ops") == {"dataset"}
    for right in ("update", "delete"):
        assert relations_with(warehouse, "faro_resolver", right, "ops") == set()


@pytest.mark.parametrize("role", ROLES)
def test_no_role_is_more_than_a_role(warehouse: Warehouse, role: str) -> None:
    query = f"select rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication from pg_roles where rolname = '{role}'"  # noqa: E501
    assert warehouse.rows(query) == [(False,) * 5]
    assert warehouse.rows(f"select count(*) from pg_auth_members where member = '{role}'::regrole") == [(0,)]


def test_only_the_transformer_may_create_in_the_database(warehouse: Warehouse) -> None:
    for role in ROLES:
        query = f"select has_database_privilege('{role}', 'faro', 'create') from pg_roles limit 1"
        assert warehouse.rows(query) == [(role == "faro_transformer",)]


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        ("faro_loader", "update raw_oij.police_statistics set _sha256 = ''"),
        ("faro_loader", "delete from raw_oij.police_statistics"),
        ("faro_loader", "delete from ops.load"),
        ("faro_loader", "update ops.load set accepted = 0"),
        ("faro_loader", "truncate quarantine.row"),
        ("faro_loader", "update identity.observation set document = null"),
        ("faro_loader", "select blocks from identity.observation"),
        ("faro_loader", "delete from identity.observation where document = 'k1:x'"),
        ("faro_loader", "update identity.key set fingerprint = ''"),
        ("faro_loader", "select 1 from identity.person"),
        ("faro_loader", "select 1 from quarantine.row for update"),
        ("faro_resolver", "insert into ops.change (kind, load_id, row_count, reason) values ('withdrawal', 1, 1, 'x')"),
        ("faro_resolver", "update ops.change set reason = 'x'"),
        ("faro_resolver", "select 1 from ops.delivery"),
        ("faro_resolver", "select 1 from raw_eri.resolutions_current"),
        ("faro_transformer", "select document from identity.observation"),
        ("faro_transformer", "select 1 from identity.person"),
        ("faro_transformer", "delete from identity.person"),
        ("faro_transformer", "select 1 from quarantine.record"),
        ("faro_analyst", "select 1 from identity.person_of_row"),
        ("faro_analyst", "select 1 from exact.analysis_key"),
        ("faro_analyst", "select 1 from exact.person_profile"),
        ("faro_analyst", "select 1 from raw_oij.police_statistics_current"),
        ("faro_analyst", "select 1 from quarantine.open_row"),
        ("faro_quality", "select 1 from raw_eri.resolutions_current"),
        ("faro_quality", "select * from raw_eri.resolutions_as_of(now())"),
        ("faro_quality", "select 1 from core.dim_person"),
        (
            "faro_transformer",
            "insert into raw_oij.police_statistics select * from raw_oij.police_statistics",
        ),
        ("faro_transformer", "insert into ops.finding (delivery_id) values (1)"),
        ("faro_loader", "insert into ops.coverage (institution, dataset) values ('', '')"),
        ("faro_analyst", "set transaction read write; insert into ops.transformation (fingerprint) values ('')"),
        ("faro_analyst", "create table release.mine ()"),
        ("faro_reader", "select 1 from ops.load"),
        ("faro_reader", "select 1 from raw_oij.police_statistics_current"),
    ],
)
def test_what_a_role_must_not_do_is_refused(warehouse: Warehouse, role: str, statement: str) -> None:
    with psycopg.connect(warehouse.uri(role)) as connection, pytest.raises(psycopg.Error) as refusal:
        connection.execute(statement)
    assert refusal.value.sqlstate in {"42501", "25006"}


@pytest.mark.parametrize("role", ["faro_analyst", "faro_governance", "faro_quality", "faro_reader"])
def test_who_only_reads_has_a_read_only_session_with_a_limit(warehouse: Warehouse, role: str) -> None:
    with warehouse.connect(role) as connection:
        assert connection.execute("show default_transaction_read_only").fetchone() == ("on",)
        assert connection.execute("show statement_timeout").fetchone() != ("0",)


@pytest.mark.parametrize(
    ("schema", "readers"),
    [
        ("release", {"faro_analyst"}),
        ("core", {"faro_analyst"}),
        ("exact", set()),
        ("staging", set()),
        ("intermediate", set()),
        ("reference", {"faro_analyst", "faro_quality"}),
    ],
)
def test_what_dbt_makes_later_is_readable_by_those_who_may(
    own_warehouse: Warehouse, schema: str, readers: set[str]
) -> None:
    with own_warehouse.connect("faro_transformer") as connection:
        connection.execute(f"create table {schema}.made_by_dbt as select 1 as figure")
    allowed = {
        role
        for role in ROLES
        if own_warehouse.rows(f"select has_table_privilege('{role}', '{schema}.made_by_dbt', 'select')") == [(True,)]
    }
    assert allowed - {"faro_transformer"} == readers


@pytest.mark.parametrize("role", ["faro_quality", "faro_transformer"])
def test_earlier_states_and_differences_may_be_asked_for(warehouse: Warehouse, role: str) -> None:
    assert warehouse.rows("select count(*) from raw_unodc.glotip_as_of('2020-01-01')", role) == [(0,)]
    assert warehouse.rows("select count(*) from raw_unodc.glotip_difference(1, 2)", role) == [(0,)]
