"""A disk that is full: the delivery is not kept, nothing of it stays behind, and what was kept before is untouched."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from faro.landing import DiskFull, ensure_originals_key, open_sealed, seal
from faro.landing.folder import Folder
from faro.settings import Settings

SMALL = 64 * 1024


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Settings]:
    """A home whose sealed store is on a disk of 64 KiB, where this machine lets us mount one."""
    home = Settings(home=tmp_path)
    home.sealed.mkdir()
    ensure_originals_key(home)
    command = ["mount", "-t", "tmpfs", "-o", f"size={SMALL}", "tmpfs", str(home.sealed)]
    is_mounted = (
        bool(shutil.which("mount")) and subprocess.run(command, capture_output=True, check=False).returncode == 0
    )
    yield home
    if is_mounted:
        subprocess.run(["umount", str(home.sealed)], check=True)


def _more_than_fits(into: BinaryIO) -> None:
    """Writes until the disk says that it is full; /dev/full says so on every machine."""
    into.write(b"\0" * 2 * SMALL)
    into.flush()
    with Path("/dev/full").open("wb", buffering=0) as full:
        full.write(b"\0")


def test_a_full_disk_keeps_nothing_of_the_delivery(small_disk: Settings) -> None:
    kept = seal(small_disk, lambda into: into.write(b"kept before") and None)
    with pytest.raises(DiskFull) as told:
        seal(small_disk, _more_than_fits)
    left = [path for path in small_disk.sealed.rglob("*") if path.is_file()]
    assert left == [Folder(small_disk.sealed).file(kept.sha256)]
    assert open_sealed(small_disk, kept.sha256) == b"kept before"
    for language, remedy in (("es", "Libere espacio"), ("en", "Free some space")):
        assert str(small_disk.sealed) in told.value.message(language)
        assert remedy in told.value.message(language)


def test_after_a_full_disk_the_same_delivery_is_kept(small_disk: Settings) -> None:
    with pytest.raises(DiskFull):
        seal(small_disk, _more_than_fits)
    sealed = seal(small_disk, lambda into: into.write(b"delivery") and None)
    assert open_sealed(small_disk, sealed.sha256) == b"delivery"
