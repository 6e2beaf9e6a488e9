"""Rows are read many at once where they are proven to be plain, else one by one: nobody can tell the difference."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from parsing_material import as_csv, layout, outcome, texts
from properties import examples

from faro.parsing import Layout, delimited, lines
from faro.parsing.headers import Header
from faro.parsing.lines import Lines, survey
from faro.parsing.rectangular import NotRectangular, plain_rows

SMALL = 48  #: bytes that are looked at together: rows, and what they go on in, lie on both sides of such a border


@contextmanager
def one_by_one() -> Iterator[None]:
    """Nothing is proven, so every row is read as if it were flawed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "survey", lambda *given, **stated: survey(*given, **stated).all_doubtful())
        yield


def both_ways(data: bytes, of: Layout) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "AT_ONCE", SMALL)
        fast = outcome(data, of)
    with one_by_one():
        assert fast == outcome(data, of)
    assert fast == outcome(data, of)


LINE_ENDS = ["\n", "\r\n", "\r"]
PIECES = st.sampled_from(
    ["a", "ñ", "12", "b c", ",", ",", ",", ";", "\t", '"', '""', '"x"', '"x,y"', '"x\ny"', '"x\r\ny"', " ", "\x1f",
     "\0", "\xa0", "\x85", "\ufeff", "Ã³", "Total", "Fuente: z", "c0", "\\", "'", "#"]
)  # fmt: skip
BROKEN = st.sampled_from([b"\xf3", b"\xff", b"\xc3", b"\x81", b"\xed\xa0\x80"])


@st.composite
def rows(draw: st.DrawFn) -> str:
    """Mostly plain rows of three cells; some are anything."""
    cell = st.sampled_from(["", "a", "ñ", "  ", "12", '"q"', '"q,r"', '"q""r"', "San José"])
    if draw(st.integers(0, 3)):
        return ",".join(draw(st.lists(cell, min_size=3, max_size=3)))
    return "".join(draw(st.lists(PIECES, max_size=8)))


HEADS = ["c0,c1,c2", '"c0","c1","c2"', "c0,c1,c2,,", "informe\n\nc0,c1,c2", '"a\nb",\nc0,c1,c2']


@st.composite
def files(draw: st.DrawFn) -> bytes:
    head = draw(
        st.sampled_from(["c0,c1,c2", '"c0","c1","c2"', "c0,c1,c2,,", "informe\n\nc0,c1,c2", '"a\nb",\nc0,c1,c2'])
    )
    end = draw(st.sampled_from(LINE_ENDS))
    ends = st.sampled_from(LINE_ENDS) if draw(st.booleans()) else st.just(end)
    written = [head + end] + [line + draw(ends) for line in draw(st.lists(rows(), min_size=1, max_size=12))]
    text = "".join(written)
    if draw(st.booleans()):
        text += draw(rows())
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"]))
    data = text.encode(encoding, "replace")
    if encoding.startswith("utf-8") and not draw(st.integers(0, 3)):
        at = draw(st.integers(min(len(head) + 5, len(data)), len(data)))
        data = data[:at] + draw(BROKEN) + data[at:] + "ñ".encode() * 8
    return data


@examples(400)
@given(data=files())
@example(b'c0,c1,c2\n1,"2\n3",4\n5,6,7\n"8,9\n1,2,3\n')
@example(b"c0,c1,c2\n\xef\xbb\xbf1,2,3\n4,5,6\n")
@example(b"c0,c1,c2,,\n1,2,3,,\n4,5,6,\x1f,\n7,8,9,x,\n1,2,3\n")
@example(b"c0,c1,c2\n1,2,3\n\nnota")
@example(b"c0,c1,c2\r1,2,3\r4,5,6\r")
def test_both_ways_give_the_same(data: bytes) -> None:
    both_ways(data, texts(3))


TYPED = st.sampled_from(
    ["13/01/2024", "2024-01-13", "31/31/2024", "", "LIMON", "4", "1.234,5", "1,5", "2024-01-13 10:00", "si", "x"]
)


@examples(100)
@given(
    table=st.lists(st.lists(TYPED, min_size=5, max_size=7), min_size=1, max_size=12),
    delimiter=st.sampled_from(",;\t|"),
    line_end=st.sampled_from(LINE_ENDS),
)
def test_both_ways_find_the_same_flaws_of_typed_columns(table: list[list[str]], delimiter: str, line_end: str) -> None:
    header = ["Fecha", "Provincia", "Cantidad", "Tasa", "Registro", "Menor"]
    both_ways(as_csv([header, *table], delimiter, line_end).encode(), layout())


def proven(data: bytes, delimiter: str = ",", width: int = 2) -> list[int]:
    """The lines that are read many at once."""
    return np.flatnonzero(~survey(data, delimiter, width, lossy=False).doubtful).tolist()


def test_plain_lines_are_proven_and_others_are_not() -> None:
    written = [b"c0,c1", b"1,2", b'"1","2"', b"", b"1", b"1,2,3", b'"1\n2",3', b'a"b,2', b'"a"b,2', b'"a""b",2', b","]
    assert proven(b"\n".join([*written, b""])) == [0, 1, 2, 10, 11]
    assert proven(b"\r\n".join([*written, b""])) == [0, 1, 2, 10, 11]


def test_the_last_line_is_not_proven_where_nothing_closes_it() -> None:
    assert proven(b"c0,c1\n1,2\n3,4\n5,6") == [0, 1]
    assert proven(b"c0,c1\n1,2\n3,4\n5,6\n") == [0, 1, 2, 3]


def test_a_proof_that_does_not_hold_is_noticed() -> None:
    """Two lines that somebody declared to be plain and are not: the reader's own counts differ."""
    text = b"1,2\n3,4,5\n"
    false = Lines(text, np.array([0, 4, 10]), np.zeros(2, np.bool_))
    header = Header(texts(2).editions[0], 0, ("c0", "c1"), {"c0": 0, "c1": 1}, (("c0", "c1"),))
    with pytest.raises(NotRectangular):
        plain_rows(false, slice(0, 2), np.array([1, 2]), ",", header)
