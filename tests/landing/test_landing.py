"""Originals are kept as they came: by content, once, unalterable, and never half."""

import errno
import hashlib
import pickle
import stat
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from faro.landing import DiskFull, SealBroken, Sealed, open_sealed, seal, sealed_path
from faro.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


def writing(content: bytes) -> Callable[[BinaryIO], None]:
    return lambda file: (file.write(content), None)[1]


def everything_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@hypothesis_settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=2000))
def test_an_original_is_named_by_its_content(settings: Settings, content: bytes) -> None:
    sealed = seal(settings, writing(content))
    digest = hashlib.sha256(content).hexdigest()
    assert sealed == Sealed(digest, len(content))
    path = open_sealed(settings, digest)
    assert path == settings.sealed / digest[:2] / digest
    assert path.read_bytes() == content


def test_the_same_bytes_are_kept_once(settings: Settings) -> None:
    first = seal(settings, writing(b"fila"))
    kept = sealed_path(settings, first.sha256).stat()
    assert seal(settings, writing(b"fila")) == first
    again = sealed_path(settings, first.sha256).stat()
    assert (again.st_ino, again.st_mtime_ns) == (kept.st_ino, kept.st_mtime_ns)
    assert len(everything_in(settings.sealed)) == 1


def test_only_the_owner_reads_an_original_and_nobody_writes_it(settings: Settings) -> None:
    path = open_sealed(settings, seal(settings, writing(b"fila")).sha256)
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(settings.sealed.stat().st_mode) == 0o700


@pytest.mark.parametrize("damage", ["alter", "cut", "remove"])
def test_a_broken_seal_is_said(settings: Settings, damage: str) -> None:
    sealed = seal(settings, writing(b"una fila"))
    path = sealed_path(settings, sealed.sha256)
    path.chmod(0o600)
    {
        "alter": lambda: path.write_bytes(b"otra fila"),
        "cut": lambda: path.write_bytes(b"una"),
        "remove": path.unlink,
    }[damage]()
    with pytest.raises(SealBroken) as broken:
        open_sealed(settings, sealed.sha256)
    assert broken.value.facts == {"path": str(path)}


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_said_and_leaves_nothing(settings: Settings, code: int) -> None:
    def fill_up(file: BinaryIO) -> None:
        file.write(b"la mitad de una fila")
        raise OSError(code, "full")

    with pytest.raises(DiskFull) as full:
        seal(settings, fill_up)
    assert everything_in(settings.sealed) == []
    assert pickle.loads(pickle.dumps(full.value)).message("es") == full.value.message("es")


def test_a_really_full_disk_is_said(settings: Settings) -> None:
    """The kernel's own device for it."""

    def copy_to_full_device(_file: BinaryIO) -> None:
        with Path("/dev/full").open("wb", buffering=0) as full:
            full.write(b"fila")

    with pytest.raises(DiskFull):
        seal(settings, copy_to_full_device)


@pytest.mark.parametrize("trouble", [OSError(errno.EIO, "disk"), ValueError("transport"), KeyboardInterrupt()])
def test_a_delivery_that_broke_off_leaves_nothing(settings: Settings, trouble: BaseException) -> None:
    def break_off(file: BinaryIO) -> None:
        file.write(b"la mitad")
        raise trouble

    with pytest.raises(type(trouble)):
        seal(settings, break_off)
    assert everything_in(settings.sealed) == []
