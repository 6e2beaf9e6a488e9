"""PostgreSQL grants what `roles.yml` declares and nothing else, and whatever differs is named and brought back."""

import pytest
from private_warehouse import Warehouse

from faro.powers.declaration import Pattern, PatternInvalid, role_names, roles
from faro.powers.granting import differences
from faro.warehouse import prepare

#: Statement → what is said of it. What is made is nobody's but its owner's, and no role is more than a role.
TOO_MUCH = {
    "grant select on exact.analysis_key to faro_reader": "faro_reader: select table exact.analysis_key",
    "grant select (document) on identity.observation to faro_analyst":
        "faro_analyst: select table identity.observation document",
    "grant update on ops.load to public": "public: update table ops.load",
    "grant usage on schema identity to faro_quality": "faro_quality: usage schema identity",
    "grant create on schema ops to faro_loader": "faro_loader: create schema ops",
    "grant select on ops.load to faro_analyst with grant option": "faro_analyst: select and give table ops.load",
    "grant temporary on database faro to faro_reader": "faro_reader: temporary database faro",
    "grant connect on database superset to faro_reader": "faro_reader: connect database superset",
    "grant connect on database postgres to public": "public: connect database postgres",
    "grant usage on sequence audit.reading_reading_id_seq to faro_recorder":
        "faro_recorder: usage sequence audit.reading_reading_id_seq",
    "create function ops.mine() returns int language sql return 1": "public: execute function ops.mine()",
    "grant execute on function pg_sleep(double precision) to faro_analyst":
        "faro_analyst: execute function pg_sleep(double precision)",
    "grant select on pg_authid to faro_analyst": "faro_analyst: select table pg_authid",
    "grant usage on language plpgsql to public": "public: usage language plpgsql",
    "alter default privileges for role faro_transformer in schema exact grant select on tables to faro_analyst":
        "faro_analyst: select future table exact faro_transformer",
    "alter default privileges grant select on tables to public": "public: select future table * postgres",
    "alter table core.dim_person owner to faro_loader": "faro_loader: own table core.dim_person",
    "alter role faro_analyst bypassrls": "faro_analyst: be attribute bypassrls",
    "grant faro_loader to faro_analyst": "faro_analyst: be role faro_loader",
    "alter role faro_analyst set statement_timeout = 0": "faro_analyst: set setting statement_timeout=0",
    "alter role faro_reader connection limit 100": "faro_reader: limit connections 100",
    "create policy mine on ops.load using (true)": "public: use policy mine on ops.load true",
    "create policy mine on ops.load for insert with check (true)": "public: use policy mine on ops.load",
    "grant faro_liaison to faro_reader": "faro_reader: be role faro_liaison",
    "alter role faro_liaison login": "faro_liaison: be attribute login",
    "grant set on parameter work_mem to faro_reader": "faro_reader: set parameter work_mem",
}  # fmt: skip
TOO_LITTLE = {
    "revoke select on ops.load from faro_analyst": "faro_analyst: select table ops.load",
    "revoke usage on schema audit from faro_recorder": "faro_recorder: usage schema audit",
    "revoke insert (act) on audit.reading from faro_recorder": "faro_recorder: insert table audit.reading act",
    "revoke execute on function audit.forget() from faro_loader": "faro_loader: execute function audit.forget()",
    "alter table ops.load disable row level security": "public: obey row security ops.load",
    "alter policy faro_liaison on ops.load using (true)":
        "faro_liaison: see policy faro_liaison on ops.load liaison.asks(institution)",
    "drop policy faro_loader on quarantine.row": 'faro_loader: use policy faro_loader on quarantine."row" true',
    "alter table identity.key owner to postgres": "faro_resolver: own table identity.key",
    "alter role faro_quality reset all": "faro_quality: set setting default_transaction_read_only=on",
    "alter default privileges for role faro_transformer in schema marts revoke select on tables from faro_analyst":
        "faro_analyst: select future table marts faro_transformer",
}  # fmt: skip
BOTH = {
    **{statement: f"granted, not declared: {power}" for statement, power in TOO_MUCH.items()},
    **{statement: f"declared, not granted: {power}" for statement, power in TOO_LITTLE.items()},
}


def found(warehouse: Warehouse) -> list[str]:
    with warehouse.connect() as connection:
        return differences(connection)


def test_every_power_is_declared_and_every_declared_one_granted(warehouse: Warehouse) -> None:
    assert found(warehouse) == []


@pytest.mark.parametrize(("statement", "said"), BOTH.items(), ids=BOTH)
def test_what_differs_is_named(warehouse: Warehouse, statement: str, said: str) -> None:
    with warehouse.connect() as connection, connection.transaction(force_rollback=True):
        connection.execute("create table if not exists core.dim_person ()")
        connection.execute(statement.encode())
        assert said in differences(connection)


def test_a_start_brings_everything_back(own_warehouse: Warehouse) -> None:
    with own_warehouse.connect() as connection:
        connection.execute("create table core.dim_person ()")
        for statement in BOTH:
            connection.execute(
                statement.encode().replace(b"policy mine on ops.load for", b"policy other on ops.load for")
            )
        connection.execute("alter table core.dim_person owner to faro_transformer")
    prepare(own_warehouse.uri("postgres"))
    assert found(own_warehouse) == []


def test_what_everybody_may_is_nothing() -> None:
    assert [role.powers for role in roles() if role.name == "public"] == [{}]


@pytest.mark.parametrize("stated", ["", "ops.", "ops.* but", "a.b (", "a.b; drop table c"])
def test_a_pattern_that_means_nothing_is_refused(stated: str) -> None:
    with pytest.raises(PatternInvalid):
        Pattern.read(stated)


def test_every_declared_power_is_on_something(warehouse: Warehouse) -> None:
    """A name that is wrong would grant nothing, and nobody would see it."""
    known = warehouse.rows(
        "select relnamespace::regnamespace::text, relname from pg_class union all"
        " select pronamespace::regnamespace::text, proname from pg_proc"
    )
    for role in roles():
        for right in ("select", "insert", "update", "delete", "execute", "usage", "own"):
            for pattern in role.patterns(right):
                is_there = any(pattern.matches(schema, name) for schema, name in known)
                assert pattern.schema is None or pattern.name == "*" or is_there, (role.name, right, pattern)
    assert len(role_names()) > 8
