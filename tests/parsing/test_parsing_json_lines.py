"""JSON lines: null and missing are the same, broken lines are problems, nothing is lost."""

import gzip

import pytest
from parsing_material import as_jsonl, codes, layout, read, rules, values

from faro.parsing.errors import MissingColumn, NoEditionMatches, Truncated

PLACES = layout("place", "cases", "minor", required=("place",))
GOOD = {"Provincia": "Limón", "Cantidad": 4, "Menor": True}


def lines(*content: str) -> str:
    return as_jsonl([GOOD]) + "".join(f"{line}\n" for line in content)


def test_objects_are_rows() -> None:
    parsed = read(
        as_jsonl([GOOD, {"Provincia": "06", "Cantidad": None}, {"Provincia": "x", "Menor": False}]), PLACES, "a.jsonl"
    )
    assert parsed.frame.rows() == [(1, "Limón", 4, True), (2, "06", None, None), (3, "x", None, False)]
    assert (parsed.format, rules(parsed)) == ("jsonl", [])
    assert "BannerRowsDiffer" not in codes(parsed)


@pytest.mark.parametrize(
    ("line", "column", "rule"),
    [
        ('{"Provincia": ', None, "not_json"),
        ("[1, 2]", None, "not_json"),
        ("7", None, "not_json"),
        ('{"Provincia": "x", "Cantidad": NaN}', None, "not_json"),
        ('{"Provincia": "x", "Provincia": "y"}', None, "repeated_key"),
        ('{"Provincia": [{"x": 1}]}', "place", "not_a_scalar"),
        ('{"Provincia": {"x": 1}}', "place", "not_a_scalar"),
        ('{"Provincia": "x", "Cantidad": [1]}', "cases", "not_a_scalar"),
        ('{"Provincia": ["a; b"]}', "place", "separator_in_item"),
        ('{"Provincia": "x", "Cantidad": 1.5}', "cases", "not_an_integer"),
        ('{"Provincia": "a\\u0000b"}', "place", "nul_character"),
    ],
)
def test_a_broken_line_is_kept_as_a_problem(line: str, column: str | None, rule: str) -> None:
    parsed = read(lines(line, '{"Provincia": "fin"}'), PLACES, "a.jsonl")
    assert rules(parsed) == [(2, column, rule)]
    assert values(parsed, "_row_number") == [1, 2, 3]


def test_a_file_that_breaks_off_is_refused() -> None:
    with pytest.raises(Truncated) as refused:
        read(lines('{"Provincia": "x", "Cant')[:-1], PLACES, "a.jsonl")
    assert refused.value.facts["row"] == 2


def test_a_field_that_never_comes_is_a_missing_column() -> None:
    with pytest.raises(MissingColumn):
        read('{"Cantidad": 1, "Menor": true}\n', PLACES, "a.jsonl")


def test_objects_of_another_kind_are_refused() -> None:
    with pytest.raises(NoEditionMatches):
        read('{"a": 1}\n', PLACES, "a.jsonl")


def test_compressed_lines_are_read() -> None:
    assert len(read(gzip.compress(lines().encode()), PLACES, "a.jsonl.gz").frame) == 1


def test_an_unknown_field_is_told() -> None:
    assert "UnknownColumn" in codes(read(lines('{"Provincia": "x", "Otro": 1}'), PLACES, "a.jsonl"))
