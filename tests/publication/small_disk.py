"""A small disk of a test's own that gets really full: a tmpfs in a namespace, for which nobody needs a privilege."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE
from typing import IO

import pytest

from faro.stack.cluster import system_user

#: Over a folder that every machine has, and nobody else sees it; gone with whoever asked for it, also when killed.
_MOUNT = 'mount -t tmpfs -o size=64m,mode=0777 tmpfs /tmp && exec "$@" sh -c "echo mounted; read -r end"'


@dataclass(frozen=True)
class SmallDisk:
    """`folder`: PostgreSQL may write there, and so may we."""

    folder: Path

    def fill(self, left: int = 0) -> None:
        """Until it takes no byte more, but those that are left."""
        with self._ballast.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space left"):
            _write_for_ever(file)
        os.truncate(self._ballast, self._ballast.stat().st_size - left)

    def make_room(self) -> None:
        self._ballast.unlink()

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"


def _write_for_ever(file: IO[bytes]) -> None:
    while True:
        file.write(bytes(1 << 20))


@contextmanager
def mounted() -> Iterator[SmallDisk]:
    """Outside of its namespace it is seen through the process that keeps it, by those of the same user and by root."""
    if not shutil.which("unshare"):
        pytest.skip("no disk can be filled: there is no `unshare`, which Debian's util-linux has")
    namespace, becoming = ["--user", "--map-root-user"], []
    if user := system_user():
        namespace, becoming = [], ["setpriv", "--reuid", user]
    command = ["unshare", *namespace, "--mount", "sh", "-c", _MOUNT, "sh", *becoming]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True) as keeper:
        if keeper.stdout.readline() != "mounted\n":
            pytest.skip(f"no disk can be filled: nobody may mount one here ({keeper.stderr.read().strip()})")
        yield SmallDisk(Path("/proc", str(keeper.pid), "root", "tmp"))
