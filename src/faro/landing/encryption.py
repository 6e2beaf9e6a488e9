"""Bytes on their way into the store: hashed, counted and encrypted as they come, never on the disk in the clear."""

import hashlib
import io
import os
from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread
from typing import Any, BinaryIO, cast

import pyrage
from pyrage.x25519 import Recipient


@dataclass(frozen=True)
class Sealed:
    """An original as delivered: what names it, and its size before it was encrypted."""

    sha256: str
    bytes: int


def encrypt_into(file: BinaryIO, recipient: Recipient, write: Callable[[BinaryIO], None]) -> Sealed:
    """Encrypt what `write` produces into the file; memory does not grow with the original.

    Whatever the file refuses is raised here, also where `write` failed only because of it.
    """
    reading, writing = os.pipe()
    encryption = _Encryption(reading, file, recipient)
    encryption.start()
    try:
        with os.fdopen(writing, "wb") as pipe:
            plain = _Counted(pipe)
            write(cast(BinaryIO, plain))
    finally:
        encryption.join()
        if encryption.failure:
            raise encryption.failure
    return Sealed(plain.digest.hexdigest(), plain.size)


class _Counted(io.RawIOBase):
    """Passes on what is written, and knows its hash and size."""

    def __init__(self, into: BinaryIO) -> None:
        self._into = into
        self.digest, self.size = hashlib.sha256(), 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        size = memoryview(data).nbytes
        self.digest.update(data)
        self.size += size
        self._into.write(data)
        return size


class _Encryption(Thread):
    """Reads the pipe to its end and writes it encrypted; closing the pipe early tells the other side to stop."""

    def __init__(self, reading: int, file: BinaryIO, recipient: Recipient) -> None:
        super().__init__(name="encryption", daemon=True)
        self._reading, self._recipient, self._out = reading, recipient, _Watched(file)
        self._trouble: Exception | None = None

    @property
    def failure(self) -> Exception | None:
        return self._out.failure or self._trouble

    def run(self) -> None:
        with os.fdopen(self._reading, "rb") as pipe:
            try:
                pyrage.encrypt_io(pipe, cast(BinaryIO, self._out), [self._recipient])
            except Exception as trouble:  # raised again by whoever waits for the thread
                self._trouble = trouble


class _Watched(io.RawIOBase):
    """Remembers why a write failed: the library says nothing when its last one does."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.failure: OSError | None = None

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        try:
            return self._file.write(data)
        except OSError as trouble:
            self.failure = trouble
            raise
