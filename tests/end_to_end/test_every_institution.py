"""The whole coalition: every institution arrives, every planted defect ends where it should, every person is found."""

from __future__ import annotations

import csv
from collections import Counter
from typing import TYPE_CHECKING

import psycopg
import pytest
from record_tokens import numbers, persons_of_truth

from faro.contracts import all_contracts, contract_of
from faro.identity.keys import key_ring
from faro.linkage.quality import found_persons, pair_counts, persons_per_year
from faro.settings import Settings

if TYPE_CHECKING:
    from running_stack import Stack

pytestmark = pytest.mark.stack

IDS = [contract.id for contract in all_contracts()]
#: Planted defect → the rules that may hold the row back.
RULES = {
    "impossible_date": {"not_a_date"},
    "impossible_document": {"not_a_document"},
    "number_in_letters": {"not_an_integer", "not_a_number"},
    "required_missing": {"required"},
    "unknown_code": {"unlisted_code"},
}
#: Accreditations per year as the US TIP reports have them.
PUBLISHED = {2017: 34, 2018: 20, 2019: 35, 2020: 50, 2021: 21, 2022: 38}
MIN_PRECISION, MIN_RECALL = 0.995, 0.95


def truth(stack: Stack, file: str) -> list[dict[str, str]]:
    with (stack.home / "truth" / f"{file}.csv").open(newline="", encoding="utf-8") as rows:
        return list(csv.DictReader(rows))


@pytest.fixture(scope="module")
def datasets(stack: Stack) -> dict[str, dict]:
    return {f"{each['institution']}/{each['dataset']}": each for each in stack.status()["datasets"]}


@pytest.mark.parametrize("dataset", IDS)
def test_every_dataset_is_accounted_for(datasets: dict[str, dict], dataset: str) -> None:
    state = datasets[dataset]
    assert state["delivered"] == state["accepted"] + state["quarantined"]
    assert state["accepted"] > 0
    assert state["state"] == "current"


def test_every_row_that_was_planted_to_be_held_back_is_and_no_other(stack: Stack) -> None:
    planted = Counter(
        (each["dataset"], each["defect"]) for each in truth(stack, "planted") if each["expected"] == "quarantined"
    )
    assert {defect for _, defect in planted} == set(RULES)
    held = stack.sql(
        "select row.institution || '/' || row.dataset as dataset, reason ->> 'rule' as rule, count(*) as rows"
        " from quarantine.row cross join jsonb_array_elements(reasons) as reason"
        f" where row.load_id <= {first_history(stack)} group by 1, 2"
    )
    found: Counter[tuple[str, str]] = Counter()
    for each in held:
        defect = next((name for name, rules in RULES.items() if each["rule"] in rules), each["rule"])
        found[each["dataset"], defect] += each["rows"]
    assert not planted - found
    # an exchanged day and month may put a small child's birth after the measure taken for it
    exchanged = Counter(each["dataset"] for each in truth(stack, "planted") if each["column"] == "birth_date")
    for (dataset, defect), rows in (found - planted).items():
        assert defect == "out_of_range"
        assert rows <= exchanged[dataset]


def first_history(stack: Stack) -> int:
    """The newest load of what `deliver` brought, before any other test delivered something."""
    (row,) = stack.sql(
        "select max(load_id) as load from ops.load join ops.delivery on delivery_id = load_id"
        " where received_at < (select min(finished_at) from ops.transformation)"
    )
    return int(row["load"])


def test_every_repaired_row_was_accepted(stack: Stack) -> None:
    """A cédula without its zeros, a code in another spelling, a row twice: none of them is held back for that."""
    planted = truth(stack, "planted")
    broken = {place(each) for each in planted if each["expected"] == "quarantined"}
    repaired = {(place(each), each["defect"]) for each in planted if each["expected"] == "repaired" and each["version"]}
    assert len(repaired) > 1000
    accepted = {dataset: accepted_versions(stack, dataset) for dataset in {where[0] for where, _ in repaired}}
    called = called_in_raw(stack, {where[:2] for where, _ in repaired})
    missing = Counter(
        (where[0], defect)
        for where, defect in repaired
        if where not in broken and (called[where[:2]], where[2]) not in accepted[where[0]]
    )
    assert missing == Counter()


def place(planted: dict[str, str]) -> tuple[str, str, str]:
    return planted["dataset"], planted["record_key"], planted["version"]


def called_in_raw(stack: Stack, records: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Dataset and number → its token in the dataset's raw table."""
    found: dict[tuple[str, str], str] = {}
    for dataset in {dataset for dataset, _ in records}:
        known = [record for record in records if record[0] == dataset]
        tokens = numbers(Settings(home=stack.home), contract_of(dataset), [number for _, number in known])
        found |= dict(zip(known, tokens, strict=True))
    return found


def accepted_versions(stack: Stack, dataset: str) -> set[tuple[str, str]]:
    """Record and version of every row in the raw table."""
    contract = contract_of(dataset)
    (key,), version = contract.key, contract.relation.version
    with psycopg.connect(stack.uri("faro_transformer")) as connection:
        table = f"raw_{contract.institution}.{contract.dataset}"
        return set(connection.execute(f"select {key}::text, {version}::text from {table}").fetchall())  # type: ignore[call-overload]


def test_persons_are_found_across_institutions(stack: Stack) -> None:
    persons = persons_of_truth(key_ring(Settings(home=stack.home)), truth(stack, "persons"))
    with psycopg.connect(stack.uri("faro_resolver")) as connection:
        found = found_persons(connection)
    counted = pair_counts(found, persons)
    assert counted.true > 10_000
    assert counted.precision >= MIN_PRECISION
    assert counted.recall >= MIN_RECALL


def test_accreditations_are_those_that_were_published(stack: Stack) -> None:
    years = stack.sql("select year, accredited from marts.victims_by_year")
    assert {each["year"]: each["accredited"] for each in years}.items() >= PUBLISHED.items()


def test_unique_victims_per_year_are_those_of_the_truth(stack: Stack) -> None:
    known = {
        each["record_key"]: each["person"] for each in truth(stack, "persons") if each["dataset"] == "eri/resolutions"
    }
    tokens = numbers(Settings(home=stack.home), contract_of("eri/resolutions"), [*known])
    persons = dict(zip(tokens, known.values(), strict=True))
    resolved = stack.sql(
        "select resolution_number as record, extract(year from resolved_on)::int as year"
        " from raw_eri.resolutions_current where outcome = 'Acreditada'"
    )
    years = {each["record"]: each["year"] for each in resolved}
    expected = persons_per_year(persons, years)
    counted = {each["year"]: each["accredited"] for each in stack.sql("select * from marts.victims_by_year")}
    assert len(expected) > 5
    for year, number in expected.items():
        assert abs(counted[year] - number) <= 1, year
