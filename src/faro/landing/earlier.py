"""Bringing a store to what the code expects when Faro starts: a key, nothing half written, nothing in the clear."""

import re
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from faro.landing.keys import ensure_originals_key
from faro.landing.store import ARRIVING, keep_as
from faro.settings import Settings

_CLEAR_NAME = re.compile(r"[0-9a-f]{64}")


def prepare_store(settings: Settings) -> int:
    """Make the store ready while nothing else uses it; how many originals had to be encrypted.

    What is half written or in the clear is looked for in the local folder, wherever originals are kept now.
    """
    ensure_originals_key(settings)
    for arriving in settings.sealed.glob(f"{ARRIVING}*"):
        arriving.unlink()
    return seal_earlier_originals(settings)


def seal_earlier_originals(settings: Settings) -> int:
    """Encrypt the originals that an earlier version kept in the clear, each before its clear file is deleted.

    One that is no longer what its name says is encrypted too, under that name: opening it still says SealBroken.
    """
    count = 0
    for path in _in_the_clear(settings):
        keep_as(settings, partial(_copy, path), path.name)
        path.unlink()
        count += 1
    return count


def _in_the_clear(settings: Settings) -> Iterator[Path]:
    found = [path for path in settings.sealed.glob("??/*") if _CLEAR_NAME.fullmatch(path.name)]
    return iter(sorted(found))


def _copy(path: Path, into: BinaryIO) -> None:
    with path.open("rb") as file:
        shutil.copyfileobj(file, into, 1 << 20)
