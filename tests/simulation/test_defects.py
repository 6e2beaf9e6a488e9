"""Planted defects: the same for the same record, written down, at the stated shares, and as sound as they claim."""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from registry_material import MadeUp, key_of
from stdnum.cr import cpf

from faro.contracts import Contract, contract_of, find_contract
from faro.parsing import parse
from faro.simulation.defects import Clerk, Planted
from faro.simulation.defects.catalogue import DISGUISES, DUPLICATE, HABITS, HELD_BACK, MOST_DISGUISES
from faro.simulation.defects.subject import Form, Subject
from faro.simulation.files import sheet
from faro.simulation.habits import habit_of, twin
from faro.simulation.received import headers, received
from faro.simulation.synthetic.draw import Draw

PERMITS = find_contract("mtss", "work_permits")
MEASURES = find_contract("pani", "protection_measures")
SUBSIDIES = find_contract("imas", "subsidies")
ALL = {each.name: each for each in (*HELD_BACK, *DISGUISES, *HABITS)}
PERSON: dict[str, Any] = {
    "permit_number": "N-1",
    "granted_on": date(2020, 3, 5),
    "sector": "Construcción",
    "document_type": "cedula",
    "document_number": "0106130084",
    "given_names": "María José",
    "first_surname": "de la Ó",
    "second_surname": "Núñez",
    "birth_date": date(1990, 4, 7),
    "sex": "Mujer",
    "nationality": "CRI",
    "updated_on": date(2020, 3, 6),
    "record_status": "Vigente",
}


def spoil(name: str, record: dict[str, Any], contract: Contract = PERMITS, seed: str = "x") -> dict[str, Any]:
    """What that defect makes of the record."""
    return dict(ALL[name].make(Subject(Form(contract), record, Draw(seed))))


def test_the_same_record_is_always_written_alike_whatever_comes_later() -> None:
    few, many = (received(PERMITS, MadeUp(count).records(PERMITS.id)) for count in (80, 400))
    written = {(row.key, row.version): row for row in many}
    assert len(few) > 80
    assert all(written[row.key, row.version] == row for row in few)


def test_another_seed_or_version_is_written_otherwise() -> None:
    records = MadeUp(300).records(PERMITS.id)
    one, other = ([row.planted for row in received(PERMITS, records, seed)] for seed in ("a", "b"))
    assert one != other


def test_every_defect_is_written_down_and_nothing_else_changes() -> None:
    contract, count = PERMITS, 0
    clerk = Clerk(contract, "x")
    for record in MadeUp(600).records(contract.id).iter_rows(named=True):
        own = {name: value for name, value in record.items() if not name.startswith("_")}
        writing = clerk.writes(own)
        changed = {name for name in own if writing.cells[name] != own[name]}
        told = {planted.column for planted in writing.planted if planted.column}
        assert told <= changed or any(planted.defect == "required_missing" for planted in writing.planted)
        assert bool(changed) == bool(told)
        assert (writing.times == 2) == any(planted.defect == DUPLICATE.name for planted in writing.planted)
        assert all(planted.record_key == key_of(contract, own) for planted in writing.planted)
        count += len(writing.planted)
    assert count > 100


def test_a_row_to_be_held_back_has_no_other_defect_and_few_are_disguised_twice() -> None:
    disguises = {each.name for each in DISGUISES}
    for row in received(PERMITS, MadeUp(2000).records(PERMITS.id)):
        held = [planted for planted in row.planted if planted.expected == "quarantined"]
        assert not held or row.planted == tuple(held[:1])
        assert sum(planted.defect in disguises for planted in row.planted) <= MOST_DISGUISES


@pytest.mark.parametrize(
    ("name", "column", "wrong"),
    [
        ("name_order", "first_surname", "Núñez"),
        ("name_particles", "first_surname", "Ó"),
        ("name_accents", "second_surname", "Nunez"),
        ("day_and_month_exchanged", "birth_date", date(1990, 7, 4)),
        ("first_of_january", "birth_date", date(1990, 1, 1)),
        ("document_missing", "document_number", None),
        ("document_zeros", "document_number", "1-613-84"),
        ("impossible_document", "document_number", "01061"),
    ],
)
def test_what_a_defect_makes(name: str, column: str, wrong: Any) -> None:
    assert spoil(name, PERSON)[column] == wrong


def test_a_nickname_stands_for_the_first_name_that_has_one() -> None:
    assert spoil("nickname", PERSON)["given_names"].split()[0] in {"Mari", "Marita"}
    whole = {"measure_number": "1", "full_name": "NÚÑEZ SOLÍS FRANCISCO"}
    assert spoil("nickname", whole, MEASURES)["full_name"].split()[-1] in {"PACO", "CHICO", "PANCHO"}
    assert spoil("name_order", whole, MEASURES)["full_name"] == "FRANCISCO NÚÑEZ SOLÍS"


def test_a_mistyped_number_is_another_number_of_its_kind() -> None:
    wrong = {spoil("document_mistyped", PERSON, seed=str(seed))["document_number"] for seed in range(200)}
    assert len(wrong) > 30
    assert all(cpf.is_valid(number) and cpf.compact(number) != PERSON["document_number"] for number in wrong)


def test_lost_zeros_are_found_again_and_an_impossible_number_is_none() -> None:
    assert cpf.compact(spoil("document_zeros", PERSON)["document_number"]) == PERSON["document_number"]
    assert not cpf.is_valid(spoil("impossible_document", PERSON)["document_number"])


def test_defects_that_cannot_be_are_not_made() -> None:
    plain = PERSON | {"first_surname": "Castro", "second_surname": None, "given_names": "Ana", "document_number": None}
    plain |= {"birth_date": date(1990, 1, 1)}
    for name in ("name_order", "name_particles", "name_accents", "document_missing", "document_mistyped"):
        assert spoil(name, plain) == {}, name
    for name in ("document_zeros", "first_of_january", "day_and_month_exchanged", "impossible_document"):
        assert spoil(name, plain) == {}, name
    assert spoil("number_in_letters", PERSON) == {}


def test_a_database_takes_no_text_for_a_date_or_number_and_no_row_twice() -> None:
    rows = received(SUBSIDIES, MadeUp(3000).records(SUBSIDIES.id))
    made = Counter(planted.defect for row in rows for planted in row.planted)
    assert not made.keys() & {"impossible_date", "number_in_letters", DUPLICATE.name}
    assert {"unknown_code", "impossible_document", "required_missing"} <= made.keys()


def test_foreigners_have_no_document_more_often() -> None:
    rows = received(PERMITS, MadeUp(4000).records(PERMITS.id))
    lost = Counter(
        row.cells["nationality"] != "CRI" for row in rows for each in row.planted if each.defect == "document_missing"
    )
    assert lost[True] > 2 * lost[False] > 0


def test_defects_happen_at_their_shares() -> None:
    rows = received(PERMITS, MadeUp(4000).records(PERMITS.id))
    made = Counter(planted.defect for row in rows for planted in row.planted)
    for name in ("document_mistyped", "nickname", "code_variant"):
        assert 0.5 < made[name] / (ALL[name].share * len(rows)) < 1.3, (name, made[name])


def planted_and_found(contract: Contract, count: int) -> tuple[Counter, Counter, int]:
    """The rules that planted defects must break, those that the parser says are broken, and the rows of the file."""
    records = MadeUp(count).records(contract.id)
    habit, rows = habit_of(contract), received(contract, records)
    rules = {"impossible_date": "not_a_date", "number_in_letters": "not_an_integer"}
    planted = Counter(rules[each.defect] for row in rows for each in row.planted if each.defect in rules)
    content = habit.write(sheet(contract, habit, headers(contract, records), rows))
    parsed = parse(content, contract.layout(), file_name=f"x.{contract.server.format}")
    return planted, Counter(problem.rule for problem in parsed.each_problem()), len(parsed.frame)


@pytest.mark.parametrize(
    "dataset",
    [
        "mtss/work_permits",
        "mtss/labour_inspections",
        "pani/protection_measures",
        "inamu/services",
        "oapvd/assistance",
        "oij/investigations",
        "msp/operations",
        "msp/rejections",
    ],
)
def test_the_parser_reads_every_habit_and_finds_exactly_the_impossible_cells(dataset: str) -> None:
    contract = contract_of(dataset)
    planted, found, rows = planted_and_found(contract, 1500)
    written = sum(row.times for row in received(contract, MadeUp(1500).records(dataset)))
    assert rows == written
    assert found == planted
    assert found


def test_the_twin_workbook_holds_the_same_rows() -> None:
    contract = find_contract("oij", "investigations")
    records = MadeUp(200).records(contract.id)
    rows, names = received(contract, records), headers(contract, records)
    read = [
        parse(habit.write(sheet(contract, habit, names, rows)), contract.layout(), file_name=f"x.{ending}")
        for habit, ending in ((habit_of(contract), "csv"), (twin(contract), "xlsx"))
    ]
    one, other = (parsed.frame.drop("_row_number") for parsed in read)
    assert one.equals(other)
    assert [parsed.format for parsed in read] == ["csv", "xlsx"]


def test_nobody_is_born_after_the_day_on_which_their_age_counts() -> None:
    infant = PERSON | {"birth_date": date(2020, 3, 1), "granted_on": date(2020, 3, 5)}
    assert spoil("day_and_month_exchanged", infant)["birth_date"] == date(2020, 1, 3)
    infant |= {"birth_date": date(2020, 3, 4)}
    assert spoil("day_and_month_exchanged", infant) == {}


def test_a_planted_defect_says_where_and_what() -> None:
    record = PERSON | {"document_number": "0106130084"}
    told = [each for seed in range(300) for each in Clerk(PERMITS, str(seed)).writes(record).planted]
    one = next(each for each in told if each.defect == "document_zeros")
    wanted = Planted("mtss/work_permits", "N-1", "2020-03-06", "document_number", "document_zeros", "repaired")
    assert replace(one) == wanted
