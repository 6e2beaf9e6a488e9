"""The warehouse follows the code and the contracts; preparing it again changes nothing."""

from private_warehouse import Warehouse

from faro.contracts import all_contracts
from faro.warehouse import prepare

#: Everything preparation writes: columns, comments, functions, views, rights, rows with who wrote them.
DESCRIPTION = """
    select 'column', attrelid::regclass::text, attnum || attname || atttypid::regtype, col_description(attrelid, attnum)
    from pg_attribute where attrelid::regclass::text ~ '^(ops|correspondence|quarantine|raw_)' and attnum > 0
    union all
    select 'relation', oid::regclass::text, relacl::text, obj_description(oid, 'pg_class')
    from pg_class where oid::regclass::text ~ '^(ops|correspondence|quarantine|raw_)'
    union all
    select 'function', oid::regprocedure::text, pg_get_functiondef(oid), proacl::text
    from pg_proc where oid::regprocedure::text ~ '^raw_'
    union all
    select 'view', schemaname || '.' || viewname, definition, null from pg_views
    where schemaname ~ '^(ops|correspondence|raw_)'
    union all
    select 'schema', nspname, nspacl::text, pg_get_userbyid(nspowner) from pg_namespace where nspname !~ '^pg_t'
    union all
    select 'role', rolname, rolconfig::text, null from pg_roles
    union all
    select 'row', dataset.institution, dataset.dataset, dataset.xmin::text from ops.dataset as dataset
    order by 1, 2, 3, 4
"""


def test_preparing_again_changes_nothing(warehouse: Warehouse) -> None:
    before = warehouse.rows(DESCRIPTION)
    prepare(warehouse.uri("postgres"))
    assert warehouse.rows(DESCRIPTION) == before
    assert len(before) > 200


def test_every_contract_has_its_table_with_its_columns_in_order(warehouse: Warehouse) -> None:
    for contract in all_contracts():
        names = warehouse.rows(
            "select column_name from information_schema.columns where table_schema ="
            f" 'raw_{contract.institution}' and table_name = '{contract.dataset}' order by ordinal_position"
        )
        assert [name for (name,) in names] == [
            "_load_id", "_row_number", "_sha256", *(column.name for column in contract.raw_columns)
        ]  # fmt: skip


def test_every_contract_is_registered_as_it_is(warehouse: Warehouse) -> None:
    known = warehouse.rows("select institution || '/' || dataset, transport, delivery_relation from ops.dataset")
    assert sorted(known) == sorted((each.id, each.transport, each.relation.type) for each in all_contracts())


def test_a_contract_that_changed_is_brought_up_to_date(own_warehouse: Warehouse) -> None:
    with own_warehouse.connect() as connection:
        connection.execute("update ops.dataset set contract_version = '0.0.1' where dataset = 'glotip'")
    before = dict(own_warehouse.rows("select dataset, xmin::text from ops.dataset"))
    prepare(own_warehouse.uri("postgres"))
    after = dict(own_warehouse.rows("select dataset, xmin::text from ops.dataset"))
    assert {name for name in after if after[name] != before[name]} == {"glotip"}


def test_a_ledger_of_an_earlier_version_is_masked_once(own_warehouse: Warehouse) -> None:
    name, facts = "Ana Mora.csv", '{"file": "Ana Mora.csv", "column": "Ana", "count": 2}'
    with own_warehouse.connect() as connection:
        connection.execute("drop schema correspondence cascade")
        connection.execute(
            "insert into ops.delivery"
            " (institution, dataset, source_name, source_version, sha256, bytes, route, outcome)"
            " select *, %s, '1', 'a', 1, 'sftp', 'new'"
            " from (values ('oij', 'investigations'), ('no', 'more')) as datasets",
            [name],
        )
        connection.execute(
            "insert into ops.finding"
            " (institution, dataset, delivery_id, code, severity, facts, message_es, message_en)"
            " select institution, dataset, delivery_id, 'UnknownColumn', 'warning', %s, %s, %s from ops.delivery"
            " where institution = 'oij'",
            [facts, "Ana Mora.csv: la columna «Ana»", "Ana Mora.csv: column “Ana”"],
        )
    for _ in range(2):
        prepare(own_warehouse.uri("postgres"))
        names = own_warehouse.rows("select source_name from ops.delivery order by institution desc")
        assert names == [("….csv",), ("…",)]
        assert own_warehouse.rows("select facts ->> 'column', message_es from ops.finding") == [
            ("…", "….csv: la columna «…»")
        ]
        assert own_warehouse.rows("select source_name, message_en from correspondence.finding", "faro_loader") == [
            (name, "Ana Mora.csv: column “Ana”")
        ]


def test_a_table_that_no_model_writes_any_more_is_gone(own_warehouse: Warehouse) -> None:
    with own_warehouse.connect() as connection:
        connection.execute("create table release.reported_offence_profile as select 1 as offences")
    for _ in range(2):
        prepare(own_warehouse.uri("postgres"))
        assert own_warehouse.rows("select to_regclass('release.reported_offence_profile')") == [(None,)]


def test_queries_of_the_warehouse_are_not_compiled(warehouse: Warehouse) -> None:
    assert warehouse.rows("show jit") == [("off",)]
