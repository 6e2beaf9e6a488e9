"""Who read what is appended by one role, read by another, forgotten after three years, and changed by nobody."""

import psycopg
import pytest
from private_warehouse import Warehouse
from test_warehouse_grants import ROLES

from faro.retention import forget_readings

APPEND = "insert into audit.reading (account, act, through, relations) values ('a', 'read', 'faro_analyst', '{}')"
MAY = {
    ("faro_recorder", APPEND),
    ("faro_governance", "select * from audit.reading"),
    ("faro_loader", "select audit.forget()"),
}
STATEMENTS = (
    APPEND,
    "insert into audit.reading (account, act, through, read_at) values ('a', 'read', 'faro_analyst', now())",
    "select * from audit.reading",
    "select audit.forget()",
    "update audit.reading set account = 'b'",
    "delete from audit.reading",
    "truncate audit.reading",
    "drop table audit.reading",
    "alter table audit.reading disable row level security",
    "create table audit.mine ()",
)


@pytest.mark.parametrize("statement", STATEMENTS)
@pytest.mark.parametrize("role", ROLES)
def test_each_role_does_its_part_and_no_other(warehouse: Warehouse, role: str, statement: str) -> None:
    with psycopg.connect(warehouse.uri(role)) as connection:
        try:
            connection.execute("set transaction read write")
            connection.execute(statement.encode())
            done = True
        except psycopg.Error:
            done = False
        connection.rollback()
    assert done == ((role, statement) in MAY)


def test_a_reading_is_forgotten_after_three_years(own_warehouse: Warehouse) -> None:
    with own_warehouse.connect() as connection:
        connection.execute(
            "insert into audit.reading (account, act, through, read_at)"
            " select 'a', 'read', 'faro_analyst', now() - make_interval(days => days)"
            " from unnest(array[1, 1090, 1100]) as days"
        )
    assert forget_readings(own_warehouse.uri("faro_loader")) == 1
    assert forget_readings(own_warehouse.uri("faro_loader")) == 0
    assert own_warehouse.rows("select count(*) from audit.reading where account = 'a'") == [(2,)]
