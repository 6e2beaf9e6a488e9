"""A disk that is full, told as what it is, with the folder that needs room."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from faro.publication.errors import FolderFull


@contextmanager
def room_in(folder: Path) -> Iterator[None]:
    """Raises FolderFull where what is written there meanwhile does not fit."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise FolderFull(path=str(folder)) from None
        raise


def temporary_folder() -> Path:
    """Raises FolderFull where no file can be written into any that there is."""
    try:
        return Path(tempfile.gettempdir())
    except FileNotFoundError:
        raise FolderFull(path=os.environ.get("TMPDIR", "/tmp")) from None  # noqa: S108  # what Python tries first
