"""Databases come from git, and Superset connects to one only as git says, for whoever may ask it.

Else whoever administers could have a stored password sent to an address of their own, or ask by another name for the
same database; and whoever makes a dataset could ask another's database what there is.
"""

from typing import Any, Final

from flask import Flask, Response, has_request_context, request
from serving.refusals import insist, refused
from sqlalchemy.engine import URL, make_url

from fences.access import NOT_ASKED, PUBLISHED, refusal
from fences.changes import refuse

_SENTENCE: Final = "Las bases de datos se cambian en «superset/», con una revisión"
_ADDRESSES: Final = "/api/v1/database/"
#: What is sent there and changes nothing: SQL Lab asks whether a statement is one.
_HARMLESS: Final = "/validate_sql/"
#: What leads a connection elsewhere than its address says.
_ELSEWHERE: Final = {"host", "hostaddr", "port", "user", "dbname", "database", "dsn", "service", "password"}


def guard(app: Flask) -> None:
    refuse((_is_a_database, _stands_on_one_of_others), _SENTENCE)
    app.before_request(_refuse_connections)


def raise_for_connection(uri: URL, options: dict[str, Any]) -> None:
    """Raises SupersetSecurityException where a request would lead it elsewhere, or who asks may not ask there."""
    if not has_request_context():
        return
    database = _of_address(uri)
    leads_elsewhere = not _ELSEWHERE.isdisjoint(options.get("connect_args", {}))
    if database is None or leads_elsewhere or not _may_be_asked(database):
        insist(403, NOT_ASKED)
        raise refusal(NOT_ASKED)


def _of_address(uri: URL) -> Any:
    """The database that has that address; None where none has it."""
    from superset.models.core import Database

    from superset import db

    with db.session.no_autoflush:
        known = db.session.query(Database).all()
    return next((one for one in known if _place(make_url(one.sqlalchemy_uri)) == _place(uri)), None)


def _place(uri: URL) -> tuple[Any, ...]:
    return uri.username, uri.host, uri.port, uri.database


def _may_be_asked(database: Any) -> bool:
    """The published one is asked by its charts for everybody: what they ask is looked at where access is asked for."""
    from superset import security_manager

    return database.database_name == PUBLISHED or bool(security_manager.can_access_database(database))


def _is_a_database(entity: Any) -> bool:
    from superset.models.core import Database

    return isinstance(entity, Database)


def _stands_on_one_of_others(entity: Any) -> bool:
    """A dataset, by the number that it is given: what it was on before is no matter."""
    from superset.connectors.sqla.models import SqlaTable
    from superset.models.core import Database

    from superset import db

    if not isinstance(entity, SqlaTable):
        return False
    named = [entity.database, db.session.get(Database, entity.database_id or 0)]
    return not all(_may_be_asked(one) for one in named if one is not None)


def _refuse_connections() -> Response | None:
    """No address and no option of a connection is tried for anybody."""
    is_sent = request.path.startswith(_ADDRESSES) and request.method not in ("GET", "HEAD", "OPTIONS")
    return refused(403, _SENTENCE) if is_sent and not request.path.endswith(_HARMLESS) else None
