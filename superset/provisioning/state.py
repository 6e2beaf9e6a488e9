"""Tells in half a second, without starting Superset, whether what was provisioned still stands as it was left."""

import hashlib
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import OperationalError, ProgrammingError
from werkzeug.security import check_password_hash

from provisioning.assets import ROOM, read_yaml
from provisioning.liaisons import expanded, uri_variable
from provisioning.problems import MetadataUnreachable
from provisioning.settings import WAREHOUSE_URIS, Environment

_SOURCES = ("assets", "queries", "security", "provisioning", "provision.py")

#: What the import wrote and nobody else should change. Left out: what Superset itself rewrites when a page is opened.
_WRITTEN = """
select md5(string_agg(line, '|' order by line)) from (
    select concat_ws(' ', 'alembic', version_num) as line from alembic_version
    union all select concat_ws(' ', uuid, slice_name, viz_type, params, datasource_id, description)
        from slices where external_url like 'faro://%'
    union all select concat_ws(' ', uuid, slug, dashboard_title, position_json, css, published)
        from dashboards where external_url like 'faro://%'
    union all select concat_ws(' ', 'in', d.uuid, s.slice_id) from dashboards d
        join dashboard_slices s on s.dashboard_id = d.id where d.external_url like 'faro://%'
    union all select concat_ws(' ', 'for', d.uuid, r.name) from dashboards d
        join dashboard_roles g on g.dashboard_id = d.id join ab_role r on r.id = g.role_id
        where d.external_url like 'faro://%'
    union all select concat_ws(' ', t.uuid, t.table_name, t.schema, t.sql, t.cache_timeout, c.column_name, c.expression,
        c.verbose_name) from tables t join table_columns c on c.table_id = t.id where t.external_url like 'faro://%'
    union all select concat_ws(' ', t.uuid, m.metric_name, m.expression, m.verbose_name)
        from tables t join sql_metrics m on m.table_id = t.id where t.external_url like 'faro://%'
    union all select concat_ws(' ', uuid, database_name, sqlalchemy_uri, expose_in_sqllab, allow_dml)
        from dbs where external_url like 'faro://%'
    union all select concat_ws(' ', r.name, p.name, v.name) from ab_role r
        join ab_permission_view_role g on g.role_id = r.id join ab_permission_view pv on pv.id = g.permission_view_id
        join ab_permission p on p.id = pv.permission_id join ab_view_menu v on v.id = pv.view_menu_id
        where r.name = any(:roles)
    union all select concat_ws(' ', u.username, u.active, r.name) from ab_user u
        join ab_user_role g on g.user_id = u.id join ab_role r on r.id = g.role_id
        where u.username = any(:accounts)
) as written
"""


def metadata_engine(uri: str) -> Engine:
    engine = create_engine(uri, future=True)
    try:
        engine.connect().close()
    except OperationalError as error:
        reason = str(error.orig).strip().splitlines()[0] if error.orig else "no connection"
        raise MetadataUnreachable(rule=reason) from None
    return engine


def still_stands(environment: Environment) -> bool:
    """Whether inputs, results and passwords are all as the last finished run left them."""
    with metadata_engine(environment.metadata_uri).connect() as connection:
        try:
            row = connection.execute(text("select inputs, result from faro_provisioning")).one_or_none()
            return (
                row is not None
                and row.inputs == inputs(environment)
                and row.result == _result(connection, environment)
                and _passwords_hold(connection, environment.passwords)
            )
        except ProgrammingError:
            return False


def remember(environment: Environment) -> None:
    """Written last: only a run that finished leaves it."""
    with metadata_engine(environment.metadata_uri).begin() as connection:
        connection.execute(
            text(
                "create table if not exists faro_provisioning (only_row boolean primary key default true "
                "check (only_row), inputs text not null, result text not null)"
            )
        )
        connection.execute(
            text(
                "insert into faro_provisioning (inputs, result) values (:inputs, :result) "
                "on conflict (only_row) do update set inputs = excluded.inputs, result = excluded.result"
            ),
            {"inputs": inputs(environment), "result": _result(connection, environment)},
        )


def inputs(environment: Environment, room: Path = ROOM) -> str:
    """A digest of everything that decides the outcome, but for the passwords of people."""
    digest = hashlib.sha256(version("apache-superset").encode())
    for name in _SOURCES:
        for path in sorted([room / name] if (room / name).is_file() else (room / name).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(str(path.relative_to(room)).encode() + b"\0" + path.read_bytes())
    liaisons = [uri_variable(institution) for institution in environment.institutions]
    for variable in (*WAREHOUSE_URIS, *liaisons, "FARO_SUPERSET_SECRET_KEY"):
        digest.update(hashlib.sha256(environment.variables[variable].encode()).digest())
    return digest.hexdigest()


def _result(connection: Connection, environment: Environment) -> str:
    declared = read_yaml(ROOM / "security" / "roles.yml")
    names = {
        "roles": [*expanded(declared["roles"], environment.institutions), "Public"],
        "accounts": [*declared["accounts"]],
    }
    return connection.execute(text(_WRITTEN), names).scalar_one() or ""


def _passwords_hold(connection: Connection, passwords: Mapping[str, str]) -> bool:
    rows = connection.execute(text("select username, password from ab_user")).all()
    stored = {row.username: row.password for row in rows}
    return all(check_password_hash(stored.get(name) or "", password) for name, password in passwords.items())
