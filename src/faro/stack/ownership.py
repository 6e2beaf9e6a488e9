"""What Faro keeps is its owner's: nobody else on the machine reads a log, a result or a workbook."""

import os
from pathlib import Path

#: Rights of the group and of others; supervisord has a setting of its own for it.
OTHERS = 0o077
_READING, _PASSING = 0o044, 0o011


def keep_to_owner(home: Path) -> None:
    """Whatever this process and its children write from now on; and once, what stands open from before."""
    os.umask(OTHERS)
    home.mkdir(parents=True, exist_ok=True)
    if home.stat().st_mode & _READING:
        _close(home)


def _close(folder: Path) -> None:
    """Except what another account owns: PostgreSQL runs as one of its own, and guards its data itself."""
    for path in (*folder.rglob("*"), folder):
        if path.lstat().st_uid == os.geteuid() and not path.is_symlink():
            path.chmod(path.stat().st_mode & ~OTHERS)


def let_through(path: Path) -> None:
    """Whoever runs PostgreSQL passes through every folder on the way to a path, and lists none of them."""
    for folder in path.parents:
        mode = folder.stat().st_mode
        if mode & _PASSING != _PASSING:
            folder.chmod(mode | _PASSING)
