"""The token that names a person, made with the keys that hold when it is first asked for."""

from collections.abc import Callable
from functools import cache

import polars as pl

from faro.identity.keys import KeyRing, key_ring
from faro.identity.tokens import tokens
from faro.settings import Settings


def person_token(settings: Settings) -> Callable[[str], str]:
    """For the resolver, which asks once nobody can change the keys any more: it may have waited for a rotation."""

    @cache
    def ring() -> KeyRing:
        return key_ring(settings)

    return lambda record: person_tokens(ring(), [record])[0]


def person_tokens(ring: KeyRing, records: list[str]) -> list[str]:
    """The keys of the persons whose first records are called so."""
    return tokens(ring, "person", pl.Series(records, dtype=pl.String)).to_list()
