"""Texts that differ in case, accents or blanks are one text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faro.vocabularies import normalise


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("Privación ilégitima", "PRIVACION ILEGITIMA"),
        ("  SAN   JOSÉ\t", "SAN JOSE"),
        ("Ñandú", "NANDU"),
        ("SAN JOSE DE LA MONTA?A", "SAN JOSE DE LA MONTA?A"),
        ("PAISES BAJOS (HOLANDA)", "PAISES BAJOS (HOLANDA)"),
        ("", ""),
    ],
)
def test_known_texts(received, expected):
    assert normalise(received) == expected


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    assert normalise(normalise(text)) == normalise(text)


@given(st.text())
def test_composed_and_decomposed_accents_are_the_same(text):
    assert normalise(unicodedata.normalize("NFC", text)) == normalise(unicodedata.normalize("NFD", text))


@given(st.text(alphabet="abcdefghijklmnñopqrstuvwxyzáéíóúü ", min_size=1))
def test_case_and_blanks_do_not_matter(text):
    assert normalise(f" {text.upper()}  ") == normalise(text.replace(" ", "   "))
