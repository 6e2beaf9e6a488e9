"""Lines of one shape are read many at once, all others one by one: nobody can tell the difference."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from parsing_material import outcome, texts
from properties import examples

from faro.parsing import Column, Edition, Layout, json_lines
from faro.parsing.json_shapes import AS_IT_STANDS, Sorted, sort_lines
from faro.parsing.json_values import Paths, as_cell

HEADERS = {"text": "Texto", "count": "a.n", "rate": "a.b.x", "day": "Fecha", "minor": "Menor", "care": "Lista"}
TYPES = {"text": "string", "count": "integer", "rate": "number", "day": "date", "minor": "boolean", "care": "string"}
OF = Layout(
    "prueba",
    "lineas",
    tuple(Column(name, kind, False) for name, kind in TYPES.items()),  # type: ignore[arg-type]
    (Edition("1", None, 0, HEADERS),),
)


@contextmanager
def one_by_one() -> Iterator[None]:
    """No line has a shape."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_lines, "sort_lines", lambda lines, *_, **_stated: Sorted([], _numbers(lines)))
        yield


def _numbers(lines: list[str]) -> pl.Series:
    return pl.int_range(1, len(lines) + 1, eager=True)


def both_ways(data: bytes, of: Layout = OF) -> None:
    fast = outcome(data, of, "entrega.jsonl")
    with one_by_one():
        assert fast == outcome(data, of, "entrega.jsonl")


STRINGS = st.sampled_from(
    ['""', '"a"', '"ñ"', '" "', '"\\u00f1"', '"\\n"', '"\\ud800"', '"\\ud83d\\ude00"', '"\\""', '"\\x"', '"a\tb"',
     '"\\u0000"', '"\\\\"', '"\x7f"', '"\x85"', '"\u2028"', '"\xa0"', '":1,"', '", \\"a\\": "', '"}"', '"true"', '"12"',
     '"1.234,5"', '"Ã³"', '"2024-01-13"', '"13/01/2024"', '"Total"']
)  # fmt: skip
NUMBERS = st.sampled_from(
    ["0", "-0", "7", "-12", "007", "+1", "1.", ".5", "1.50", "2.0", "-0.0", "0.1234", "0.00001", "0.0001", "1e3",
     "1E-7", "1e400", "9007199254740993", "123456.123456789", "9" * 30, "9" * 45, "9" * 5000, "0." + "1" * 20]
) | st.floats(allow_nan=False, allow_infinity=False).map(repr) | st.integers().map(str)  # fmt: skip
OTHERS = st.sampled_from(
    ["null", "true", "false", "NaN", "-Infinity", "nul", "{}", '{"x": 1}', "[]", '["a", "b"]', '["a","b"]', '["a; b"]',
     "[1, 2.0, null]", "[[1]]", '[{"x": 1}]', "[1,]", '["a"', ""]
)  # fmt: skip
VALUES = st.one_of(STRINGS, STRINGS, NUMBERS, OTHERS)
SHAPES = st.sampled_from(
    [
        '{"Texto": %s, "a": {"n": %s, "b": {"x": %s}}, "Fecha": %s, "Menor": %s, "Lista": %s}',
        '{"Texto": %s, "a": {"n": %s, "b": {"x": %s}}, "Fecha": %s, "Menor": %s, "Lista": %s}',
        '{"Texto":%s,"a":{"n":%s,"b":{"x":%s}},"Fecha":%s,"Menor":%s,"Lista":%s}',
        '{"a": {"b": {"x": %s}, "n": %s}, "Texto": %s, "Fecha": %s, "Menor": %s, "Lista": %s}',
        '{"Texto": %s, "Fecha": %s, "a.n": %s, "Menor": %s}',
        '{"Texto": %s, "Texto": %s, "Fecha": %s, "Menor": %s}',
        '{"Texto": %s, "a": null, "Fecha": %s, "Otro": %s}',
        '{"Texto": %s, "a": %s, "Fecha": %s}',
        '{"Texto": %s, ":1,x": %s, "Fecha": %s, "a": {}}',
        ' {"Texto": %s, "Fecha" : %s, "Menor":  %s } \r',
        '{"Texto": %s, "a": {"n": %s}, "a.n": %s, "Fecha": 1}',
        '[%s]',
        '{"Texto": %s',
        "%s",
    ]
)  # fmt: skip


@st.composite
def line(draw: st.DrawFn, values: st.SearchStrategy[str]) -> str:
    shape = draw(SHAPES)
    return shape % tuple(draw(st.lists(values, min_size=shape.count("%s"), max_size=shape.count("%s"))))


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Sound values mostly, so that many lines have a shape; the first line names the fields."""
    sound = st.sampled_from(["null", '"a"', '"ñ"', "12", "0.25", "true", '["a", "b"]'])
    first = '{"Texto": "a", "a": {"n": 1, "b": {"x": 0.5}}, "Fecha": null, "Menor": null, "Lista": null}'
    lines = draw(st.lists(line(sound) | line(sound) | line(VALUES), max_size=12))
    lines.insert(draw(st.integers(0, min(2, len(lines)))), first)
    end = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    data = (end.join(lines) + draw(st.sampled_from([end, end, ""]))).encode(
        draw(st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "latin-1"])), "replace"
    )
    if not draw(st.integers(0, 3)):
        at = draw(st.integers(min(60, len(data)), len(data)))
        data = data[:at] + draw(st.sampled_from([b"\xff", b"\xc3", b"\x1f", b"\0"])) + data[at:] + "ñ".encode() * 8
    return data


@examples(200)
@given(data=files())
@example(b'{"Texto": "a", "a": {"n": 1}, "Fecha": null}\n{"Texto": "a", "a": null, "Fecha": null}\n')
@example(b'{"Texto": "a", "Fecha": null, "Menor": 1}\n{"Texto": ", \\"Fecha\\": ", "Fecha": 1, "Menor": 2}\n')
@example(b'{"Texto": "a", "Fecha": null}\n{"Texto": ' + b"9" * 5000 + b', "Fecha": null}\n')
def test_both_ways_give_the_same(data: bytes) -> None:
    both_ways(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["n", "b", "x", "Texto"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@examples(100)
@given(
    rows=st.lists(st.dictionaries(st.sampled_from(["Texto", "a", "Fecha", "a.n", "Lista"]), JSON), max_size=8),
    is_ascii=st.booleans(),
    compact=st.booleans(),
)
def test_both_ways_give_the_same_of_any_objects(rows: list[dict[str, object]], is_ascii: bool, compact: bool) -> None:
    first = {"Texto": "x", "a": {"n": 1, "b": {"x": 2}}, "Lista": []}
    separators = (",", ":") if compact else None
    written = [json.dumps(row, ensure_ascii=is_ascii, separators=separators) for row in [first, *rows, first, *rows]]
    both_ways("\n".join(written).encode("utf-8", "replace"))


@given(
    st.floats(allow_nan=False, allow_infinity=False).map(repr)
    | st.decimals(-(10**7), 10**7, places=8).map(str)
    | NUMBERS
)
def test_a_number_stands_as_it_is_only_where_python_writes_it_so(number: str) -> None:
    if len(number) < 100 and pl.Series([number]).str.contains(rf"\A{AS_IT_STANDS}\z").item():
        assert as_cell(json.loads(number), joined=False) == (number, None)


def left(*lines: str) -> list[int]:
    """The numbers of the lines that are read one by one."""
    return sort_lines(lines, Paths.of(texts(2)), lossy=False).others.to_list()


def test_lines_have_a_shape_whatever_their_values_are_and_others_are_left() -> None:
    sound = ['{"c0": 1, "c1": "x"}', '{"c0": null, "c1": ["a", "b"]}', '{"c0": 1.5e3, "c1": "\\u00f1"} \r']
    assert left(*sound) == []
    assert left(*sound, '{"c0": 1, "c1": {}}', '{"c0": 1, "c1": 2, "c1": 3}', '{"c0": 01, "c1": 2}', "x") == [
        4,
        5,
        6,
        7,
    ]


def test_several_shapes_are_told_from_each_other() -> None:
    written = [
        '{"c0": 1, "c1": "x"}',
        '{"c1": 1, "c0": "x"}',
        '{"c0": 1}',
        '{"c0":1,"c1":2}',
        '{"c0": {"a": 1}, "c1": 2}',
    ]
    found = sort_lines(written * 2, Paths.of(texts(2)), lossy=False)
    assert [(each.numbers.to_list(), [*each.values]) for each in found.alike] == [
        ([1, 6], ["c0", "c1"]),
        ([2, 7], ["c1", "c0"]),
        ([3, 8], ["c0"]),
        ([4, 9], ["c0", "c1"]),
    ]
    assert found.others.to_list() == [5, 10]


def test_lines_without_escapes_are_plain_and_their_values_are_those_of_python() -> None:
    plain = ['{"c0": 1, "c1": "ñ, {:"}', '{"c0": -0.25, "c1": null}', '{"c0": true, "c1": ""}']
    found = sort_lines([*plain, '{"c0": 1e3, "c1": "\\n"}'], Paths.of(texts(2)), lossy=False).alike
    assert [(each.plain, each.numbers.to_list()) for each in found] == [(True, [1, 2, 3]), (False, [4])]
    assert [value.to_list() for value in found[0].values.values()] == [
        ["1", "-0.25", "true"],
        ['"ñ, {:"', "null", '""'],
    ]


def test_a_line_of_very_many_fields_has_a_shape_too() -> None:
    written = json.dumps({f"c{number}": "x" for number in range(5_000)})
    (found,) = sort_lines([written] * 2, Paths.of(texts(2)), lossy=False).alike
    assert (found.numbers.to_list(), len(found.values)) == ([1, 2], 5_000)
