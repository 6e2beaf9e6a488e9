"""Documents in one spelling: lost zeros come back, what cannot exist is told, what is none is nothing."""

import re

import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from identity_material import RING

from faro.identity.documents import Document, document, documents, one_left_out
from faro.identity.tokens import token

CEDULAS = st.tuples(st.integers(1, 9), st.integers(1, 9999), st.integers(1, 9999))


@given(CEDULAS)
def test_every_way_to_write_a_cedula_is_one_token(parts: tuple[int, int, int]) -> None:
    province, volume, entry = parts
    assume(re.fullmatch(r"(\d)\1{4,}", f"{province}{volume}{entry}") is None)  # one digit only is how clerks write none
    written = [
        f"{province}-{volume}-{entry}",
        f"{province:02}-{volume:04}-{entry:04}",
        f"{province}{volume:04}{entry:04}",
        f"0{province}{volume:04}{entry:04}",
        f" {province} {volume:04} {entry:04} ",
        f"{province}{volume:04}{entry:04}.0",
        f"{province}.{volume:04}.{entry:04}",
    ]
    numbers = {document(each, kind).number for each in written[:-2] for kind in ("cedula", "Cédula de identidad")}
    numbers |= {document(each, "CED").number for each in written}
    (number,) = numbers
    assert number == f"0{province}{volume:04}{entry:04}"
    assert len({token(RING, "document", each or "") for each in numbers}) == 1


@pytest.mark.parametrize(
    ("number", "kind", "expected"),
    [
        ("155812994816", "DIMEX", Document("dimex", "155812994816")),
        ("1558-1299-4816", "cédula de residencia", Document("dimex", "155812994816")),
        ("c01234567", "Pasaporte", Document("pasaporte", "C01234567")),
        ("C-0123 4567", "PAS", Document("pasaporte", "C01234567")),
        ("1-0613-0584", None, Document(None, "0106130584")),
        ("155812994816", None, Document(None, "155812994816")),
        ("C01234567", "otro", Document(None, "C01234567")),
        ("NO PORTA", "cedula", Document(None, None)),
        ("INDOCUMENTADO", None, Document(None, None)),
        ("000000000", "cedula", Document(None, None)),
        ("-", "pasaporte", Document(None, None)),
        ("12345678", "cedula", Document("cedula", None, True)),
        ("1006130584", "cedula", Document("cedula", None, True)),
        ("0006130584", "cedula", Document("cedula", None, True)),
        ("155812994816", "cedula", Document("cedula", None, True)),
        ("255812994816", "dimex", Document("dimex", None, True)),
        ("1558129948", "dimex", Document("dimex", None, True)),
        ("A1", "pasaporte", Document("pasaporte", None, True)),
    ],
)
def test_documents_as_clerks_write_them(number: str, kind: str | None, expected: Document) -> None:
    assert document(number, kind) == expected


@given(st.text(max_size=20), st.none() | st.sampled_from(["cedula", "DIMEX", "pasaporte", "", "?"]))
def test_any_text_is_a_document_none_or_impossible(number: str, kind: str | None) -> None:
    found = document(number, kind)
    assert not (found.is_impossible and (found.kind is None or found.number))
    assert found.number is None or document(found.number, found.kind).number == found.number


@given(CEDULAS, st.integers(0, 9), st.integers(0, 9))
def test_two_numbers_with_one_typing_error_share_what_is_left(
    parts: tuple[int, int, int], place: int, digit: int
) -> None:
    number = f"0{parts[0]}{parts[1]:04}{parts[2]:04}"
    near = set(one_left_out(number))
    replaced = number[:place] + str(digit) + number[place + 1 :]
    left_out = number[:place] + number[place + 1 :]
    doubled = number[:place] + str(digit) + number[place:]
    swapped = number[:place] + number[place + 1 : place + 2] + number[place : place + 1] + number[place + 2 :]
    assert all(near & set(one_left_out(each)) for each in (replaced, left_out, doubled, swapped))
    assert not near & set(one_left_out(number[::-1] + "77"))


WRITTEN = st.one_of(
    CEDULAS.map(lambda parts: "{}-{:04}-{:04}".format(*parts)),
    CEDULAS.map(lambda parts: "{}{:04}{:04}".format(*parts)),
    CEDULAS.map(lambda parts: "0{}{:04}{:04}".format(*parts)),
    st.sampled_from(
        ["1-1111-1111", "222222222", "0333333333", "0-1061-3058", "١-0613-0584", "1-0613-0584\n", "NO PORTA"]
    ),
    st.from_regex(r"[01]?[0-9]{8,12}(\.0)?", fullmatch=True),
    st.text("0123456789-. AX٣ñ\n", max_size=14),
    st.none(),
)
KINDS = st.sampled_from([None, "", "cedula", "Cédula de identidad", "DIMEX", "pasaporte", "otro", "CI"])


@given(st.lists(st.tuples(WRITTEN, KINDS), min_size=1, max_size=12))
def test_many_documents_at_once_are_those_one_by_one(cells: list[tuple[str | None, str | None]]) -> None:
    numbers, kinds = (pl.Series(column, dtype=pl.String) for column in zip(*cells, strict=True))
    expected = [document(number, kind or "") if number is not None else Document(None, None) for number, kind in cells]
    found = documents(numbers, kinds)
    assert found["document"].to_list() == [each.number for each in expected]
    assert found["document_kind"].to_list() == [each.kind for each in expected]
    assert found["document_is_impossible"].to_list() == [each.is_impossible for each in expected]
