"""Great Expectations on a work table: each rule finds exactly the planted rows, and no result shows a value."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from private_warehouse import Warehouse
from synthetic_contracts import INSTITUTION, column, synthetic_contract
from validation_material import CANARY, COLUMNS, contract_with, frame

from faro.contracts import Contract, find_contract
from faro.loading.work_table import WorkTable
from faro.validation import Check, Validation


@pytest.fixture(scope="module")
def database(warehouse: Warehouse) -> Iterator[Warehouse]:
    with warehouse.copy() as copy:
        yield copy


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    return contract_with(tmp_path_factory.mktemp("contracts"))


def validated(database: Warehouse, contract: Contract, rows: Any, in_force: int = 0) -> Validation:
    table = WorkTable(contract, 1)
    with database.connect("faro_loader") as connection:
        table.fill(connection, [lambda: rows])
    return judged(database, table, in_force)


def judged(database: Warehouse, table: WorkTable, in_force: int = 0) -> Validation:
    from faro.validation.run import validate  # Great Expectations takes seconds: not where tests are only collected

    loader = database.uri("faro_loader")
    with database.connect("faro_loader") as connection:
        return validate(database.settings, loader, connection, table.contract, table.name, in_force)


def failed(found: Validation) -> dict[tuple[str, str | None], Check]:
    return {(each.rule, each.column): each for each in found.checks if not each.success}


def test_a_sound_delivery_passes_every_check(database: Warehouse, contract: Contract) -> None:
    found = validated(database, contract, frame({}, {}, {}))
    assert failed(found) == {}
    assert found.failures == ()
    assert found.suite == f"{INSTITUTION}.casos"
    assert len(found.checks) == 11


PLANTED = {
    ("required", "code"): [(3, {"code": None})],
    ("required", "day"): [(4, {"day": None}), (5, {"day": None})],
    ("pattern", "code"): [(6, {"code": CANARY.lower()})],
    ("in_the_future", "day"): [(7, {"day": "2199-01-01"})],
    ("in_the_future", "seen_at"): [(8, {"seen_at": "2199-01-01 00:00:00"})],
    ("out_of_range", "age"): [(9, {"age": -1}), (10, {"age": 121})],
    ("out_of_range", "rate"): [(11, {"rate": 1.5})],
    ("duplicate_key", "code"): [(12, {"code": "C99"}), (13, {"code": "C99"})],
}


@pytest.fixture(scope="module")
def flawed(database: Warehouse, contract: Contract) -> Validation:
    """Every flaw at once, in rows of its own, between sound rows."""
    flaws = {row: change for planted in PLANTED.values() for row, change in planted}
    flaws[14] = {"sex": CANARY}
    return validated(database, contract, frame(*[flaws.get(row, {}) for row in range(2, 41)]))


@pytest.mark.parametrize("rule", PLANTED)
def test_a_rule_finds_exactly_the_planted_rows(flawed: Validation, rule: tuple[str, str]) -> None:
    found = sorted(each.row for each in flawed.failures if (each.rule, each.column) == rule)
    assert found == [row for row, _ in PLANTED[rule]]
    check = failed(flawed)[rule]
    assert (check.unexpected, check.severity) == (len(found), "critical")


def test_nothing_else_is_held_back(flawed: Validation) -> None:
    assert len(flawed.failures) == sum(map(len, PLANTED.values()))
    assert set(failed(flawed)) == {*PLANTED, ("unlisted_value", "sex")}


def test_an_unlisted_value_warns_and_holds_nothing(flawed: Validation) -> None:
    check = failed(flawed)["unlisted_value", "sex"]
    assert (check.severity, check.unexpected) == ("warning", 1)
    assert 14 not in {each.row for each in flawed.failures}


def test_no_result_shows_a_value(database: Warehouse, flawed: Validation) -> None:
    kept = [path for path in (database.settings.home / "great_expectations").rglob("*") if path.is_file()]
    assert kept
    assert all(CANARY.lower() not in path.read_text().lower() for path in kept)
    assert CANARY.lower() not in repr(flawed).lower()


def test_a_compound_key_may_not_repeat(database: Warehouse, tmp_path: Path) -> None:
    key = [column("month", "date", primaryKey=True, primaryKeyPosition=1),
           column("place", primaryKey=True, primaryKeyPosition=2)]  # fmt: skip
    relation = {"type": "periodReplacement", "column": "month", "granularity": "month"}
    contract = synthetic_contract(tmp_path, "meses", key, relation)
    rows = frame(*[{"day": day, "code": code} for day, code in (("2024-01-01", "A"), ("2024-01-01", "B"),
                                                                ("2024-02-01", "A"), ("2024-01-01", "A"))])  # fmt: skip
    found = validated(database, contract, rows.rename({"day": "month", "code": "place"}))
    assert failed(found)["duplicate_key", None].unexpected == 2
    assert sorted(each.row for each in found.failures) == [2, 5]


@pytest.mark.parametrize(("rows", "in_force", "is_enough"), [(5, 10, True), (4, 10, False), (1, 0, True), (1, 3, True)])
def test_less_than_half_of_what_it_replaces_is_too_little(
    database: Warehouse, contract: Contract, rows: int, in_force: int, is_enough: bool
) -> None:
    found = validated(database, contract, frame(*[{}] * rows), in_force)
    assert set(failed(found)) == (set() if is_enough else {("too_few_rows", None)})
    assert found.failures == ()


def test_another_column_in_the_table_fails_the_whole_dataset(database: Warehouse, contract: Contract) -> None:
    table = WorkTable(contract, 2)
    with database.connect("faro_loader") as connection:
        table.fill(connection, [lambda: frame({})])
        connection.execute(f'alter table work."{table.name}" add column weapon text')
    found = judged(database, table)
    assert set(failed(found)) == {("columns", None)}


def test_a_hand_written_rule_finds_its_rows(database: Warehouse) -> None:
    contract = find_contract("oij", "police_statistics")
    sound = {each.name: "x" for each in contract.columns} | {"occurred_on": None, "time_band": None, "sex": "MUJER"}
    lines = [{**sound, "age_group": "Menor de edad"}, {**sound, "age_group": CANARY, "sex": CANARY},
             {**sound, "age_group": "Desconocido", "sex": "DESCONOCIDO"}]  # fmt: skip
    rows = pl.DataFrame([{"_row_number": number, **line} for number, line in enumerate(lines, 2)])
    found = validated(database, contract, rows)
    assert [each.row for each in found.failures if each.rule == "sex_holds_age"] == [3]
    assert CANARY not in repr(found)


def test_a_record_may_come_in_versions_and_twice_but_not_in_two_forms(database: Warehouse, tmp_path: Path) -> None:
    """The same row again changes nothing; two contents of one version leave open which one holds."""
    contract = synthetic_contract(tmp_path, "versiones", COLUMNS, {"type": "keyedChanges", "version": "day"})
    rows = frame(
        {"code": "A1"}, {"code": "A1", "day": "2024-02-01"},
        {"code": "B1"}, {"code": "B1"},
        {"code": "C1", "sex": None}, {"code": "C1", "sex": None},
        {"code": "D1", "age": 30}, {"code": "D1", "age": 31}, {"code": "D1", "day": "2024-02-01"},
        {"code": "E1", "sex": None}, {"code": "E1"},
    )  # fmt: skip
    found = validated(database, contract, rows)
    assert {(each.rule, each.column) for each in found.failures} == {("duplicate_key", "code")}
    assert sorted(each.row for each in found.failures) == [8, 9, 11, 12]


def test_what_stands_for_a_protected_column_is_checked_under_its_name(database: Warehouse, tmp_path: Path) -> None:
    holds = {"customProperties": [{"property": "identity", "value": "birth_date"}], "required": True}
    columns = [
        column("born_on", "date", classification="quasi_identifier", **holds),
        column("story", classification="free_text", required=True),
        column("happened_on", "date"),
    ]
    stated = [{"property": "deliveryRelation", "value": {"type": "newRows"}},
              {"property": "person", "value": {"role": "victim", "ageAt": "happened_on"}}]  # fmt: skip
    contract = synthetic_contract(tmp_path, "personas", columns, {}, customProperties=stated)
    months = ["2000-01-01", None, "2199-01-01", "1850-01-01", "2000-01-01"]
    rows = pl.DataFrame(
        {
            "_row_number": range(2, 7),
            "birth_month": pl.Series(months).str.to_date(),
            "age": [24, None, -1, 174, 24],
            "has_story": [True, True, True, True, False],
            "happened_on": pl.Series(["2024-01-31"] * 5).str.to_date(),
        }
    )
    found = validated(database, contract, rows)
    assert sorted((each.row, each.column, each.rule) for each in found.failures) == [
        (3, "born_on", "required"), (4, "born_on", "in_the_future"), (4, "born_on", "out_of_range"),
        (5, "born_on", "out_of_range"), (6, "story", "required"),
    ]  # fmt: skip
