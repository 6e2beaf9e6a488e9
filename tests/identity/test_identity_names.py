"""Names in one spelling: what differs only by habit is equal, what differs by person is not."""

import csv
from importlib.resources import files

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from identity_material import NAME_TEXTS

from faro.identity.names import Parts, given_name, split_full_name, surname
from faro.identity.normalise import fold, folded, phone, phones
from faro.identity.phonetics import sound, sounds


@given(NAME_TEXTS)
def test_normalising_twice_changes_nothing(text: str) -> None:
    for function in (fold, given_name, surname):
        once = function(text)
        assert once is None or function(once) == once


@given(NAME_TEXTS)
def test_upper_case_and_blanks_say_nothing(text: str) -> None:
    assert fold(f"  {text} ") == fold(text)
    assert given_name(text.upper()) == given_name(text) or "ß" in text or text.upper().lower() != text.lower()


@pytest.mark.parametrize(
    ("one", "other"),
    [("De la Cruz", "CRUZ"), ("Muñoz", "MUNOZ"), ("San Martín", "Sanmartin"), ("Núñez  y Peña", "nunez pena"),
     ("D´Ávila", "Davila"), ("Saint-Louis", "Saint Louis"), ("de los Ríos", "RIOS"), ("De La O", "O")],
)  # fmt: skip
def test_surnames_that_are_equal(one: str, other: str) -> None:
    assert surname(one) == surname(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Pepe", "José"), ("Ma. Fernanda", "María Fernanda"), ("Mª del Carmen", "MARIA CARMEN"), ("Chepe", "Jose"),
     ("Juanca", "Juan Carlos"), ("Lupe", "Guadalupe"), ("María de los Ángeles", "maria angeles")],
)  # fmt: skip
def test_given_names_that_are_equal(one: str, other: str) -> None:
    assert given_name(one) == given_name(other)


def test_what_differs_stays_apart() -> None:
    assert surname("Mora") != surname("Mena")
    assert surname("Chico") == "chico"  # a nickname of given names only
    assert surname("") is surname(" - ") is surname("12") is None


def test_no_nickname_stands_for_another() -> None:
    rows = list(csv.DictReader((files("faro.identity") / "nicknames.csv").read_text().splitlines()))
    nicknames = {row["nickname"] for row in rows}
    assert len(nicknames) == len(rows) > 80
    assert nicknames.isdisjoint(word for row in rows for word in row["name"].split())
    assert all(fold(value) == value for row in rows for value in row.values())


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("MORA SOLANO ANA LUCIA", "surnames_first", ("ana lucia", "mora", "solano")),
        ("Ana Lucía Mora Solano", "given_first", ("ana lucia", "mora", "solano")),
        ("Ana Mora Solano", "given_first", ("ana", "mora", "solano")),
        ("MORA SOLANO ANA", "surnames_first", ("ana", "mora", "solano")),
        ("Mora Solano, Ana Lucía", "given_first", ("ana lucia", "mora", "solano")),
        ("DE LA CRUZ DEL VALLE MARIA DE LOS ANGELES", "surnames_first", ("maria angeles", "cruz", "valle")),
        ("María del Carmen De la O San Martín", "given_first", ("maria carmen", "o", "sanmartin")),
        ("JEAN WIDELINE", "surnames_first", ("wideline", "jean", None)),
        ("Wideline Jean", "given_first", ("wideline", "jean", None)),
        ("Wideline", "given_first", (None, None, None)),
        (" , ", "surnames_first", (None, None, None)),
    ],
)
def test_full_names_come_apart(text: str, order: str, expected: tuple) -> None:
    assert split_full_name(text, order) == Parts(*expected)  # type: ignore[arg-type]


@given(NAME_TEXTS)
def test_any_text_comes_apart_without_an_error(text: str) -> None:
    for order in ("surnames_first", "given_first"):
        parts = split_full_name(text, order)  # type: ignore[arg-type]
        assert all(part is None or part == fold(part) for part in parts)


@pytest.mark.parametrize(
    ("one", "other"),
    [("vasquez", "basques"), ("yesenia", "jessenia"), ("geovanny", "jeobani"), ("hernandez", "ernandes"),
     ("quiros", "kiros"), ("villalobos", "biyalobos"), ("katherine", "caterine"), ("zuniga", "suniga")],
)  # fmt: skip
def test_names_that_sound_alike_have_one_key(one: str, other: str) -> None:
    assert sound(one) == sound(other)


def test_names_that_sound_otherwise_have_not() -> None:
    assert len({sounds(each) for each in ("mora solano", "mena solano", "mora solis", "chaves", "caves")}) == 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [("8888-1234", "88881234"), ("+506 8888 1234", "88881234"), ("00506-88881234", "88881234"),
     ("2222-3333 ext. 45", "22223333"), ("8888 1234 / 7777 6666", "88881234"), ("+505 8123 4567", "50581234567"),
     ("no tiene", None), ("123", None), ("0000-0000", None)],
)  # fmt: skip
def test_phones_have_one_spelling(text: str, expected: str | None) -> None:
    assert phone(text) == expected


ANY_TEXTS = st.lists(
    st.none()
    | st.text(max_size=10)
    | st.text("aZñÑáÜß'`´’_-. 9ºª²İıſ\u0301\u200b\n", max_size=8)
    | st.sampled_from(["", " ", "D'ANGELO", "Peña-Mora", "ǆ", "ﬁ", "Å", "ῼ", "San José 2"]),
    min_size=1,
    max_size=12,
)


@given(ANY_TEXTS)
def test_many_texts_at_once_are_folded_as_one_by_one(texts: list[str | None]) -> None:
    assert folded(pl.Series(texts, dtype=pl.String)).to_list() == [
        fold(each) or None if each else None for each in texts
    ]


PHONES = st.one_of(
    st.none(),
    st.from_regex(r"[0-9]{4}[ -]?[0-9]{4}", fullmatch=True),
    st.text("0123456789 -/+;yoext٣\n", max_size=16),
    st.sampled_from(["88888888", "2222-2222", "506 2222 3333", "0022223333", "2222-3333 ext 4", "8888 7777\n"]),
)


@given(st.lists(PHONES, min_size=1, max_size=12))
def test_many_phones_at_once_are_those_one_by_one(texts: list[str | None]) -> None:
    assert phones(pl.Series(texts, dtype=pl.String)).to_list() == [phone(each) if each else None for each in texts]
