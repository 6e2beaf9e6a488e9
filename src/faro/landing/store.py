"""Keeping and opening originals: whole or not at all, once, and proven to be what was received."""

import errno
import hashlib
import os
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import pyrage

from faro.landing.encryption import Sealed, encrypt_into
from faro.landing.errors import DiskFull, OriginalsKeyWrong, SealBroken
from faro.landing.keys import identity_path, read_identity, read_recipient
from faro.landing.place import place_of
from faro.settings import Settings

ARRIVING = ".arriving-"


def seal(settings: Settings, write: Callable[[BinaryIO], None]) -> Sealed:
    """Keep what `write` produces, encrypted. The same bytes again are the same original.

    Raises DiskFull, OriginalsKeyMissing, StoreUnreachable or StoreDenied without leaving anything behind.
    """
    return _kept(settings, write, lambda sealed: sealed.sha256)


def keep_as(settings: Settings, write: Callable[[BinaryIO], None], sha256: str) -> None:
    """Keep what `write` produces under a stated name, true or not: opening it will tell."""
    _kept(settings, write, lambda _: sha256)


def is_kept(settings: Settings, sha256: str) -> bool:
    """Whether the original is there, unaltered or not. Raises StoreUnreachable or StoreDenied."""
    return place_of(settings).holds(sha256)


def open_sealed(settings: Settings, sha256: str) -> bytes:
    """An original in the clear, in memory only, proven to be unaltered.

    Raises SealBroken, OriginalsKeyMissing, OriginalsKeyWrong, StoreUnreachable or StoreDenied.
    """
    place, identity = place_of(settings), read_identity(settings)
    broken = SealBroken(path=place.name(sha256))
    try:
        content: bytes = pyrage.decrypt(place.read(sha256), [identity])
    except FileNotFoundError:
        raise broken from None
    except pyrage.DecryptError as trouble:
        if "No matching keys" in str(trouble):
            raise OriginalsKeyWrong(path=str(identity_path(settings))) from None
        raise broken from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise broken
    return content


def remove(settings: Settings, sha256: str, unless_arrived_since: datetime) -> bool:
    """Delete an original for good; False, and nothing happens, where the same bytes have arrived since then.

    Raises StoreUnreachable or StoreDenied.
    """
    return place_of(settings).remove(sha256, unless_arrived_since)


def _kept(settings: Settings, write: Callable[[BinaryIO], None], name: Callable[[Sealed], str]) -> Sealed:
    recipient, place = read_recipient(settings), place_of(settings)
    room = place.waiting_room()
    descriptor, temporary = tempfile.mkstemp(dir=room, prefix=ARRIVING)
    arriving = Path(temporary)
    try:
        with os.fdopen(descriptor, "wb") as file:
            sealed = encrypt_into(file, recipient, write)
            file.flush()
            os.fsync(file.fileno())
        place.keep(arriving, name(sealed))
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise DiskFull(path=str(room)) from None
        raise
    finally:
        arriving.unlink(missing_ok=True)
    return sealed
