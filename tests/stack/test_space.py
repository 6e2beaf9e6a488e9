"""A start on a disk that is nearly full says so before anything is touched."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from faro.stack import space
from faro.stack.errors import NotEnoughSpace

MIB = 2**20


def test_a_nearly_full_disk_is_told_with_what_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1023 * MIB + 5))
    with pytest.raises(NotEnoughSpace) as told:
        space.check_free(tmp_path)
    assert "Quedan 1023 MiB libres" in told.value.message("es")
    assert "1024" in told.value.message("es")


def test_a_disk_with_room_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1024 * MIB))
    space.check_free(tmp_path)
