"""The sealed store: every delivery is kept as it came, named by its SHA-256, before anything reads it."""

import errno
import hashlib
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, ClassVar

from faro.errors import ConfigurationError, Sentences
from faro.settings import Settings


class DiskFull(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "El disco de {path} está lleno: la entrega no se guardó y sigue intacta en la institución.\n"
        "  Libere espacio; la próxima ejecución la recibirá.",
        "en": "The disk of {path} is full: the delivery was not kept and is still untouched at the institution.\n"
        "  Free some space; the next run will receive it.",
    }


class SealBroken(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "El original sellado {path} ya no es el que se recibió.\n"
        "  Restáurelo de la copia de respaldo; no se ha cargado nada.",
        "en": "The sealed original {path} is no longer what was received.\n"
        "  Restore it from the backup; nothing was loaded.",
    }


@dataclass(frozen=True)
class Sealed:
    """An original as delivered."""

    sha256: str
    bytes: int


def seal(settings: Settings, write: Callable[[BinaryIO], None]) -> Sealed:
    """Keep what `write` produces. The same bytes again are the same original.

    Raises DiskFull without leaving anything behind.
    """
    settings.sealed.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, name = tempfile.mkstemp(dir=settings.sealed, prefix=".arriving-")
    arriving = Path(name)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
            size = file.seek(0, os.SEEK_END)
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        _keep(arriving, sealed_path(settings, digest))
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise DiskFull(path=str(settings.sealed)) from None
        raise
    finally:
        arriving.unlink(missing_ok=True)
    return Sealed(digest, size)


def sealed_path(settings: Settings, sha256: str) -> Path:
    return settings.sealed / sha256[:2] / sha256


def open_sealed(settings: Settings, sha256: str) -> Path:
    """The path of an original, after proving that it is unaltered. Raises SealBroken."""
    path = sealed_path(settings, sha256)
    try:
        with path.open("rb") as file:
            unaltered = hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        unaltered = False
    if not unaltered:
        raise SealBroken(path=str(path))
    return path


def _keep(arriving: Path, place: Path) -> None:
    place.parent.mkdir(exist_ok=True, mode=0o700)
    if not place.exists():
        arriving.chmod(0o400)
        arriving.rename(place)
