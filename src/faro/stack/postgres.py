"""The databases of the stack: the warehouse's server with three of them, and the institutions' with one for each."""

import psycopg
from psycopg import sql

from faro.powers.declaration import group_names, role_names
from faro.secrets import secret
from faro.settings import Settings
from faro.simulation.institutions import database_of, institutions_with, owner_of, reader_of
from faro.stack.cluster import Cluster
from faro.stack.errors import NotRunning


def warehouse_cluster(settings: Settings) -> Cluster:
    """Where the warehouse is, and Airflow's and Superset's own databases."""
    size = {"max_connections": "150", "shared_buffers": "256MB", "max_wal_size": "2GB"}
    return Cluster(settings.home / "postgres", settings.postgres_host, settings.postgres_port, "postgres", size)


def institutions_cluster(settings: Settings) -> Cluster:
    """Where the simulated institutions keep theirs: names that are clear there reach no file of the warehouse."""
    host, port = settings.institutions_postgres_host, settings.institutions_postgres_port
    size = {"max_connections": "40", "shared_buffers": "16MB", "max_wal_size": "256MB"}
    return Cluster(settings.home / "institutions-postgres", host, port, "institutions_postgres", size)


def uri(settings: Settings, role: str, database: str = "faro", *, driver: str = "", password: str | None = None) -> str:
    """A connection URI; `driver` such as `+psycopg` makes it SQLAlchemy's."""
    word = password or secret(role)
    return f"postgresql{driver}://{role}:{word}@{settings.postgres_host}:{settings.postgres_port}/{database}"


def reachable_uri(settings: Settings, role: str) -> str:
    """One by which the warehouse answers. Raises NotRunning."""
    with connected(settings, role):
        return uri(settings, role)


def connected(settings: Settings, role: str) -> psycopg.Connection:
    """To the warehouse, each statement for itself. Raises NotRunning."""
    if not settings.secrets_file.exists():
        raise NotRunning(path=str(settings.home))
    try:
        return psycopg.connect(uri(settings, role), autocommit=True)
    except psycopg.OperationalError:
        raise NotRunning(path=str(settings.home)) from None


def create_databases(settings: Settings) -> None:
    """Roles and databases as declared here; idempotent, passwords follow the secrets file. Raises WrongPassword."""
    with warehouse_cluster(settings).superuser(settings) as connection:
        for role, password in {**_SERVICES, **{role: role for role in role_names()}}.items():
            _ensure_role(connection, role, secret(password))
        for role in group_names():
            _ensure_group(connection, role)
        for database, owner in _DATABASES.items():
            _ensure_database(connection, database, owner)
        _close_to_everybody(connection)


def create_institution_databases(settings: Settings) -> None:
    """A database for each institution that delivers from one, on the institutions' server; idempotent."""
    create_institution_databases_on(institutions_cluster(settings), settings)


def create_institution_databases_on(cluster: Cluster, settings: Settings) -> None:
    with cluster.superuser(settings) as connection:
        for institution in institutions_with("postgres"):
            for role in (owner_of(institution), reader_of(institution)):
                _ensure_role(connection, role, secret(role))
            _ensure_institution(connection, institution)
        _close_to_everybody(connection)


def remove_institution_databases(settings: Settings) -> None:
    """From the warehouse's server, where an earlier version kept them."""
    with warehouse_cluster(settings).superuser(settings) as connection:
        for institution in institutions_with("postgres"):
            name = sql.Identifier(database_of(institution))
            connection.execute(sql.SQL("drop database if exists {} with (force)").format(name))
            for role in (owner_of(institution), reader_of(institution)):
                connection.execute(sql.SQL("drop role if exists {}").format(sql.Identifier(role)))


#: Roles whose password has another name than their own.
_SERVICES = {"airflow": "airflow_database", "superset": "superset_database"}
_DATABASES = {"faro": "postgres", "airflow": "airflow", "superset": "superset"}


def _ensure_role(connection: psycopg.Connection, role: str, password: str) -> None:
    known = connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone()
    verb = sql.SQL("alter" if known else "create")
    connection.execute(
        sql.SQL("{} role {} login password {}").format(verb, sql.Identifier(role), sql.Literal(password))
    )


def _ensure_group(connection: psycopg.Connection, role: str) -> None:
    if not connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone():
        connection.execute(sql.SQL("create role {} nologin").format(sql.Identifier(role)))


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
