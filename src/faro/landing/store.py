"""Keeping and opening originals: whole or not at all, once, and proven to be what was received."""

import errno
import fcntl
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import pyrage

from faro.landing.encryption import Sealed, encrypt_into
from faro.landing.errors import DiskFull, OriginalsKeyWrong, SealBroken
from faro.landing.keys import identity_path, read_identity, read_recipient
from faro.settings import Settings

ARRIVING = ".arriving-"


def seal(settings: Settings, write: Callable[[BinaryIO], None]) -> Sealed:
    """Keep what `write` produces, encrypted. The same bytes again are the same original.

    Raises DiskFull or OriginalsKeyMissing without leaving anything behind.
    """
    return _kept(settings, write, lambda sealed: sealed.sha256)


def keep_as(settings: Settings, write: Callable[[BinaryIO], None], sha256: str) -> None:
    """Keep what `write` produces under a stated name, true or not: opening it will tell."""
    _kept(settings, write, lambda _: sha256)


def sealed_path(settings: Settings, sha256: str) -> Path:
    return settings.sealed / sha256[:2] / f"{sha256}.age"


def open_sealed(settings: Settings, sha256: str) -> bytes:
    """An original in the clear, in memory only, proven to be unaltered.

    Raises SealBroken, OriginalsKeyMissing or OriginalsKeyWrong.
    """
    path, identity = sealed_path(settings, sha256), read_identity(settings)
    try:
        content: bytes = pyrage.decrypt(path.read_bytes(), [identity])
    except FileNotFoundError:
        raise SealBroken(path=str(path)) from None
    except pyrage.DecryptError as trouble:
        if "No matching keys" in str(trouble):
            raise OriginalsKeyWrong(path=str(identity_path(settings))) from None
        raise SealBroken(path=str(path)) from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise SealBroken(path=str(path))
    return content


def remove(settings: Settings, sha256: str, unless_arrived_since: datetime) -> bool:
    """Delete an original for good; False, and nothing happens, where the same bytes have arrived since then."""
    place = sealed_path(settings, sha256)
    with _alone(settings):
        with suppress(FileNotFoundError):
            if place.stat().st_ctime >= unless_arrived_since.timestamp():
                return False
            place.unlink()
        _make_lasting(place.parent)
    return True


def _kept(settings: Settings, write: Callable[[BinaryIO], None], name: Callable[[Sealed], str]) -> Sealed:
    recipient = read_recipient(settings)
    settings.sealed.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, temporary = tempfile.mkstemp(dir=settings.sealed, prefix=ARRIVING)
    arriving = Path(temporary)
    try:
        with os.fdopen(descriptor, "wb") as file:
            sealed = encrypt_into(file, recipient, write)
            file.flush()
            os.fsync(file.fileno())
        _keep(settings, arriving, sealed_path(settings, name(sealed)))
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise DiskFull(path=str(settings.sealed)) from None
        raise
    finally:
        arriving.unlink(missing_ok=True)
    return sealed


def _keep(settings: Settings, arriving: Path, place: Path) -> None:
    """Move it to its place; one that is there already only notes, in its change time, that it came again."""
    place.parent.mkdir(exist_ok=True, mode=0o700)
    with _alone(settings):
        if place.exists():
            known = place.stat()
            os.utime(place, ns=(known.st_atime_ns, known.st_mtime_ns))
        else:
            arriving.chmod(0o400)
            arriving.rename(place)
            _make_lasting(place.parent)


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """No other process keeps or deletes an original meanwhile; a process that dies lets go."""
    descriptor = os.open(settings.sealed, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _make_lasting(folder: Path) -> None:
    """A name in a folder survives a power cut only once the folder itself is on the disk."""
    if not folder.exists():
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
