"""The sealed store: every delivery is kept encrypted as it came, named by its SHA-256, before anything reads it."""

from faro.landing.earlier import prepare_store, seal_earlier_originals
from faro.landing.encryption import Sealed
from faro.landing.errors import DiskFull, OriginalsKeyMissing, OriginalsKeyWrong, SealBroken
from faro.landing.keys import ensure_originals_key
from faro.landing.store import open_sealed, remove, seal, sealed_path

__all__ = [
    "DiskFull",
    "OriginalsKeyMissing",
    "OriginalsKeyWrong",
    "SealBroken",
    "Sealed",
    "ensure_originals_key",
    "open_sealed",
    "prepare_store",
    "remove",
    "seal",
    "seal_earlier_originals",
    "sealed_path",
]
