"""Names as words in one spelling, and full names taken apart in the order in which an institution writes them."""

import csv
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from faro.contracts.treatment import NameOrder
from faro.identity.normalise import fold

#: Left out and put in at will: Ana de la Cruz is Ana Cruz in the next register.
_PARTICLES = frozenset({"de", "del", "la", "las", "los", "y", "e", "da", "das", "do", "dos", "di", "van", "von", "der"})
#: Written together or apart: San Martín, Sanmartín.
_PREFIXES = frozenset({"san", "santa", "santo", "saint", "mc", "mac"})


class Parts(NamedTuple):
    """A full name taken apart; nothing where it cannot be told."""

    given: str | None
    first_surname: str | None
    second_surname: str | None


def surname(text: str) -> str | None:
    """The words that count, in their order: without particles, accents and digits; nothing where none is left."""
    words = tuple(word for word in fold(text).split() if not any(letter.isdigit() for letter in word))
    counting = tuple(word for word in words if word not in _PARTICLES) or words
    return " ".join(_joined(counting)) or None


def given_name(text: str) -> str | None:
    """The same, with nicknames as the name they stand for; surnames have none: Chico may be one."""
    words = (surname(text) or "").split()
    return " ".join(each for word in words for each in _nicknames().get(word, word).split()) or None


def split_full_name(text: str, order: NameOrder) -> Parts:
    """Surnames and given names; a comma parts them, whichever order the contract states."""
    before, comma, after = text.partition(",")
    if comma and fold(before) and fold(after):
        return _parts(_units(after), _units(before))
    units = _units(text)
    surnames = min(2, len(units) - 1)
    if surnames < 1:
        return Parts(None, None, None)
    if order == "surnames_first":
        return _parts(units[surnames:], units[:surnames])
    return _parts(units[:-surnames], units[-surnames:])


def _parts(given: Sequence[str], surnames: Sequence[str]) -> Parts:
    return Parts(given_name(" ".join(given)), surname(surnames[0]), surname(" ".join(surnames[1:])))


def _units(text: str) -> list[str]:
    """Words, each with the particles and prefixes before it: `de la cruz` is one surname."""
    units: list[str] = []
    waiting: list[str] = []
    for word in fold(text).split():
        waiting.append(word)
        if word not in _PARTICLES | _PREFIXES:
            units.append(" ".join(waiting))
            waiting = []
    return [*units, " ".join(waiting)] if waiting else units


def _joined(words: Sequence[str]) -> list[str]:
    """Each prefix with the word after it."""
    joined: list[str] = []
    for word in reversed(words):
        if word in _PREFIXES and joined and joined[-1] not in _PREFIXES:
            joined[-1] = word + joined[-1]
        else:
            joined.append(word)
    return joined[::-1]


@cache
def _nicknames() -> dict[str, str]:
    content = (files("faro.identity") / "nicknames.csv").read_text(encoding="utf-8")
    return {row["nickname"]: row["name"] for row in csv.DictReader(content.splitlines())}
