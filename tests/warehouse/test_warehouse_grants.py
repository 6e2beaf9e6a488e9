"""What a role must not do is refused over its own connection, whoever declared what."""

import psycopg
import pytest
from private_warehouse import Warehouse

from faro.powers.declaration import liaison_names, role_names

ROLES = role_names()


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
        ("release", {"faro_analyst", "faro_reader"}),
        ("core", {"faro_analyst"}),
        ("exact", set()),
        ("staging", set()),
        ("intermediate", set()),
        ("reference", {"faro_analyst", "faro_quality", *liaison_names()}),
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
