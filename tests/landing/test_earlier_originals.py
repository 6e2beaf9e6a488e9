"""A store of an earlier version is encrypted at the next start, whatever happens on the way."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from properties import examples

from faro.landing import SealBroken, earlier, open_sealed, prepare_store, seal_earlier_originals
from faro.landing.folder import Folder
from faro.settings import Settings


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    made = Settings(home=tmp_path / "home")
    prepare_store(made)
    return made


def in_the_clear(home: Settings, content: bytes, name: str | None = None) -> Path:
    """As the earlier version kept it."""
    digest = name or hashlib.sha256(content).hexdigest()
    path = home.sealed / digest[:2] / digest
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(0o400)
    return path


@examples(15, keeps_fixtures=True)
@given(contents=st.lists(st.binary(max_size=300), max_size=6, unique=True))
def test_every_clear_original_is_encrypted_and_its_clear_file_is_gone(home: Settings, contents: list[bytes]) -> None:
    clear = [in_the_clear(home, content) for content in contents]
    assert prepare_store(home) == len(contents)
    for path, content in zip(clear, contents, strict=True):
        assert open_sealed(home, path.name) == content
        assert not path.exists()
    assert prepare_store(home) == 0


def test_a_migration_that_was_cut_off_goes_on(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ended after the encrypted file was kept and before the clear one was deleted, and left a half-written file."""
    path = in_the_clear(home, b"una fila")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", _killed)
        with pytest.raises(KeyboardInterrupt):
            seal_earlier_originals(home)
    (home.sealed / ".arriving-x").write_bytes(b"half")
    assert path.exists()
    assert prepare_store(home) == 1
    assert [each for each in home.sealed.rglob("*") if each.is_file()] == [Folder(home.sealed).file(path.name)]
    assert open_sealed(home, path.name) == b"una fila"


def _killed(path: Path, missing_ok: bool = False) -> None:
    if not path.name.startswith(earlier.ARRIVING):
        raise KeyboardInterrupt


def test_one_that_was_altered_is_not_left_in_the_clear_and_still_told(home: Settings) -> None:
    path = in_the_clear(home, b"otra fila", name=hashlib.sha256(b"una fila").hexdigest())
    assert prepare_store(home) == 1
    assert not path.exists()
    with pytest.raises(SealBroken):
        open_sealed(home, path.name)
