"""The key pair of the originals: whoever has the recipient can keep an original, only the identity opens one."""

import os
from pathlib import Path

from pyrage import IdentityError, RecipientError
from pyrage.x25519 import Identity, Recipient

from faro.landing.errors import OriginalsKeyMissing, OriginalsKeyWrong
from faro.landing.place import place_of
from faro.settings import Settings

_SECRET = "AGE-SECRET-KEY-"  # noqa: S105  # how every identity begins


def identity_path(settings: Settings) -> Path:
    return settings.home / "keys" / "originals.txt"


def recipient_path(settings: Settings) -> Path:
    return settings.home / "keys" / "originals.pub"


def ensure_originals_key(settings: Settings) -> None:
    """A key pair at the first start; afterwards only whether both halves are there and belong together.

    A lost key is never replaced: what is sealed could not be opened with the new one.
    Raises OriginalsKeyMissing or OriginalsKeyWrong; StoreUnreachable or StoreDenied where a store must be asked first.
    """
    path = identity_path(settings)
    if not path.exists() and not recipient_path(settings).exists() and place_of(settings).is_empty():
        created = Identity.generate()
        _write_new(path, f"# public key: {created.to_public()}\n{created}\n", 0o600)
    stated = str(read_identity(settings).to_public())
    if not recipient_path(settings).exists():
        _write_new(recipient_path(settings), f"{stated}\n", 0o644)
    if str(read_recipient(settings)) != stated:
        raise OriginalsKeyWrong(path=str(recipient_path(settings)))


def read_identity(settings: Settings) -> Identity:
    """The half that opens originals. Raises OriginalsKeyMissing."""
    path = identity_path(settings)
    try:
        lines = path.read_text(encoding="ascii").splitlines()
        return Identity.from_str(next(line.strip() for line in lines if line.startswith(_SECRET)))
    except (FileNotFoundError, UnicodeDecodeError, StopIteration, IdentityError):
        raise OriginalsKeyMissing(path=str(path)) from None


def read_recipient(settings: Settings) -> Recipient:
    """The half that keeps originals. Raises OriginalsKeyMissing."""
    path = recipient_path(settings)
    try:
        return Recipient.from_str(path.read_text(encoding="ascii").strip())
    except (FileNotFoundError, UnicodeDecodeError, RecipientError):
        raise OriginalsKeyMissing(path=str(path)) from None


def _write_new(path: Path, content: str, mode: int) -> None:
    """Whole or not at all, and on the disk before anything is encrypted with it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_name(f".{path.name}.new")
    temporary.unlink(missing_ok=True)
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
