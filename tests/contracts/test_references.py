"""A column with another register's numbers says whose they are, and its tokens are that register's."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from synthetic_contracts import column, document, synthetic_contract, write_contract

from faro.contracts import Contract, contract_of
from faro.contracts.checks import problems_of
from faro.identity.keys import Key, KeyRing
from faro.identity.records import number_tokens

RING = KeyRing((Key("k1", b"a key of these tests, and of nothing else"),))
RELATION = {"type": "newRows"}
CASES = "../prueba/cases.odcs.yaml#schema/cases/properties/case_number"


def number(name: str, *to: str, classification: str = "record_identifier") -> dict[str, Any]:
    stated = {"relationships": [{"type": "foreignKey", "to": each} for each in to]} if to else {}
    return column(name, classification=classification, **stated)


@pytest.fixture
def cases(tmp_path: Path) -> Contract:
    columns = [number("case_number"), number("office", classification="none")]
    return synthetic_contract(tmp_path, "cases", columns, RELATION)


def flaws(cases: Contract, *to: str, classification: str = "record_identifier") -> list[str]:
    """Of a contract whose column `case` refers to these."""
    path = write_contract(
        cases.path.parents[1], document("stages", [number("case", *to, classification=classification)], RELATION)
    )
    return [each.message for each in problems_of(path) if "relationships" in each.message or "case" in each.message]


@pytest.mark.parametrize("to", ["cases.case_number", CASES])
def test_tokens_of_a_reference_meet_those_of_its_register(cases: Contract, to: str) -> None:
    assert flaws(cases, to) == []
    stages = synthetic_contract(cases.path.parents[1], "stages", [number("case", to)], RELATION)
    assert stages.register_of(stages.column("case")) == "prueba/cases.case_number"
    there, here = (
        number_tokens(RING, contract, contract.column(name), pl.Series(["A-1"])).to_list()
        for contract, name in ((cases, "case_number"), (stages, "case"))
    )
    assert there == here


@pytest.mark.parametrize(
    "to",
    [
        ("numbers.case_number",), ("cases.number",), ("cases.office",), (CASES.replace("prueba", "nobody"),),
        (CASES.replace("schema/cases", "schema/others"),), ("cases.case_number", CASES),
    ],
)  # fmt: skip
def test_a_reference_that_leads_to_no_register_is_refused(cases: Contract, to: tuple[str, ...]) -> None:
    assert len(flaws(cases, *to)) >= 1


def test_only_a_number_refers_to_a_register(cases: Contract) -> None:
    assert len(flaws(cases, "cases.case_number", classification="none")) == 1


def test_courts_number_their_files_as_the_prosecution_does() -> None:
    found = {
        contract.register_of(contract.column("case_number"))
        for contract in map(contract_of, ("poder_judicial/sentences", "poder_judicial/seizures", "fiscalia/stages"))
    }
    assert found == {"fiscalia/cases.case_number"}
