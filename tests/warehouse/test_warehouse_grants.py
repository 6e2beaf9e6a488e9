"""Every role has exactly the rights it needs, and no other."""

import psycopg
import pytest
from private_warehouse import Warehouse

TRANSFORMED = {"reference", "staging", "intermediate", "core", "marts", "release"}
RAW = {"raw_dgme", "raw_linea145", "raw_oij", "raw_unodc"}
SCHEMAS = TRANSFORMED | RAW | {"identity", "ops", "public", "quarantine", "work"}
ROLES = ["faro_analyst", "faro_loader", "faro_publisher", "faro_reader", "faro_resolver", "faro_transformer"]

USAGE = {
    "faro_analyst": SCHEMAS - {"identity", "intermediate", "public", "work"},
    "faro_loader": RAW | {"ops", "quarantine", "work"},
    "faro_publisher": set(),
    "faro_reader": {"release"},
    "faro_resolver": {"identity"},
    "faro_transformer": TRANSFORMED | RAW | {"ops", "quarantine"},
}
CREATE = {"faro_loader": {"work"}, "faro_resolver": {"identity"}, "faro_transformer": TRANSFORMED}

#: Role → kind of table → rights; what is not here must not be there.
RIGHTS = {
    "faro_analyst": {"ledger": "r", "source_state": "r", "transformation": "r", "quarantine": "r", "raw": "r"},
    "faro_loader": {"ledger": "ra", "source_state": "raw", "transformation": "ra", "quarantine": "ra", "raw": "ra"},
    "faro_transformer": {"ledger": "r", "source_state": "r", "transformation": "ra", "quarantine": "r", "raw": "r"},
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
        " and relnamespace::regnamespace::text ~ '^(ops|quarantine|raw_.*)$'"
    )]  # fmt: skip


def kind_of(table: str) -> str:
    schema, name = table.split(".")
    if name in {"source_state", "transformation"}:
        return name
    return {"ops": "ledger", "quarantine": "quarantine"}.get(schema, "raw")


@pytest.mark.parametrize("role", ROLES)
def test_a_role_has_exactly_its_rights_on_every_table(warehouse: Warehouse, role: str) -> None:
    known = tables(warehouse)
    assert {kind_of(table) for table in known} == set(RIGHTS["faro_loader"])
    for table in known:
        asked = ", ".join(f"has_table_privilege('{role}', '{table}', '{right}')" for right in LETTERS)
        held = dict(zip(LETTERS.values(), warehouse.rows(f"select {asked}")[0], strict=True))
        assert "".join(letter for letter in held if held[letter]) == RIGHTS.get(role, {}).get(kind_of(table), ""), table


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
        (
            "faro_transformer",
            "insert into raw_oij.police_statistics select * from raw_oij.police_statistics",
        ),
        ("faro_transformer", "insert into ops.finding (code) values ('')"),
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


@pytest.mark.parametrize("role", ["faro_analyst", "faro_reader"])
def test_who_only_reads_has_a_read_only_session_with_a_limit(warehouse: Warehouse, role: str) -> None:
    with warehouse.connect(role) as connection:
        assert connection.execute("show default_transaction_read_only").fetchone() == ("on",)
        assert connection.execute("show statement_timeout").fetchone() != ("0",)


@pytest.mark.parametrize(
    ("schema", "readers"),
    [("release", {"faro_analyst", "faro_reader"}), ("core", {"faro_analyst"}), ("intermediate", set())],
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


@pytest.mark.parametrize("role", ["faro_analyst", "faro_transformer"])
def test_earlier_states_and_differences_may_be_asked_for(warehouse: Warehouse, role: str) -> None:
    assert warehouse.rows("select count(*) from raw_unodc.glotip_as_of('2020-01-01')", role) == [(0,)]
    assert warehouse.rows("select count(*) from raw_unodc.glotip_difference(1, 2)", role) == [(0,)]
