"""Originals as objects of an S3-compatible store, reached as Airflow reaches one.

An object is put whole or not at all, and the store notes when; so there is nothing to lock.
"""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import ClientError as BrokenOff
from botocore.exceptions import BotoCoreError, ParamValidationError
from s3fs import S3FileSystem

from faro.landing.errors import StoreDenied, StoreUnreachable
from faro.secrets import given_secret
from faro.settings import Settings

if TYPE_CHECKING:
    from airflow.sdk import ObjectStoragePath

#: Larger originals travel in parts of this many bytes, of which so many are in memory at once.
_PART, _PARTS_AT_ONCE = 16 << 20, 4
#: How a store says that the request, and not its own state, is the trouble.
_REFUSALS = {errno.EINVAL, errno.EPERM, errno.ENOSYS, errno.EREMCHG}


class Bucket:
    """`<folder>/<first two digits>/<SHA-256>.age`, as in a local folder."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._address = settings, settings.originals.rstrip("/")
        self._key_id = given_secret(settings, "originals_key_id")
        self._secret_key = given_secret(settings, "originals_secret_key")

    def waiting_room(self) -> Path:
        return Path(tempfile.gettempdir())

    def name(self, sha256: str) -> str:
        return f"{self._address}/{sha256[:2]}/{sha256}.age"

    def holds(self, sha256: str) -> bool:
        try:
            self._seen(self.name(sha256))
        except FileNotFoundError:
            return False
        return True

    def is_empty(self) -> bool:
        with self._said():
            root = self._object(self._address)
            try:
                return not root.fs.ls(root.path, detail=False)
            except FileNotFoundError as missing:
                if _code(missing) == "NoSuchBucket":
                    raise
                return True

    def keep(self, arriving: Path, sha256: str) -> None:
        """Put it; also one that is there already, so that the store notes that it came again."""
        with self._said():
            place = self._object(self.name(sha256))
            place.fs.put_file(str(arriving), place.path, chunksize=_PART, max_concurrency=_PARTS_AT_ONCE)

    def read(self, sha256: str) -> bytes:
        with self._said():
            content: bytes = self._object(self.name(sha256)).read_bytes()
        return content

    def remove(self, sha256: str, unless_arrived_since: datetime) -> bool:
        """As Place says. One that arrives after it was looked at survives where the store knows conditional deletes."""
        try:
            seen = self._seen(self.name(sha256))
            # the store tells whole seconds
            if seen["LastModified"] >= unless_arrived_since.replace(microsecond=0):
                return False
            return self._delete(self.name(sha256), seen["ETag"])
        except FileNotFoundError:
            return True

    def _delete(self, name: str, tag: str) -> bool:
        with self._said():
            place = self._object(name)
            try:
                place.fs.call_s3("delete_object", Bucket=place.bucket, Key=place.key, IfMatch=tag)
            except OSError as trouble:
                if _code(trouble) == "PreconditionFailed":
                    return False
                raise
        return True

    def _seen(self, name: str) -> dict[str, Any]:
        """What the store tells of an object. Raises FileNotFoundError."""
        with self._said():
            return self._object(name).stat()

    def _object(self, address: str) -> "ObjectStoragePath":
        # Airflow makes itself a home when it is imported
        os.environ.setdefault("AIRFLOW_HOME", str(self._settings.home / "airflow"))
        from airflow.sdk import ObjectStoragePath
        from airflow.sdk.io import attach

        files = self._files()
        connection = f"originals-{hash(files):x}"  # attach() keeps the first of each name, also in a forked process
        attach(protocol="s3", conn_id=connection, fs=files)
        return ObjectStoragePath(address, conn_id=connection)

    def _files(self) -> S3FileSystem:
        """One for each process, which fsspec sees to: its connections do not survive a fork."""
        return S3FileSystem(
            key=self._key_id,
            secret=self._secret_key,
            endpoint_url=self._settings.originals_endpoint or None,
            use_listings_cache=False,
            config_kwargs={"retries": {"mode": "standard"}},  # gives up in seconds; tasks are tried again anyway
        )

    @contextmanager
    def _said(self) -> Iterator[None]:
        """What the store or the way to it refuses, as people are told; a missing object is for the caller."""
        facts = {"path": self._address, "host": self._settings.originals_endpoint or "s3.amazonaws.com"}
        try:
            yield
        except FileNotFoundError as missing:
            if _code(missing) == "NoSuchBucket":
                raise StoreDenied(**facts) from None
            raise
        except (OSError, BotoCoreError, BrokenOff) as trouble:
            if _is_refusal(trouble):
                raise StoreDenied(**facts) from None
            raise StoreUnreachable(**facts) from None


def _is_refusal(trouble: Exception) -> bool:
    return isinstance(trouble, PermissionError | ParamValidationError) or getattr(trouble, "errno", None) in _REFUSALS


def _code(trouble: OSError) -> str:
    """The store's own word for it."""
    answer: dict[str, Any] = getattr(trouble.__cause__, "response", {})
    return str(answer.get("Error", {}).get("Code", ""))
