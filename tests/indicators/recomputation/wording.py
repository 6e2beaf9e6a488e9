"""Texts as institutions write them and the codes that they stand for, looked up without seeds and macros of dbt."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any, Final

import polars as pl

from faro.vocabularies import Vocabulary, vocabularies

NOT_RECORDED: Final = "not_recorded"
UNMAPPED: Final = "unmapped"
SPECIAL: Final = (NOT_RECORDED, "not_applicable", UNMAPPED)
SEPARATOR: Final = ";"
YES_NO: Final = {"SI": "yes", "S": "yes", "YES": "yes", "NO": "no", "N": "no"}

_CODE: Final = pl.String()
_ANYBODY = "any"
_ALWAYS = (date.min, date.max)


def plain(text: str) -> str:
    """Capital letters without accents, single blanks between words."""
    letters = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return " ".join(letters.upper().split())


def yes_or_no(text: str | None) -> str:
    """`yes`, `no`, `not_recorded`, or `unmapped` for what is none of them."""
    written = plain(text or "")
    return YES_NO.get(written, UNMAPPED) if written else NOT_RECORDED


class Lists:
    """The code lists: what a text of an institution means on a day, and what a list says of its members."""

    def __init__(self, lists: Mapping[str, Vocabulary]) -> None:
        self._lists = lists
        self._countries = {each.code for each in lists["country"].members} if "country" in lists else set()
        self._meanings: dict[tuple[str, str], list[tuple[str, str, date, date, str]]] = {}
        for name, each in self._lists.items():
            for said in each.synonyms:
                since, until = said.since or date.min, said.until or date.max
                meaning = (said.institution, said.under, since, until, said.code)
                self._meanings.setdefault((name, plain(said.received)), []).append(meaning)

    def code(self, name: str, institution: str, text: str | None, day: date | None, under: str = "") -> str:
        """The member that the text stands for; `under` is the unit that contains a place."""
        written = plain(text or "")
        if not written:
            return NOT_RECORDED
        for sender, unit, since, until, code in self._meanings.get((name, written), ()):
            is_theirs = sender in (institution, _ANYBODY) and unit in ("", under)
            if is_theirs and ((since, until) == _ALWAYS or (day is not None and since <= day <= until)):
                return code
        return UNMAPPED

    def codes(self, name: str, institution: str, cell: str | None, day: date | None) -> list[str]:
        """The different members of a list in one cell, without those that say that nothing is recorded."""
        parts = (cell or "").split(SEPARATOR)
        found = {self.code(name, institution, part, day) for part in parts}
        return sorted(found - {NOT_RECORDED})

    def in_list(self, name: str, institution: str) -> Callable[[str | None, date | None], str]:
        return lambda text, day: self.code(name, institution, text, day)

    def in_lists(self, name: str, institution: str) -> Callable[[str | None, date | None], list[str]]:
        return lambda cell, day: self.codes(name, institution, cell, day)

    def country(self, institution: str, text: str | None, day: date | None) -> str:
        """A country by its ISO code, else by a name that stands for it."""
        written = plain(text or "")
        if written in self._countries:
            return written
        return self.code("country", institution, text, day)

    def province(self, institution: str, text: str | None, day: date | None) -> str:
        return self.code("territory", institution, text, day, under="CRI")

    def known_texts(self) -> Iterable[tuple[str, str]]:
        """Every list with every text that stands for a member, in plain words."""
        return self._meanings.keys()

    def members(self, name: str) -> Mapping[str, Mapping[str, Any]]:
        """Code → what the list says of it."""
        return {each.code: each.attributes for each in self._lists[name].members}

    def attribute(self, name: str, attribute: str) -> dict[str, Any]:
        """Code → that attribute, of the members that have it."""
        return {code: of[attribute] for code, of in self.members(name).items() if of.get(attribute) is not None}


@cache
def code_lists() -> Lists:
    """Those of the contracts, read once."""
    return Lists(vocabularies())


def coded(
    lookup: Callable[[Any, Any], Any], texts: pl.Series, days: pl.Series, dtype: pl.DataType = _CODE
) -> pl.Series:
    """`lookup(text, day)` for each row, under the name of the texts; asked once for each different pair."""
    ask = cache(lookup)
    return pl.Series(texts.name, [ask(*pair) for pair in zip(texts, days, strict=True)], dtype=dtype)


def known(column: str) -> pl.Expr:
    """Whether a code says something: it is none of the special members."""
    return ~pl.col(column).is_in(SPECIAL)
