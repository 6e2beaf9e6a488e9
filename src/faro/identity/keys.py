"""The master keys of tokens: kept in one file outside the warehouse, never shown, each domain with a key of its own."""

import hmac
import json
import os
import secrets
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from faro.identity.errors import IdentityKeysExposed, IdentityKeysUnreadable
from faro.settings import Settings

Domain = Literal[
    "document", "name", "birth", "phone", "place", "alias", "record", "person", "erasure", "block", "encoding"
]

_SECRET_BYTES = 32


@dataclass(frozen=True)
class Key:
    """One master key; its secret shows nowhere."""

    id: str
    secret: bytes = field(repr=False)

    def for_domain(self, domain: Domain) -> bytes:
        return hmac.digest(self.secret, f"faro/{domain}".encode(), "sha256")

    @property
    def fingerprint(self) -> str:
        """Tells two keys apart and nothing more: the warehouse may know it."""
        return hmac.digest(self.secret, b"faro/fingerprint", "sha256").hex()[:16]


@dataclass(frozen=True)
class KeyRing:
    """All master keys, oldest first. Every token is wrapped by each of them in that order."""

    keys: tuple[Key, ...]

    @property
    def newest(self) -> Key:
        return self.keys[-1]

    def domain_keys(self, domain: Domain) -> tuple[bytes, ...]:
        return tuple(key.for_domain(domain) for key in self.keys)

    def position(self, key_id: str) -> int:
        """Which key it is, counted from the oldest; ValueError for one that the ring does not have."""
        return [key.id for key in self.keys].index(key_id)

    def with_new_key(self) -> "KeyRing":
        """The ring after the next rotation; nothing is written."""
        return KeyRing((*self.keys, _new_key(f"k{len(self.keys) + 1}")))


def keys_path(settings: Settings) -> Path:
    return settings.home / "keys" / "identity.json"


def key_ring(settings: Settings) -> KeyRing:
    """The ring of this installation; the first call ever makes it. Raises where others could read it."""
    path = keys_path(settings)
    if not path.exists():
        _place_first(path, KeyRing((_new_key("k1"),)))
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise IdentityKeysExposed(path=str(path))
        return _parsed(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError):
        raise IdentityKeysUnreadable(path=str(path)) from None


def save(settings: Settings, ring: KeyRing) -> None:
    """Replace the file by this ring at once; a cut leaves the old one."""
    path = keys_path(settings)
    _written_beside(path, ring).replace(path)


def _new_key(key_id: str) -> Key:
    return Key(key_id, secrets.token_urlsafe(_SECRET_BYTES).encode())


def _parsed(content: str) -> KeyRing:
    stated: Sequence[Mapping[str, str]] = json.loads(content)["keys"]
    ring = KeyRing(tuple(Key(each["id"], each["secret"].encode()) for each in stated))
    if not ring.keys or any(len(key.secret) < _SECRET_BYTES for key in ring.keys):
        raise ValueError
    return ring


def _place_first(path: Path, ring: KeyRing) -> None:
    """Of two processes that start together one wins, and both read what it wrote."""
    written = _written_beside(path, ring)
    try:
        os.link(written, path)
    except FileExistsError:
        return
    finally:
        written.unlink()


def _written_beside(path: Path, ring: KeyRing) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    stated = {"keys": [{"id": key.id, "secret": key.secret.decode()} for key in ring.keys]}
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(json.dumps(stated, indent=2))
        file.flush()
        os.fsync(file.fileno())
    return temporary
