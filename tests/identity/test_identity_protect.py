"""The door: whatever is written behind it tells nobody's name, and what comes out is what linkage needs."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from identity_material import ANA, COLUMNS, NAME_TEXTS, OTHER, RING, frame, persons_contract
from properties import examples
from synthetic_contracts import column, synthetic_contract

from faro.contracts import Contract
from faro.identity import protect as door
from faro.identity.encoding import encode
from faro.identity.errors import ProtectionFailed
from faro.identity.keys import KeyRing
from faro.identity.observing import SCHEMA
from faro.identity.protect import Protected, needs_keys, protect
from faro.identity.records import has_key, record_keys
from faro.identity.tokens import token


@pytest.fixture(scope="module")
def persons(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    return persons_contract(tmp_path_factory.mktemp("contracts"))


def through(contract: Contract, *rows: dict[str, Any], ring: KeyRing = RING) -> Protected:
    return protect(frame(contract, *rows), contract, ring, "abc")


def observed(contract: Contract, **cells: Any) -> dict[str, Any]:
    return through(contract, {**ANA, **cells}).observations.row(0, named=True)


def problems(contract: Contract, **cells: Any) -> list[tuple[str, str]]:
    return through(contract, {**ANA, **cells}).problems.select("column", "rule").rows()


def test_the_frame_has_exactly_the_raw_columns(persons: Contract) -> None:
    made = through(persons, ANA).frame
    assert made.columns == ["_row_number", *(raw.name for raw in persons.raw_columns)]
    row = made.row(0, named=True)
    assert (row["birth_month"], row["age"], row["has_narrative"]) == (date(1990, 5, 1), 33, True)
    assert (row["sex"], row["province"]) == ("Mujer", "San José")
    assert row["number"] == token(RING, "record", "prueba/persons.number\x1fA-1")
    assert row["document_number"] == token(RING, "document", "0106130584")
    assert row["phone"] == token(RING, "phone", "88881234")
    assert row["alias"] is None
    assert {"caller", "narrative", "birth_date"}.isdisjoint(row)


@pytest.mark.parametrize(
    ("birth", "at", "age"),
    [(date(1990, 5, 17), date(2024, 5, 16), 33), (date(1990, 5, 17), date(2024, 5, 17), 34),
     (date(2004, 2, 29), date(2024, 2, 28), 19), (date(2024, 4, 1), date(2024, 3, 1), -1),
     (None, date(2024, 3, 1), None), (date(1990, 5, 17), None, None)],
)  # fmt: skip
def test_age_is_full_years_at_the_event(persons: Contract, birth: date, at: date, age: int | None) -> None:
    made = through(persons, {**ANA, "birth_date": birth, "happened_on": at}).frame
    assert made["age"].to_list() == [age]


def test_names_in_raw_tell_no_other_row_of_the_same_name(persons: Contract) -> None:
    """Counts of surnames are public: tokens that were equal for equal names would tell the commonest ones."""
    rows = [ANA, {**ANA, "number": "A-2"}, {**ANA, "given_names": "ANA  LUCIA"}]
    made = through(persons, *rows).frame
    for name in ("given_names", "first_surname", "address"):
        first, other_record, same_record = made[name].to_list()
        assert first == same_record != other_record
    assert made["document_number"].n_unique() == made["phone"].n_unique() == 1


def test_an_observation_is_what_the_design_says(persons: Contract) -> None:
    row = observed(persons)
    assert list(row) == list(SCHEMA)
    assert (row["row_number"], row["institution"], row["dataset"]) == (2, "prueba", "persons")
    assert (row["role"], row["version"], row["withdrawn"]) == ("victim", "2024-03-02", False)
    assert row["record_key"] == token(RING, "record", "prueba/persons\x1fA-1")
    assert row["erasure"] == token(RING, "erasure", "prueba/persons/A-1")
    assert (row["key_id"], row["document_kind"], row["sex"], row["nationality"]) == ("k1", "cedula", "woman", "CRI")
    assert row["document"] == token(RING, "document", "0106130584")
    assert row["phone"] == token(RING, "phone", "88881234")
    assert [row["birth_year"], row["birth_month"], row["birth_day"]] == [
        token(RING, "birth", each) for each in ("1990", "05", "17")
    ]
    assert set(row["places"]) > {token(RING, "place", each) for each in ("province san jose", "canton desamparados")}
    for part, name in (("given", "ana lucia"), ("surnames", "mora solano"), ("names", "mora solano ana lucia")):
        assert row[part] == encode(RING, part, pl.Series([name]))[0]  # type: ignore[arg-type]
    assert len(row["document_near"]) == 11
    assert len(row["blocks"]) == len(set(row["blocks"])) == 11 + 9
    assert not set(row["blocks"]) & set(row["document_near"])


def test_what_is_unknown_stays_unknown(persons: Contract) -> None:
    row = through(persons, {"number": "A-9"}).observations.row(0, named=True)
    told = {name for name, value in row.items() if value not in (None, [])}
    assert told == {"row_number", "institution", "dataset", "role", "record_key", "erasure", "key_id", "withdrawn"}
    assert row["birth_is_first_of_january"] is None
    assert (row["places"], row["blocks"]) == ([], [])


def test_swapped_day_and_month_can_be_seen(persons: Contract) -> None:
    one = observed(persons, birth_date=date(1990, 5, 7))
    other = observed(persons, birth_date=date(1990, 7, 5))
    assert (one["birth_month"], one["birth_day"]) == (other["birth_day"], other["birth_month"])
    assert set(one["blocks"]) == set(other["blocks"])


def test_the_first_of_january_is_marked_and_makes_no_block_of_its_own(persons: Contract) -> None:
    ordinary, first = observed(persons), observed(persons, birth_date=date(1990, 1, 1))
    assert (ordinary["birth_is_first_of_january"], first["birth_is_first_of_january"]) == (False, True)
    assert set(first["blocks"]) < set(ordinary["blocks"])


def test_a_row_without_a_key_is_called_after_its_place(persons: Contract) -> None:
    named = token(RING, "record", "prueba/persons\x1fabc/2")
    assert observed(persons, number=None)["record_key"] == observed(persons, number="  ")["record_key"] == named


@pytest.mark.parametrize(
    "number", [" A-1", "A-1\u00a0", "A\u200b-1", "\x1bA-1", "A-\uff11", "A\u00ad-1", "\u202eA-1\n"]
)
def test_numbers_that_look_alike_are_one(persons: Contract, number: str) -> None:
    """A number is the register's however it was typed, and nothing in it steers a screen."""
    plain, typed = (through(persons, {**ANA, "number": each}) for each in ("A-1", number))
    assert typed.frame["number"].to_list() == plain.frame["number"].to_list()
    for name in ("record_key", "erasure"):
        assert typed.observations[name].to_list() == plain.observations[name].to_list()
    assert record_keys(frame(persons, {**ANA, "number": number}), persons, "abc").to_list() == ["A-1"]


def test_an_accent_is_one_letter_or_two_marks(persons: Contract) -> None:
    one, other = (observed(persons, number=each)["record_key"] for each in ("IN\u00c1-1", "INA\u0301-1"))
    assert one == other != observed(persons, number="INA-1")["record_key"]


def test_rows_that_were_read_in_parts_are_called_as_others(persons: Contract) -> None:
    whole = frame(persons, *({**ANA, "number": f"A-{number}"} for number in range(20)))
    parts = pl.concat([whole[:7], whole[7:]], rechunk=False).filter(pl.col("_row_number") % 3 == 0)
    assert parts.n_chunks() > 1
    assert record_keys(parts, persons, "abc").to_list() == [f"A-{number}" for number in (1, 4, 7, 10, 13, 16, 19)]
    assert has_key(parts, persons.key).all()


@pytest.mark.parametrize(
    ("state", "withdrawn"), [("Anulado", True), ("ANULADO", True), ("Vigente", False), (None, False)]
)
def test_a_withdrawn_row_says_so(persons: Contract, state: str | None, withdrawn: bool) -> None:
    assert observed(persons, estado=state)["withdrawn"] is withdrawn


@pytest.mark.parametrize(
    "cells",
    [
        {"document_number": "106130584"},
        {"document_number": "2-0613-0584"},  # one digit
        {"document_number": None},
        {"given_names": "Ana", "second_surname": None},
        {"first_surname": "Moras", "birth_date": date(1990, 5, 17)},
        {"given_names": "Lucía", "document_number": None},
        {"birth_date": date(1990, 1, 1), "document_number": None},
        {"birth_date": date(1991, 5, 17), "document_number": None},
        {"birth_date": None, "document_number": None},
        {"birth_date": date(1990, 1, 1), "document_number": None, "given_names": "Analú"},
    ],
)
def test_rows_about_one_person_find_each_other(persons: Contract, cells: dict[str, Any]) -> None:
    other = observed(persons, number="B-7", phone=None, **cells)
    assert set(observed(persons)["blocks"]) & set(other["blocks"])


def test_rows_about_strangers_of_one_place_do_not(persons: Contract) -> None:
    stranger = {"document_number": "2-0321-0777", "given_names": "Rosa", "first_surname": "Vargas", "phone": None,
                "second_surname": "Quesada"}  # fmt: skip
    other = observed(persons, number="B-7", **stranger)
    assert not set(observed(persons)["blocks"]) & set(other["blocks"])
    sibling = observed(
        persons, document_number="2-0321-0777", given_names="Luis", birth_date=date(1992, 8, 3), phone=None
    )
    assert not set(observed(persons)["blocks"]) & set(sibling["blocks"])


def test_a_full_name_gives_the_same_as_its_parts(persons: Contract, tmp_path: Path) -> None:
    says = [{"property": "identity", "value": "full_name"}, {"property": "nameOrder", "value": "surnames_first"}]
    names = {"given_names", "first_surname", "second_surname"}
    whole = [each for each in COLUMNS if each["name"] not in names]
    whole.append({**COLUMNS[3], "name": "full_name", "customProperties": says})
    contract = persons_contract(tmp_path, whole)
    row = {name: value for name, value in ANA.items() if name not in names} | {"full_name": "MORA SOLANO ANA LUCÍA"}
    made = through(contract, row).observations.row(0, named=True)
    apart = observed(persons)
    assert {name for name in SCHEMA if made[name] != apart[name]} == set()
    single = through(contract, {**row, "full_name": "Anita"}).observations.row(0, named=True)
    assert (single["given"], single["surnames"], single["names"] is None) == (None, None, False)


def test_what_cannot_exist_is_told_by_row_and_column(persons: Contract) -> None:
    assert problems(persons) == []
    assert problems(persons, document_number="12") == [("document_number", "not_a_document")]
    assert problems(persons, document_number="NO PORTA") == []
    assert problems(persons, caller=None) == [("caller", "required")]
    assert problems(persons, alias="El 7") == [("alias", "pattern")]
    told = through(persons, ANA, {**ANA, "document_number": "12"})
    assert [(each.row, each.column, each.rule) for each in told.each_problem()] == [
        (3, "document_number", "not_a_document")
    ]


def test_an_impossible_document_is_no_token_of_its_text(persons: Contract) -> None:
    made = through(persons, {**ANA, "document_number": "12"})
    assert made.frame["document_number"].to_list() == made.observations["document"].to_list() == [None]


def test_two_installations_share_nothing(persons: Contract) -> None:
    one, other = (through(persons, ANA, ring=ring) for ring in (RING, OTHER))
    assert not written_tokens(one) & written_tokens(other)
    bits = [np.frombuffer(each.observations["names"][0], np.uint8) for each in (one, other)]
    assert not np.array_equal(*bits)


def written_tokens(made: Protected) -> set[str]:
    texts = {str(cell) for row in made.frame.iter_rows() for cell in row}
    for row in made.observations.iter_rows():
        texts |= {each for cell in row for each in (cell if isinstance(cell, list) else [str(cell)])}
    return {text for text in texts if text.startswith("k1:")}


#: Cells that nothing else in a row may happen to hold.
CANARIES = st.text("GHJQWXYZghjqwxyz0123456789 -", min_size=6, max_size=24).filter(lambda text: len(text.strip()) > 4)
DIRECT = ["document_number", "given_names", "first_surname", "second_surname", "alias", "phone", "address", "caller",
          "narrative"]  # fmt: skip


@examples(150, keeps_fixtures=True)
@given(
    cells=st.fixed_dictionaries(dict.fromkeys(DIRECT, CANARIES)), kind=st.sampled_from(["cedula", "dimex", "", None])
)
def test_no_direct_identifier_leaves_the_door(persons: Contract, cells: dict[str, str], kind: str | None) -> None:
    made = through(persons, {**ANA, **cells, "document_type": kind})
    written = "\n".join(
        table.cast({name: pl.String for name, type_ in table.schema.items() if type_ == pl.Date}).write_json()
        for table in (made.frame, made.observations.drop("given", "surnames", "names"), made.problems)
    ) + "".join(str(made.observations[part][0]) for part in ("given", "surnames", "names"))
    plain = written.casefold()
    for cell in cells.values():
        for form in (cell, cell.strip(), cell.replace("-", "").replace(" ", "")):
            assert len(form) < 5 or form.casefold() not in plain
    assert "Llamó" not in repr(made)


@examples(60, keeps_fixtures=True)
@given(names=st.lists(NAME_TEXTS, min_size=3, max_size=3), document=st.text(max_size=15), phone=st.text(max_size=15))
def test_whatever_clerks_write_comes_through(persons: Contract, names: list[str], document: str, phone: str) -> None:
    cells = dict(zip(("given_names", "first_surname", "second_surname"), names, strict=True))
    made = through(persons, {**ANA, **cells, "document_number": document, "phone": phone, "address": document})
    assert made.frame.height == made.observations.height == 1
    assert made.observations.schema == SCHEMA


def test_nothing_comes_of_no_rows(persons: Contract) -> None:
    made = through(persons)
    assert made.frame.columns == ["_row_number", *(raw.name for raw in persons.raw_columns)]
    assert made.observations.schema == SCHEMA
    assert made.observations.is_empty()


def test_an_error_at_the_door_holds_no_value(persons: Contract, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object) -> None:
        raise ValueError("cannot read 'Ana Lucía Mora'")

    monkeypatch.setattr(door, "facts_of", stumble)
    with pytest.raises(ProtectionFailed) as failure:
        through(persons, ANA)
    assert "Ana" not in failure.value.message("es") + str(failure.value.facts)
    assert failure.value.__suppress_context__
    assert failure.value.facts == {"institution": "prueba", "dataset": "persons", "status": "ValueError"}


def test_only_what_tells_needs_keys(persons: Contract, tmp_path: Path) -> None:

    plain = synthetic_contract(
        tmp_path, "plain", [column("figure", "integer"), column("province")], {"type": "newRows"}
    )
    assert (needs_keys(persons), needs_keys(plain)) == (True, False)
    rows = pl.DataFrame({"_row_number": [1, 2], "figure": [3, None], "province": ["LIMON", None]})
    made = protect(rows, plain, KeyRing(()))
    assert made.frame.equals(rows)
    assert made.observations.is_empty()
    assert made.problems.is_empty()
