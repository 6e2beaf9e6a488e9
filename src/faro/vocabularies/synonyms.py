"""Texts as received and the codes they stand for: no text may mean two codes at once."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import ClassVar

from faro.errors import ConfigurationError
from faro.language import Language

ANY = "any"  #: a text that means the same whoever sends it

_ACCENTS = re.compile("[\u0300-\u036f]")
_LOWER = re.compile("[a-z]+")


class SynonymAmbiguous(ConfigurationError):
    """The same text would mean two members at the same time."""

    template: ClassVar[dict[Language, str]] = {
        "es": "{path}: un mismo texto de {institution} vale a la vez para los miembros {field}.\n"
        "  Déjelo en uno solo, o dé fechas (`since`, `until`) que no se crucen.",
        "en": "{path}: one text of {institution} means at once the members {field}.\n"
        "  Leave it under one, or give dates (`since`, `until`) that do not overlap.",
    }


@dataclass(frozen=True)
class Synonym:
    """A text as an institution writes it, the unit it is written under, and when it means that code."""

    institution: str
    under: str
    received: str
    code: str
    since: date | None = None
    until: date | None = None

    def meets(self, other: "Synonym") -> bool:
        """Whether one row could find both: same sender, overlapping dates."""
        same_sender = self.institution == other.institution or ANY in (self.institution, other.institution)
        return same_sender and _starts(self) <= _ends(other) and _starts(other) <= _ends(self)


def normalise(text: str) -> str:
    """Upper case without accents and with single blanks; the dbt macro `normalised` computes the same."""
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return " ".join(_LOWER.sub(lambda found: found.group().upper(), plain).split())


def unambiguous(synonyms: Iterable[Synonym], path: str) -> tuple[Synonym, ...]:
    """The synonyms without repetitions; an error where one text would mean two codes at once."""
    groups: dict[tuple[str, str], list[Synonym]] = {}
    for synonym in synonyms:
        groups.setdefault((synonym.under, synonym.received), []).append(synonym)
    return tuple(kept for group in groups.values() for kept in _without_repetitions(group, path))


def _without_repetitions(group: list[Synonym], path: str) -> list[Synonym]:
    for one, other in combinations(group, 2):
        if one.code != other.code and one.meets(other):
            who = other.institution if one.institution == ANY else one.institution
            raise SynonymAmbiguous(path=path, institution=who, field=f"{one.code}, {other.code}")
    kept: list[Synonym] = []
    for synonym in sorted(group, key=lambda each: (each.institution != ANY, each.institution)):
        if not any(synonym.meets(each) for each in kept):
            kept.append(synonym)
    return kept


def _starts(synonym: Synonym) -> date:
    return synonym.since or date.min


def _ends(synonym: Synonym) -> date:
    return synonym.until or date.max
