"""The two places of originals: a local folder and a bucket."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from object_store import ObjectStore, object_store
from places import InBucket, InFolder

from faro.landing import ensure_originals_key
from faro.settings import Settings


@pytest.fixture(scope="module")
def running_store() -> Iterator[ObjectStore]:
    """One for all tests of a module, each of which has a folder of its own in it."""
    with object_store() as store:
        yield store


@pytest.fixture
def folder(tmp_path: Path) -> InFolder:
    made = Settings(home=tmp_path / "home")
    ensure_originals_key(made)
    return InFolder(made)


@pytest.fixture
def bucket(tmp_path: Path, running_store: ObjectStore) -> InBucket:
    made = running_store.settings(tmp_path / "home", folder=f"{tmp_path.parent.name}/{tmp_path.name}")
    ensure_originals_key(made)
    return InBucket(made, running_store)


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest) -> InFolder | InBucket:
    """Each test once for each place."""
    return request.getfixturevalue(request.param)
