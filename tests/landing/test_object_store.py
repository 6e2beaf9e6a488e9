"""Originals in a bucket: what the store adds, and what can go wrong with it."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import pytest
from object_store import ObjectStore, no_store
from places import InBucket

from faro.errors import ConfigurationError, StackError
from faro.landing import (
    SealBroken,
    StoreDenied,
    StoreUnreachable,
    ensure_originals_key,
    is_kept,
    open_sealed,
    prepare_store,
    remove,
    seal,
)
from faro.landing.bucket import Bucket
from faro.landing.store import ARRIVING
from faro.secrets import SecretNotGiven
from faro.settings import Settings

UNKNOWN = "0" * 64
LATER = datetime.now(UTC) + timedelta(days=1)
#: Whatever asks the store.
QUESTIONS: dict[str, Callable[[Settings], object]] = {
    "seal": lambda settings: kept(settings, b"una fila"),
    "is_kept": lambda settings: is_kept(settings, UNKNOWN),
    "open_sealed": lambda settings: open_sealed(settings, UNKNOWN),
    "remove": lambda settings: remove(settings, UNKNOWN, unless_arrived_since=LATER),
    "is_empty": lambda settings: Bucket(settings).is_empty(),
}


def kept(settings: Settings, content: bytes) -> str:
    return seal(settings, lambda file: file.write(content) and None).sha256


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where an original waits to be put."""
    (made := tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(made))
    return made


def test_nothing_of_it_is_in_the_home_or_left_where_it_waited(bucket: InBucket, own_temporary_folder: Path) -> None:
    waiting: list[Path] = []

    def write(file: BinaryIO) -> None:
        file.write(b"CANARIO7391" * 100_000)
        waiting.extend(own_temporary_folder.iterdir())

    seal(bucket.settings, write)
    assert [path.name.startswith(ARRIVING) for path in waiting] == [True]
    assert list(own_temporary_folder.iterdir()) == []
    assert not bucket.settings.sealed.exists()
    (content,) = bucket.everything().values()
    assert b"CANARIO7391" not in content


def test_what_waits_to_be_put_is_encrypted_and_only_its_owner_reads_it(
    bucket: InBucket, own_temporary_folder: Path
) -> None:
    seen: list[tuple[int, bytes]] = []

    def look_while_writing(file: BinaryIO) -> None:
        file.write(b"CANARIO7391" * 100_000)
        seen.extend((path.stat().st_mode & 0o777, path.read_bytes()) for path in own_temporary_folder.iterdir())

    seal(bucket.settings, look_while_writing)
    assert [mode for mode, _ in seen] == [0o600]
    assert not [content for _, content in seen if b"CANARIO7391" in content]


def test_a_bucket_without_a_folder_is_a_place_too(running_store: ObjectStore, tmp_path: Path) -> None:
    settings = running_store.settings(tmp_path / "home", folder="")
    ensure_originals_key(running_store.settings(tmp_path / "home", folder="another"))
    sha = kept(settings, os.urandom(20))
    assert f"{sha[:2]}/{sha}.age" in running_store.objects()
    assert is_kept(settings, sha)
    assert not Bucket(settings).is_empty()


def test_one_that_arrives_while_it_is_being_removed_survives(bucket: InBucket, monkeypatch: pytest.MonkeyPatch) -> None:
    sha = kept(bucket.settings, b"fila")
    look = Bucket._seen

    def look_before_it_comes_again(self: Bucket, name: str) -> dict[str, object]:
        seen = look(self, name)
        kept(bucket.settings, b"fila")
        return seen

    monkeypatch.setattr(Bucket, "_seen", look_before_it_comes_again)
    assert not remove(bucket.settings, sha, unless_arrived_since=LATER)
    assert open_sealed(bucket.settings, sha) == b"fila"


def test_a_lost_key_is_not_replaced_where_the_bucket_holds_originals(bucket: InBucket) -> None:
    kept(bucket.settings, b"fila")
    for path in (bucket.settings.home / "keys").iterdir():
        path.unlink()
    with pytest.raises(ConfigurationError, match=r"originals\.txt"):
        ensure_originals_key(bucket.settings)
    assert list((bucket.settings.home / "keys").iterdir()) == []


def test_originals_that_lie_in_the_clear_in_the_folder_go_to_the_bucket(bucket: InBucket) -> None:
    sha = kept(bucket.settings, b"fila")
    bucket.lose(bucket.name(sha))
    clear = bucket.settings.sealed / sha[:2] / sha
    clear.parent.mkdir(parents=True)
    clear.write_bytes(b"fila")
    assert prepare_store(bucket.settings) == 1
    assert not clear.exists()
    assert open_sealed(bucket.settings, sha) == b"fila"


@pytest.mark.parametrize("question", [name for name in QUESTIONS if name != "seal"])
def test_what_is_not_there_is_no_trouble_of_the_store(bucket: InBucket, question: str) -> None:
    if question == "open_sealed":
        with pytest.raises(SealBroken):
            QUESTIONS[question](bucket.settings)
    else:
        assert QUESTIONS[question](bucket.settings) == (question != "is_kept")


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("wrong", ["bucket", "name", "key_id", "secret_key"])
def test_a_store_that_refuses_is_said(bucket: InBucket, own_temporary_folder: Path, question: str, wrong: str) -> None:
    settings = _made_wrong(bucket.settings, wrong)
    with pytest.raises(StoreDenied) as denied:
        QUESTIONS[question](settings)
    assert denied.value.facts == {"path": settings.originals, "host": bucket.store.endpoint}
    assert bucket.store.secret not in denied.value.message("es") + denied.value.message("en")
    assert denied.value.__cause__ is None
    assert [*own_temporary_folder.iterdir(), *bucket.everything()] == []


def _made_wrong(settings: Settings, what: str) -> Settings:
    if what in {"bucket", "name"}:
        return settings.model_copy(update={"originals": {"bucket": "s3://nobody/x", "name": "s3://N_/x"}[what]})
    known = json.loads(settings.secrets_file.read_text()) | {f"originals_{what}": "AKIANOBODY"}
    settings.secrets_file.write_text(json.dumps(known))
    return settings


@pytest.fixture(scope="module")
def nobody_there() -> ObjectStore:
    return no_store()


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_store_that_is_down_is_said(
    nobody_there: ObjectStore, tmp_path: Path, own_temporary_folder: Path, question: str
) -> None:
    settings = nobody_there.settings(tmp_path / "home")
    ensure_originals_key(Settings(home=settings.home))
    with pytest.raises(StoreUnreachable) as down:
        QUESTIONS[question](settings)
    assert isinstance(down.value, StackError)  # Airflow tries again
    assert nobody_there.endpoint in down.value.message("es")
    assert list(own_temporary_folder.iterdir()) == []


@pytest.mark.parametrize("has_folder", [True, False])
def test_a_key_that_was_not_given_is_asked_for(bucket: InBucket, tmp_path: Path, has_folder: bool) -> None:
    """In whichever form secrets are."""
    (folder := tmp_path / "secrets").mkdir()
    settings = bucket.settings.model_copy(update={"secrets": folder if has_folder else None})
    (folder / "originals_key_id").write_text("\n")
    (settings.home / "secrets.json").write_text("{}")
    with pytest.raises(SecretNotGiven) as missing:
        kept(settings, b"fila")
    told = {"field": "originals_key_id", "path": str(settings.secrets_file), "setting": "FARO_ORIGINALS"}
    assert missing.value.facts == told


def test_keys_may_be_files(bucket: InBucket, tmp_path: Path) -> None:
    (folder := tmp_path / "secrets").mkdir()
    (folder / "originals_key_id").write_text(f"{bucket.store.key_id}\n")
    (folder / "originals_secret_key").write_text(f"{bucket.store.secret}\n")
    settings = bucket.settings.model_copy(update={"secrets": folder})
    assert open_sealed(settings, kept(settings, b"fila")) == b"fila"


def test_a_forked_process_uses_the_store_too(bucket: InBucket) -> None:
    """The parent's connections are of no use to it; and the parent goes on with its own."""
    ours = kept(bucket.settings, b"enero")
    child = os.fork()
    if not child:
        status = 1
        try:
            kept(bucket.settings, b"febrero")
            status = int(open_sealed(bucket.settings, ours) != b"enero")
        finally:
            os._exit(status)
    assert os.waitpid(child, 0)[1] == 0
    assert open_sealed(bucket.settings, kept(bucket.settings, b"febrero")) == b"febrero"
    assert len(bucket.everything()) == 2


def test_two_stores_in_one_process_are_two(bucket: InBucket, nobody_there: ObjectStore, tmp_path: Path) -> None:
    """Airflow keeps the first filesystem of a name."""
    sha = kept(bucket.settings, b"fila")
    with pytest.raises(StoreUnreachable):
        is_kept(nobody_there.settings(tmp_path / "other"), sha)
    assert is_kept(bucket.settings, sha)


def test_a_local_folder_costs_no_import_of_what_a_bucket_needs(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from faro.landing import *; from faro.settings import Settings;"
        f"settings = Settings(home=Path({str(tmp_path)!r})); prepare_store(settings);"
        "sha = seal(settings, lambda file: file.write(b'fila') and None).sha256; open_sealed(settings, sha);"
        "print(*{'airflow', 's3fs', 'botocore', 'fsspec', 'aiohttp'} & set(sys.modules))"
    )
    clean = {name: value for name, value in os.environ.items() if not name.startswith("FARO_")}
    told = subprocess.run([sys.executable, "-c", script], env=clean, capture_output=True, text=True, check=True)
    assert told.stdout.split() == []


@pytest.mark.parametrize("address", ["landing", "gs://bucket/x", "s3://", "s3:///x", "s3://a b"])
def test_an_address_that_is_none_is_refused_at_once(address: str) -> None:
    with pytest.raises(ValueError, match="originals"):
        Settings(originals=address)
