"""Nested JSON lines: fields by their path, absent objects as blanks, lists as text; nothing disappears silently."""

import gzip
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parsing_material import as_jsonl, codes, of_contract, read, rules, values
from properties import examples

from faro.parsing import Column, Edition, Layout
from faro.parsing.errors import CorruptArchive, MissingColumn

HEADERS = {
    "number": "episodio.numero",
    "attended_on": "episodio.fecha",
    "document": "paciente.documento.numero",
    "age": "paciente.edad",
    "care": "cuidados",
}
TYPES = {"number": "string", "attended_on": "date", "document": "string", "age": "integer", "care": "string"}
CARE = Layout(
    "ccss",
    "care_episodes",
    tuple(Column(name, kind, name == "number") for name, kind in TYPES.items()),  # type: ignore[arg-type]
    (Edition("2024", None, 0, HEADERS),),
)
GOOD = {
    "episodio": {"numero": "E-1", "fecha": "2024-01-31"},
    "paciente": {"documento": {"numero": "102340567"}, "edad": 20},
    "cuidados": ["urgencias", "psicología"],
}


def parsed(*rows: dict[str, Any]) -> Any:
    return read(as_jsonl([GOOD, *rows]), CARE, "a.jsonl")


def test_fields_are_found_by_their_path() -> None:
    found = parsed()
    assert found.frame.drop("_row_number", "attended_on").rows() == [
        ("E-1", "102340567", 20, "urgencias; psicología")
    ]  # fmt: skip
    assert (rules(found), codes(found)) == ([], {"EditionRecognised", "EncodingRecognised"})


def test_compressed_nested_lines_are_read() -> None:
    packed = gzip.compress(as_jsonl([GOOD] * 3).encode())
    found = read(packed, CARE, "episodios.jsonl.gz")
    assert (len(found.frame), found.format, "FormatDiffers" in codes(found)) == (3, "jsonl", False)
    with pytest.raises(CorruptArchive):
        read(packed[:-9], CARE, "episodios.jsonl.gz")


@pytest.mark.parametrize("patient", [None, {}, {"documento": None}, {"documento": {}}, {"documento": {"numero": None}}])
def test_an_absent_or_null_object_is_a_blank(patient: Any) -> None:
    found = parsed({"episodio": {"numero": "E-2"}, "paciente": patient})
    assert (values(found, "document")[1], values(found, "age")[1]) == (None, None)
    assert rules(found) == []
    assert "UnknownColumn" not in codes(found)


def test_an_object_that_is_left_out_is_a_blank() -> None:
    found = parsed({"episodio": {"numero": "E-2"}})
    assert (values(found, "document"), rules(found)) == (["102340567", None], [])


@pytest.mark.parametrize("patient", ["102340567", 7, True, [], [{"documento": {"numero": "1"}}], ["x"]])
def test_a_lone_value_where_an_object_belongs_is_a_problem_of_its_row(patient: Any) -> None:
    found = parsed({"episodio": {"numero": "E-2"}, "paciente": patient})
    assert rules(found) == [(2, None, "not_an_object")]
    assert len(found.frame) == 2


@pytest.mark.parametrize(
    ("care", "text"),
    [(["a"], "a"), (["a", "b"], "a; b"), ([], None), ([None, "a"], "a"), ([1, 2.0, True], "1; 2; TRUE"), ("a", "a")],
)
def test_a_list_of_values_is_one_text(care: Any, text: str | None) -> None:
    found = parsed({"episodio": {"numero": "E-2"}, "cuidados": care})
    assert (values(found, "care")[1], rules(found)) == (text, [])


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        ({"cuidados": [{"tipo": "a"}]}, "care", "not_a_scalar"),
        ({"cuidados": ["a", ["b"]]}, "care", "not_a_scalar"),
        ({"cuidados": {"tipo": "a"}}, "care", "not_a_scalar"),
        ({"cuidados": ["a; b", "c"]}, "care", "separator_in_item"),
        ({"paciente": {"edad": [20]}}, "age", "not_a_scalar"),
        ({"paciente": {"documento": {"numero": {"x": "1"}}}}, "document", "not_a_scalar"),
    ],
)
def test_what_cannot_be_one_cell_is_a_problem(row: dict[str, Any], column: str, rule: str) -> None:
    assert rules(parsed({"episodio": {"numero": "E-2"}, **row})) == [(2, column, rule)]


def test_unknown_nested_fields_are_told_by_their_path() -> None:
    found = parsed({"episodio": {"numero": "E-2", "sala": {"piso": 3}}, "otro": {"a": {"b": [1]}}})
    told = {note.facts["column"] for note in found.findings if note.code == "UnknownColumn"}
    assert told == {"episodio.sala.piso", "otro.a.b"}
    assert rules(found) == []


def test_a_path_that_comes_twice_is_a_problem() -> None:
    """Once nested and once as a field whose name holds the points."""
    found = parsed({"episodio": {"numero": "E-2"}, "episodio.numero": "E-3"})
    assert rules(found) == [(2, None, "repeated_key")]


def test_a_required_path_that_never_comes_is_a_missing_column() -> None:
    rows = [{"episodio": {"fecha": "2024-01-31"}, "paciente": GOOD["paciente"], "cuidados": "x"}]
    with pytest.raises(MissingColumn) as refused:
        read(as_jsonl(rows), CARE, "a.jsonl")
    assert refused.value.facts["expected_column"] == "episodio.numero"


def test_objects_of_any_depth_end() -> None:
    deep: Any = "x"
    for _ in range(400):
        deep = {"a": deep}
    assert len(parsed({"episodio": {"numero": "E-2"}, "otro": deep}).frame) == 2


def test_the_contract_of_the_health_service_reads_nested_lines() -> None:
    of = of_contract("ccss", "care_episodes")
    row: dict[str, Any] = {}
    for header in of.editions[-1].collected.values():
        *objects, leaf = header.split(".")
        inner = row
        for name in objects:
            inner = inner.setdefault(name, {})
        inner[leaf] = "2024-01-31" if "fecha" in header.lower() or "actualizado" in header else "7"
    found = read(as_jsonl([row]), of, "episodios.jsonl")
    assert (len(found.frame), rules(found)) == (1, [])
    assert None not in found.frame.row(0)


LEAVES = st.none() | st.booleans() | st.integers(-9, 9) | st.text("ab", max_size=3)
OBJECTS = st.recursive(
    LEAVES, lambda inner: st.dictionaries(st.text("xyz", min_size=1, max_size=2), inner, max_size=3), max_leaves=12
)


def leaves(value: Any, path: str = "") -> dict[str, Any]:
    if not isinstance(value, dict):
        return {path: value}
    return {name: leaf for key, inner in value.items() for name, leaf in leaves(inner, f"{path}.{key}").items()}


@examples(80)
@given(extra=st.dictionaries(st.text("xyz", min_size=1, max_size=2), OBJECTS, max_size=4))
def test_every_leaf_of_an_unknown_object_is_told_and_no_row_is_lost(extra: dict[str, Any]) -> None:
    found = read(json.dumps({**GOOD, **extra}) + "\n", CARE, "a.jsonl")
    told = {note.facts["column"] for note in found.findings if note.code == "UnknownColumn"}
    assert told == {path.removeprefix(".") for path in leaves(extra)} - {""}
    assert (len(found.frame), rules(found), values(found, "number")) == (1, [], ["E-1"])
