"""Originals are kept as they came: by content, once, encrypted, unalterable, and never half; in both places."""

import errno
import hashlib
import os
import pickle
import resource
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import BinaryIO

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st
from places import InBucket, InFolder
from properties import examples
from waiting import wait_until

from faro.landing import DiskFull, SealBroken, Sealed, is_kept, open_sealed, remove, seal
from faro.landing.encryption import encrypt_into
from faro.landing.folder import Folder
from faro.landing.keys import read_recipient
from faro.settings import Settings

CANARY = b"CANARIO7391;Ana;1-0234-0567"
NOW, HOUR = datetime.now(UTC), timedelta(hours=1)
SECONDS = 10
Place = InFolder | InBucket


@pytest.fixture
def settings(folder: InFolder) -> Settings:
    return folder.settings


def writing(content: bytes) -> Callable[[BinaryIO], None]:
    return lambda file: (file.write(content), None)[1]


def everything_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@examples(40, keeps_fixtures=True)
@given(pieces=st.lists(st.binary(max_size=2000), max_size=8))
def test_an_original_is_named_by_its_content_and_comes_back_as_it_was(place: Place, pieces: list[bytes]) -> None:
    content = b"".join(pieces)
    sealed = seal(place.settings, lambda file: file.writelines(pieces))
    digest = hashlib.sha256(content).hexdigest()
    assert sealed == Sealed(digest, len(content))
    assert place.holds(place.name(digest))
    assert open_sealed(place.settings, digest) == content


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 3_000_000, 40_000_000])
def test_any_size_comes_back(place: Place, size: int) -> None:
    content = os.urandom(size)
    assert open_sealed(place.settings, seal(place.settings, writing(content)).sha256) == content


def test_no_byte_in_the_clear_is_on_the_disk_at_any_moment(settings: Settings) -> None:
    """Looked at while the delivery is still arriving, and afterwards."""
    seen: list[bytes] = []

    def look_while_writing(file: BinaryIO) -> None:
        for _ in range(20_000):
            file.write(CANARY)
        seen.extend(path.read_bytes() for path in everything_in(settings.home))

    seal(settings, look_while_writing)
    seen += [path.read_bytes() for path in everything_in(settings.home)]
    assert sum(map(len, seen)) > 500_000
    assert not [content for content in seen if CANARY in content]


def test_what_is_kept_is_an_age_file_that_any_age_program_opens(place: Place) -> None:
    seal(place.settings, writing(CANARY))
    (kept,) = place.everything().values()
    assert kept.startswith(b"age-encryption.org/v1\n-> X25519 ")
    assert CANARY not in kept
    secret = (place.settings.home / "keys" / "originals.txt").read_text().splitlines()[-1]
    assert pyrage.decrypt(kept, [pyrage.x25519.Identity.from_str(secret)]) == CANARY


def test_memory_does_not_grow_with_the_delivery(settings: Settings) -> None:
    def write_200_mebibytes(file: BinaryIO) -> None:
        for _ in range(200):
            file.write(piece)

    piece = os.urandom(1 << 20)
    seal(settings, writing(piece))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert seal(settings, write_200_mebibytes).bytes == 200 << 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # KiB


def test_the_same_bytes_are_kept_once(settings: Settings) -> None:
    first = seal(settings, writing(b"fila"))
    path = Folder(settings.sealed).file(first.sha256)
    kept, content = path.stat(), path.read_bytes()
    assert seal(settings, writing(b"fila")) == first
    again = path.stat()
    assert (again.st_ino, again.st_mtime_ns) == (kept.st_ino, kept.st_mtime_ns)
    assert path.read_bytes() == content
    assert everything_in(settings.sealed) == [path]


def test_only_the_owner_reads_an_original_and_nobody_writes_it(settings: Settings) -> None:
    path = Folder(settings.sealed).file(seal(settings, writing(b"fila")).sha256)
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(settings.sealed.stat().st_mode) == 0o700


@pytest.mark.parametrize("damage", ["clear", "other", "alter", "cut", "empty", "lose"])
def test_a_broken_seal_is_said(place: Place, damage: str) -> None:
    settings = place.settings
    sealed, other = seal(settings, writing(b"una fila" * 9000)), seal(settings, writing(b"otra fila"))
    name, found = place.name(sealed.sha256), place.everything()
    kept = found[name]
    if damage == "lose":
        place.lose(name)
    else:
        place.write(
            name,
            {
                "clear": b"una fila" * 9000,
                "other": found[place.name(other.sha256)],
                "alter": kept[:-20] + bytes(20),
                "cut": kept[:-1],
                "empty": b"",
            }[damage],
        )
    assert is_kept(settings, sealed.sha256) == (damage != "lose")
    with pytest.raises(SealBroken) as broken:
        open_sealed(settings, sealed.sha256)
    assert broken.value.facts == {"path": name}


def test_what_is_not_there_is_not_kept_and_removing_it_again_is_no_trouble(place: Place) -> None:
    sha = seal(place.settings, writing(b"fila")).sha256
    assert [is_kept(place.settings, each) for each in (sha, "0" * 64)] == [True, False]
    for _ in range(2):
        assert remove(place.settings, sha, unless_arrived_since=NOW + HOUR)
        assert not is_kept(place.settings, sha)
    assert place.everything() == {}


def test_what_arrived_since_then_is_not_removed(place: Place) -> None:
    sha = seal(place.settings, writing(b"fila")).sha256
    assert not remove(place.settings, sha, unless_arrived_since=NOW - HOUR)
    assert open_sealed(place.settings, sha) == b"fila"


def a_second_ago(sealed: datetime) -> datetime | None:
    """What lies between the first sealing and one of now: a store tells whole seconds."""
    moment = datetime.now(UTC) - timedelta(seconds=1)
    return moment if moment > sealed else None


def test_the_same_bytes_again_are_one_original_that_arrived_again(place: Place) -> None:
    first = seal(place.settings, writing(b"fila"))
    between = wait_until(partial(a_second_ago, datetime.now(UTC)), "the clock stands still", SECONDS)
    assert seal(place.settings, writing(b"fila")) == first
    assert place.everything().keys() == {place.name(first.sha256)}
    assert not remove(place.settings, first.sha256, unless_arrived_since=between)
    assert open_sealed(place.settings, first.sha256) == b"fila"


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_said_and_leaves_nothing(settings: Settings, code: int) -> None:
    def fill_up(file: BinaryIO) -> None:
        file.write(b"la mitad de una fila")
        raise OSError(code, "full")

    with pytest.raises(DiskFull) as full:
        seal(settings, fill_up)
    assert everything_in(settings.sealed) == []
    assert pickle.loads(pickle.dumps(full.value)).message("es") == full.value.message("es")


@pytest.mark.parametrize("size", [1, 70_000, 5_000_000])
def test_a_disk_that_is_full_under_the_encryption_is_said(settings: Settings, size: int) -> None:
    """The kernel's own device for it; also where only the last write of the library fails, which it does not tell."""
    with Path("/dev/full").open("wb", buffering=0) as full, pytest.raises(OSError, match="No space left") as told:
        encrypt_into(full, read_recipient(settings), writing(os.urandom(size)))
    assert told.value.errno == errno.ENOSPC


@pytest.mark.parametrize("trouble", [OSError(errno.EIO, "disk"), ValueError("transport"), KeyboardInterrupt()])
@pytest.mark.parametrize("size", [8, 1_000_000])
def test_a_delivery_that_broke_off_leaves_nothing(place: Place, trouble: BaseException, size: int) -> None:
    def break_off(file: BinaryIO) -> None:
        file.write(bytes(size))
        raise trouble

    with pytest.raises(type(trouble)):
        seal(place.settings, break_off)
    assert place.everything() == {}
