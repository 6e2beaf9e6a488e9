"""The token that names a person, made with the keys that hold when it is first asked for."""

from collections.abc import Callable
from functools import cache

from faro.identity.keys import KeyRing, key_ring
from faro.identity.tokens import token
from faro.settings import Settings


def person_token(settings: Settings) -> Callable[[str], str]:
    """For the resolver, which asks once nobody can change the keys any more: it may have waited for a rotation."""

    @cache
    def ring() -> KeyRing:
        return key_ring(settings)

    return lambda record: token(ring(), "person", record)
