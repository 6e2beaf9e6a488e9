"""Whether a disk has room for a start."""

import shutil
from pathlib import Path

from faro.stack.errors import NotEnoughSpace

_MIN_FREE_MIB = 1024


def check_free(folder: Path) -> None:
    """Raises NotEnoughSpace."""
    free = shutil.disk_usage(folder).free // 2**20
    if free < _MIN_FREE_MIB:
        raise NotEnoughSpace(size=free, total=_MIN_FREE_MIB, path=str(folder))
