"""The sealed store: every delivery is kept encrypted as it came, named by its SHA-256, before anything reads it."""

from faro.landing.earlier import prepare_store, seal_earlier_originals
from faro.landing.encryption import Sealed
from faro.landing.errors import (
    DiskFull,
    OriginalsKeyMissing,
    OriginalsKeyWrong,
    SealBroken,
    StoreDenied,
    StoreUnreachable,
)
from faro.landing.keys import ensure_originals_key
from faro.landing.store import is_kept, open_sealed, remove, seal

__all__ = [
    "DiskFull",
    "OriginalsKeyMissing",
    "OriginalsKeyWrong",
    "SealBroken",
    "Sealed",
    "StoreDenied",
    "StoreUnreachable",
    "ensure_originals_key",
    "is_kept",
    "open_sealed",
    "prepare_store",
    "remove",
    "seal",
    "seal_earlier_originals",
]
