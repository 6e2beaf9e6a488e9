"""The SFTP server seen by real clients: who gets in, what they see, and what they cannot do."""

import asyncio
import base64
import contextlib
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncssh
import paramiko
import pytest

from faro.simulation.institutions import sftp_institutions
from faro.simulation.keys import client_key, ensure_keys, host_key

INSTITUTION, OTHER = "oij", "unodc"


def host_key_of(public: Path) -> paramiko.PKey:
    kind, encoded = public.read_text().split()[:2]
    return paramiko.PKey.from_type_string(kind, base64.b64decode(encoded))


def connect(service, key: Path, user: str = INSTITUTION, pinned: paramiko.PKey | None = None) -> paramiko.SSHClient:
    client = paramiko.SSHClient()
    expected = pinned or host_key_of(host_key(service.home).public)
    client.get_host_keys().add(f"[127.0.0.1]:{service.sftp_port}", expected.get_name(), expected)
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    client.connect(
        "127.0.0.1", service.sftp_port, user, key_filename=str(key), allow_agent=False, look_for_keys=False, timeout=5
    )
    return client


@pytest.fixture(scope="module")
def ssh(service) -> Iterator[paramiko.SSHClient]:
    with contextlib.closing(connect(service, client_key(service.home, INSTITUTION).private)) as client:
        yield client


@pytest.fixture(scope="module")
def files(ssh: paramiko.SSHClient) -> Iterator[paramiko.SFTPClient]:
    with contextlib.closing(ssh.open_sftp()) as session:
        yield session


@pytest.fixture
def outbox(service) -> Path:
    return service.home / "institutions" / INSTITUTION / "outbox"


@pytest.fixture
def delivery(outbox: Path) -> Path:
    (only,) = outbox.iterdir()
    return only


def test_paramiko_reads_what_was_delivered(files: paramiko.SFTPClient, delivery: Path) -> None:
    assert files.listdir("/outbox") == [delivery.name]
    with files.open(f"/outbox/{delivery.name}", "rb") as remote:
        assert remote.read() == delivery.read_bytes()
    seen = files.stat(f"/outbox/{delivery.name}")
    assert (seen.st_size, seen.st_mtime) == (delivery.stat().st_size, int(delivery.stat().st_mtime))


def test_asyncssh_reads_what_was_delivered(service, delivery: Path) -> None:
    async def read() -> bytes:
        known = asyncssh.import_known_hosts(f"* {host_key(service.home).public.read_text()}")
        key = str(client_key(service.home, INSTITUTION).private)
        async with (
            asyncssh.connect(
                "127.0.0.1", service.sftp_port, username=INSTITUTION, client_keys=[key], known_hosts=known, config=None
            ) as connection,
            connection.start_sftp_client() as session,
            session.open(f"/outbox/{delivery.name}", "rb") as remote,
        ):
            return await remote.read()

    assert asyncio.run(read()) == delivery.read_bytes()


def test_a_file_put_into_the_real_folder_is_a_delivery(files: paramiko.SFTPClient, outbox: Path) -> None:
    added = outbox / "another.csv"
    added.write_text("x\n")
    try:
        assert "another.csv" in files.listdir("/outbox")
    finally:
        added.unlink()


@pytest.mark.parametrize("user", [INSTITUTION, "nobody"])
def test_an_unknown_key_is_refused(service, tmp_path: Path, user: str) -> None:
    key = tmp_path / "id"
    asyncssh.generate_private_key("ssh-ed25519").write_private_key(key)
    with pytest.raises(paramiko.AuthenticationException):
        connect(service, key, user)


def test_the_key_of_another_institution_is_refused(service) -> None:
    with pytest.raises(paramiko.AuthenticationException):
        connect(service, client_key(service.home, OTHER).private, INSTITUTION)


def test_only_keys_are_accepted(service) -> None:
    with contextlib.closing(paramiko.Transport(("127.0.0.1", service.sftp_port))) as transport:
        transport.start_client(timeout=5)
        with pytest.raises(paramiko.BadAuthenticationType) as refusal:
            transport.auth_password(INSTITUTION, "guess")
    assert refusal.value.allowed_types == ["publickey"]


def test_a_reader_that_pinned_another_host_key_does_not_enter(service) -> None:
    other = host_key_of(client_key(service.home, OTHER).public)
    with pytest.raises(paramiko.BadHostKeyException):
        connect(service, client_key(service.home, INSTITUTION).private, pinned=other)


def test_keys_are_generated_once_and_private(service) -> None:
    pairs = [host_key(service.home), *(client_key(service.home, name) for name in sftp_institutions())]
    before = [(pair.private.read_bytes(), pair.public.read_bytes()) for pair in pairs]
    ensure_keys(service.home)
    assert [(pair.private.read_bytes(), pair.public.read_bytes()) for pair in pairs] == before
    assert {stat.S_IMODE(pair.private.stat().st_mode) for pair in pairs} == {0o600}
    assert len(set(before)) == 1 + len(sftp_institutions())


def test_the_institutions_come_from_the_contracts() -> None:
    assert {INSTITUTION, OTHER} <= set(sftp_institutions())
    assert not {"dgme", "linea145"} & set(sftp_institutions())


def test_an_institution_sees_its_two_folders_only(files: paramiko.SFTPClient) -> None:
    assert sorted(files.listdir("/")) == ["inbox", "outbox"]


@pytest.mark.parametrize(
    "path",
    [
        "/ssh/id_ed25519",
        "/../ssh_host_ed25519",
        "/outbox/../ssh/id_ed25519",
        "/outbox/../../unodc/outbox",
        "../../../../etc/passwd",
        "/institutions/unodc/outbox",
        "/etc/passwd",
    ],
)
def test_nothing_else_exists(files: paramiko.SFTPClient, path: str) -> None:
    for attempt in (files.stat, files.lstat, files.open, files.listdir):
        with pytest.raises(FileNotFoundError):
            attempt(path)


@pytest.mark.parametrize("target", ["../../../secrets.json", "../../unodc/outbox", "../ssh", "/etc/passwd", "../.."])
def test_a_symlink_does_not_lead_out(files: paramiko.SFTPClient, outbox: Path, target: str) -> None:
    link = outbox / "way_out"
    link.symlink_to(target)
    try:
        assert (link.exists(), "way_out" in files.listdir("/outbox")) == (True, False)
        for attempt in (files.stat, files.lstat, files.readlink, files.open, files.listdir):
            with pytest.raises(FileNotFoundError):
                attempt("/outbox/way_out")
    finally:
        link.unlink()


WRITES: dict[str, Callable[[paramiko.SFTPClient, str], object]] = {
    "create": lambda files, _: files.open("/outbox/new.csv", "wb"),
    "create in root": lambda files, _: files.open("/new.csv", "wb"),
    "overwrite": lambda files, name: files.open(f"/outbox/{name}", "wb"),
    "append": lambda files, name: files.open(f"/outbox/{name}", "ab"),
    "update": lambda files, name: files.open(f"/outbox/{name}", "r+b"),
    "remove": lambda files, name: files.remove(f"/outbox/{name}"),
    "rename": lambda files, name: files.rename(f"/outbox/{name}", "/outbox/other"),
    "move away": lambda files, name: files.rename(f"/outbox/{name}", "/inbox/other"),
    "replace": lambda files, name: files.posix_rename(f"/outbox/{name}", "/outbox/other"),
    "mkdir": lambda files, _: files.mkdir("/outbox/folder"),
    "rmdir": lambda files, _: files.rmdir("/outbox"),
    "rmdir inbox": lambda files, _: files.rmdir("/inbox"),
    "chmod": lambda files, name: files.chmod(f"/outbox/{name}", 0o777),
    "utime": lambda files, name: files.utime(f"/outbox/{name}", (1, 1)),
    "truncate": lambda files, name: files.truncate(f"/outbox/{name}", 0),
    "symlink": lambda files, name: files.symlink(f"/outbox/{name}", "/inbox/link"),
}


@pytest.mark.parametrize("name", WRITES)
def test_nothing_is_written_outside_the_inbox(files: paramiko.SFTPClient, delivery: Path, name: str) -> None:
    before = (delivery.stat(), delivery.read_bytes())
    with pytest.raises((PermissionError, FileNotFoundError)):
        WRITES[name](files, delivery.name)
    assert (delivery.stat().st_mtime_ns, delivery.stat().st_mode) == (before[0].st_mtime_ns, before[0].st_mode)
    assert (os.listdir(delivery.parent), delivery.read_bytes()) == ([delivery.name], before[1])
    assert os.listdir(delivery.parent.parent / "inbox") == []


def test_an_open_file_cannot_be_changed_by_its_handle(files: paramiko.SFTPClient, delivery: Path) -> None:
    before = delivery.stat()
    with files.open(f"/outbox/{delivery.name}", "rb") as remote:
        with pytest.raises(PermissionError):
            remote.chmod(0o777)
        with pytest.raises(PermissionError):
            remote.truncate(0)
    assert (delivery.stat().st_mode, delivery.stat().st_size) == (before.st_mode, before.st_size)


def test_the_inbox_is_writable(files: paramiko.SFTPClient, service) -> None:
    received = service.home / "institutions" / INSTITUTION / "inbox"
    with files.open("/inbox/answer.part", "wb") as remote:
        remote.write(b"thank you")
    files.rename("/inbox/answer.part", "/inbox/answer.txt")
    assert (received / "answer.txt").read_bytes() == b"thank you"
    files.remove("/inbox/answer.txt")
    assert list(received.iterdir()) == []


def test_there_is_neither_shell_nor_tunnel(service, ssh: paramiko.SSHClient) -> None:
    with pytest.raises(paramiko.SSHException):
        ssh.exec_command("id", timeout=5)
    with pytest.raises(paramiko.ChannelException):
        ssh.get_transport().open_channel("direct-tcpip", ("127.0.0.1", service.api_port), ("127.0.0.1", 1), timeout=5)
