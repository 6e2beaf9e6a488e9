"""The SFTP server: one key per institution, which sees its own two folders and may write into its inbox only."""

import os
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import asyncssh
from asyncssh import SFTPAttrs, SFTPName, SFTPNoSuchFile, SFTPPermissionDenied

from faro.simulation.institutions import INBOX, OUTBOX, ensure_folders
from faro.simulation.keys import ensure_keys, host_key

#: Protocol version 3 is what paramiko, OpenSSH and therefore Airflow speak; later ones open files by another way.
SFTP_VERSION = 3

_WRITING = asyncssh.FXF_WRITE | asyncssh.FXF_APPEND | asyncssh.FXF_CREAT | asyncssh.FXF_TRUNC | asyncssh.FXF_EXCL


class KeyLogin(asyncssh.SSHServer):
    """Lets an institution in with its own public key, and nobody by any other way."""

    def __init__(self, keys: Mapping[str, asyncssh.SSHKey]) -> None:
        self._keys = keys

    def begin_auth(self, username: str) -> bool:
        return True

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        return self._keys.get(username) == key


class InstitutionFiles(asyncssh.SFTPServer):
    """What one institution sees: `/outbox` to read and `/inbox` to write; whatever leads elsewhere does not exist."""

    def __init__(self, channel: asyncssh.SSHServerChannel[bytes], home: Path) -> None:
        super().__init__(channel, chroot=os.fsencode(home))
        self._root = os.fsencode(home.resolve())
        self._inbox = os.fsencode((home / INBOX).resolve())
        self._visible = (os.fsencode((home / OUTBOX).resolve()), self._inbox)

    def map_path(self, path: bytes) -> bytes:
        local = super().map_path(path)
        real = os.path.realpath(local)
        if real != self._root and not any(_within(real, folder) for folder in self._visible):
            raise SFTPNoSuchFile("No such file")
        return local

    async def scandir(self, path: bytes) -> AsyncIterator[SFTPName]:
        async for entry in super().scandir(path):
            if self._is_visible(path, entry.filename):
                yield entry

    def open(self, path: bytes, pflags: int, attrs: SFTPAttrs) -> object:
        if pflags & _WRITING:
            self._require_inbox(path)
        return super().open(path, pflags, attrs)

    def open56(self, path: bytes, desired_access: int, flags: int, attrs: SFTPAttrs) -> object:
        raise SFTPPermissionDenied("This server speaks SFTP version 3")

    def fsetstat(self, file_obj: object, attrs: SFTPAttrs) -> None:
        if not getattr(file_obj, "writable", lambda: False)():
            raise SFTPPermissionDenied("Read-only")
        super().fsetstat(file_obj, attrs)

    def setstat(self, path: bytes, attrs: SFTPAttrs) -> None:
        self._require_inbox(path)
        super().setstat(path, attrs)

    def lsetstat(self, path: bytes, attrs: SFTPAttrs) -> None:
        self._require_inbox(path)
        super().lsetstat(path, attrs)

    def remove(self, path: bytes) -> None:
        self._require_inbox(path)
        super().remove(path)

    def mkdir(self, path: bytes, attrs: SFTPAttrs) -> None:
        self._require_inbox(path)
        super().mkdir(path, attrs)

    def rmdir(self, path: bytes) -> None:
        self._require_inbox(path)
        super().rmdir(path)

    def rename(self, oldpath: bytes, newpath: bytes) -> None:
        self._require_inbox(oldpath, newpath)
        super().rename(oldpath, newpath)

    def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        self._require_inbox(oldpath, newpath)
        super().posix_rename(oldpath, newpath)

    def symlink(self, oldpath: bytes, newpath: bytes) -> None:
        raise SFTPPermissionDenied("Links are not accepted")

    def link(self, oldpath: bytes, newpath: bytes) -> None:
        raise SFTPPermissionDenied("Links are not accepted")

    def _is_visible(self, folder: bytes, name: bytes | str) -> bool:
        encoded = os.fsencode(name)
        if encoded in (b".", b".."):
            return True
        try:
            return self.map_path(os.path.join(folder, encoded)) is not None
        except SFTPNoSuchFile:
            return False

    def _require_inbox(self, *paths: bytes) -> None:
        """Every path must lie below the inbox; the inbox itself stays."""
        for path in paths:
            real = os.path.realpath(self.map_path(path))
            if real == self._inbox or not _within(real, self._inbox):
                raise SFTPPermissionDenied("Only /inbox may be written")


def _within(path: bytes, folder: bytes) -> bool:
    return path == folder or path.startswith(folder + b"/")


async def listen(faro_home: Path, host: str, port: int) -> asyncssh.SSHAcceptor:
    """Start to serve every institution's folders; keys and folders are made where they are missing."""
    pairs = ensure_keys(faro_home)
    keys = {institution: asyncssh.read_public_key(pair.public) for institution, pair in pairs.items()}
    homes = {institution: ensure_folders(faro_home, institution) for institution in pairs}

    def files(channel: asyncssh.SSHServerChannel[bytes]) -> asyncssh.SFTPServer:
        return InstitutionFiles(channel, homes[channel.get_extra_info("username")])

    return await asyncssh.listen(
        host,
        port,
        server_factory=lambda: KeyLogin(keys),
        server_host_keys=[host_key(faro_home).private],
        sftp_factory=files,
        sftp_version=SFTP_VERSION,
        allow_scp=False,
        password_auth=False,
        kbdint_auth=False,
        agent_forwarding=False,
        login_timeout=20,
        keepalive_interval=30,
    )
