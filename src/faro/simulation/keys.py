"""Key pairs of the SFTP server and of each institution: generated once, private files readable by their owner only."""

import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_ssh_private_key,
)

from faro.simulation.institutions import institution_home, sftp_institutions


@dataclass(frozen=True)
class KeyPair:
    """Where a private key and its public half are."""

    private: Path

    @property
    def public(self) -> Path:
        return self.private.with_name(self.private.name + ".pub")


def host_key(faro_home: Path) -> KeyPair:
    """The server's own key, which a reader pins."""
    return KeyPair(faro_home / "institutions" / "ssh_host_ed25519")


def client_key(faro_home: Path, institution: str) -> KeyPair:
    """The key with which that institution's folder is read."""
    return KeyPair(institution_home(faro_home, institution) / "ssh" / "id_ed25519")


def ensure_keys(faro_home: Path) -> dict[str, KeyPair]:
    """Every institution's key pair, by institution; what is missing, the host key included, is generated."""
    _ensure(host_key(faro_home), comment="faro-sftp")
    pairs = {institution: client_key(faro_home, institution) for institution in sftp_institutions()}
    for institution, pair in pairs.items():
        pair.private.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _ensure(pair, comment=institution)
    return pairs


def _ensure(pair: KeyPair, comment: str) -> None:
    pair.private.parent.mkdir(parents=True, exist_ok=True)
    if not pair.private.exists():
        key = Ed25519PrivateKey.generate()
        _write_once(pair.private, key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
    public = load_ssh_private_key(pair.private.read_bytes(), password=None).public_key()
    line = public.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH) + f" {comment}\n".encode()
    if not pair.public.exists() or pair.public.read_bytes() != line:
        pair.public.write_bytes(line)


def _write_once(path: Path, content: bytes) -> None:
    """Write a private file completely or not at all; whoever comes second keeps what is there."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.unlink(missing_ok=True)
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(temporary, path)
    except FileExistsError:
        return
    finally:
        temporary.unlink()
