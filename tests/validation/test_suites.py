"""Suites follow from contracts; what people write in `expectations/` is complete and speaks both languages."""

import json
import re
from pathlib import Path

import pytest
from synthetic_contracts import column, synthetic_contract
from validation_material import COLUMNS, contract_with

from faro.contracts import all_contracts, find_contract
from faro.parsing.rules import RULES as PARSING_RULES
from faro.validation.rules import _RULES, sentence
from faro.validation.suites import EXPECTATIONS, hand_written, own_rules, suite_of

FILES = sorted(EXPECTATIONS.glob("*/*.json"))
WRITTEN = [each for path in FILES for each in json.loads(path.read_text(encoding="utf-8"))["expectations"]]


def rules_of(suite: list[dict]) -> list[tuple[str, str | None, str]]:
    return [(each["meta"]["rule"], each["meta"]["column"], each["severity"]) for each in suite]


def test_a_suite_says_what_the_contract_says(tmp_path: Path) -> None:
    assert rules_of(suite_of(contract_with(tmp_path), 0)) == [
        ("columns", None, "critical"),
        ("too_few_rows", None, "critical"),
        ("required", "code", "critical"),
        ("pattern", "code", "critical"),
        ("required", "day", "critical"),
        ("in_the_future", "day", "critical"),
        ("in_the_future", "seen_at", "critical"),
        ("out_of_range", "age", "critical"),
        ("out_of_range", "rate", "critical"),
        ("unlisted_value", "sex", "warning"),
        ("duplicate_key", "code", "critical"),
    ]


LISTS = {"unlisted_code": "critical", "unlisted_value": "warning"}


def severity_of_lists(contract) -> dict[str, str]:
    lists = [each for each in rules_of(suite_of(contract, 0)) if each[0] in LISTS]
    assert all(LISTS[rule] == severity for rule, _, severity in lists)
    return {name: severity for _, name, severity in lists}


def test_an_unlisted_code_is_held_back_where_records_can_be_sent_again_corrected(tmp_path: Path) -> None:
    """Where a record has no version a list is a warning; where it has one, all lists hold but those with synonyms."""
    versioned = {"type": "keyedChanges", "version": "day"}
    columns = [
        *COLUMNS[:2],
        column("outcome", enum=[{"value": "Archivo"}]),
        column("sex", enum=[{"value": "mujer"}], customProperties=[{"property": "identity", "value": "sex"}]),
        column("nationality", enum=[{"value": "CRI"}],
               customProperties=[{"property": "identity", "value": "nationality"}]),
    ]  # fmt: skip
    person = [{"property": "deliveryRelation", "value": versioned},
              {"property": "person", "value": {"role": "victim", "ageAt": "day"}}]  # fmt: skip
    contract = synthetic_contract(tmp_path, "versionados", columns, versioned, customProperties=person)
    assert severity_of_lists(contract) == {"outcome": "critical", "sex": "warning", "nationality": "warning"}
    assert severity_of_lists(contract_with(tmp_path)) == {"sex": "warning"}


def test_the_lists_of_every_contract_follow_that_rule() -> None:
    for contract in all_contracts():
        for name, severity in severity_of_lists(contract).items():
            is_closed = contract.relation.version is not None and contract.column(name).identity is None
            assert severity == ("critical" if is_closed else "warning"), (contract.id, name)


def test_a_full_edition_may_repeat_its_keys(tmp_path: Path) -> None:
    suite = suite_of(contract_with(tmp_path, "edicion", "fullEdition"), 0)
    assert "duplicate_key" not in {rule for rule, _, _ in rules_of(suite)}


@pytest.mark.parametrize("contract", all_contracts(), ids=lambda contract: contract.id)
def test_every_rule_of_every_suite_has_a_sentence(contract) -> None:
    for rule, name, _ in rules_of(suite_of(contract, 10)):
        for language in ("es", "en"):
            assert sentence(rule, language).rstrip().endswith(".")
        assert name is None or contract.column(name).name == name


def test_a_rule_that_nobody_declared_has_no_sentence() -> None:
    with pytest.raises(KeyError):
        sentence("inventada", "es")


def test_a_rule_is_declared_in_one_place() -> None:
    declared = [*_RULES, *PARSING_RULES, *own_rules()]
    assert len(declared) == len(set(declared))
    assert len(own_rules()) == len(WRITTEN)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_hand_written_suite_belongs_to_a_contract(path: Path) -> None:
    contract = find_contract(path.parent.name, path.stem)
    assert json.loads(path.read_text(encoding="utf-8"))["name"] == f"{contract.institution}.{contract.dataset}"
    assert hand_written(contract)


@pytest.mark.parametrize("written", WRITTEN, ids=lambda each: each["meta"]["rule"])
def test_a_hand_written_rule_is_complete(written: dict) -> None:
    assert written["severity"] in {"critical", "warning"}
    assert written["description"]
    meta = written["meta"]
    assert meta.keys() == {"rule", "column", "es", "en"}
    assert meta["es"] != meta["en"]
    for sentences in (meta["es"], meta["en"]):
        assert len(re.findall(r"[.] ?", sentences)) >= 2  # what is wrong, and what to do
    assert re.match(r"select _row_number from \{batch\} ", written["kwargs"]["unexpected_rows_query"])
