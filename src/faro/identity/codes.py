"""Sex and nationality as received, as the few codes that linkage compares; what nobody mapped stays unknown."""

from collections.abc import Callable, Mapping
from functools import cache

from faro.vocabularies import SPECIAL, normalise, vocabularies
from faro.vocabularies.synonyms import ANY

_SEXES = {"woman": "woman", "man": "man", "trans": "other", "intersex": "other", "other": "other"}


def sex_of(institution: str) -> Callable[[str], str | None]:
    """woman, man or other."""
    known = _codes("sex", institution)
    return lambda text: _SEXES.get(known.get(normalise(text), ""))


def nationality_of(institution: str) -> Callable[[str], str | None]:
    """ISO 3166-1 alpha-3."""
    known = _codes("country", institution)
    return lambda text: known.get(normalise(text))


@cache
def _codes(vocabulary: str, institution: str) -> Mapping[str, str]:
    """Text → code; an institution's own words go before everybody's, and every code stands for itself."""
    listed = vocabularies()[vocabulary]
    codes = {member.code for member in listed.members if member.attributes.get("kind", "iso") == "iso"} - set(SPECIAL)
    own = sorted((each for each in listed.synonyms if each.institution in {ANY, institution}),
                 key=lambda each: each.institution == institution)  # fmt: skip
    received = {each.received: each.code for each in own if each.code in codes}
    return {normalise(code): code for code in codes} | received
