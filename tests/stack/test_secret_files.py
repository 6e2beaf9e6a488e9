"""Secrets as files: one command makes them, a service reads those that it was given, and says which one it lacks."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from faro import secrets
from faro.powers.declaration import liaison_names
from faro.secrets import SecretMissing, declared, secret, write_files
from faro.settings import Settings


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    given = tmp_path / "secrets"
    monkeypatch.setattr(secrets, "settings", lambda: Settings(home=tmp_path / "home", secrets=given))
    write_files(given)
    yield given
    assert not (tmp_path / "home").exists()


def test_every_secret_has_a_file_of_its_own(folder: Path) -> None:
    read = {name: secret(name) for name in declared()}
    assert len(set(read.values())) == len(declared()) > 25
    assert all(len(word) >= 32 for word in read.values())


def test_those_of_institutions_are_together(folder: Path) -> None:
    names = {path.name for path in (folder / "institutions").iterdir()}
    assert {"imas_owner", "imas_reader", "ccss_api"} <= names
    assert all(name.endswith(("_owner", "_reader", "_api")) for name in names)
    assert not names & {path.name for path in folder.iterdir()}


def test_those_of_liaisons_are_together(folder: Path) -> None:
    """Superset's provisioning is given them and no others of the folder."""
    assert {path.name for path in (folder / "liaisons").iterdir()} == set(liaison_names())
    assert "faro_liaison_pani" in liaison_names()


def test_only_the_owner_enters_the_folder(folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_second_time_only_what_is_missing_is_made(folder: Path) -> None:
    before = {name: secret(name) for name in declared()}
    (folder / "redis").unlink()
    assert write_files(folder) == ["redis"]
    after = {name: secret(name) for name in declared()}
    assert {name for name in declared() if before[name] != after[name]} == {"redis"}


@pytest.mark.parametrize("content", [None, "", "\n"])
def test_one_that_is_missing_or_empty_is_named_with_its_remedy(folder: Path, content: str | None) -> None:
    (folder / "faro_loader").unlink()
    if content is not None:
        (folder / "faro_loader").write_text(content)
    with pytest.raises(SecretMissing) as refused:
        secret("faro_loader")
    assert str(folder / "faro_loader") in refused.value.message("es")
    assert "docker compose run --rm secrets" in refused.value.message("es")
