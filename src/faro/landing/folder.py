"""Originals as files of a local folder, which one process at a time changes."""

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from faro.locking import exclusively


class Folder:
    """`<first two digits>/<SHA-256>.age`, each read by its owner only."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def file(self, sha256: str) -> Path:
        return self._path / sha256[:2] / f"{sha256}.age"

    def waiting_room(self) -> Path:
        """On the same disk, so that moving it to its place is one step."""
        self._path.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self._path

    def name(self, sha256: str) -> str:
        return str(self.file(sha256))

    def holds(self, sha256: str) -> bool:
        return self.file(sha256).exists()

    def is_empty(self) -> bool:
        return not any(self._path.glob("??/*.age"))

    def keep(self, arriving: Path, sha256: str) -> None:
        """Move it to its place; one that is there already only notes, in its change time, that it came again."""
        place = self.file(sha256)
        place.parent.mkdir(exist_ok=True, mode=0o700)
        with exclusively(self._path):
            if place.exists():
                known = place.stat()
                os.utime(place, ns=(known.st_atime_ns, known.st_mtime_ns))
            else:
                arriving.chmod(0o400)
                arriving.rename(place)
                _make_lasting(place.parent)

    def read(self, sha256: str) -> bytes:
        return self.file(sha256).read_bytes()

    def remove(self, sha256: str, unless_arrived_since: datetime) -> bool:
        place = self.file(sha256)
        with exclusively(self._path):
            with suppress(FileNotFoundError):
                if place.stat().st_ctime >= unless_arrived_since.timestamp():
                    return False
                place.unlink()
            _make_lasting(place.parent)
        return True


def _make_lasting(folder: Path) -> None:
    """A name in a folder survives a power cut only once the folder itself is on the disk."""
    if not folder.exists():
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
