"""What comes from git, and who opens which dashboard, is changed by provisioning and by no request."""

from typing import Any

from flask import Flask, Response, has_request_context, request
from serving.refusals import insist, refused
from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from fences.access import MAKES_DASHBOARDS, PUBLISHED

_MANAGED = "is_managed_externally"
_SENTENCE = "Lo que viene de «superset/», y quién abre un tablero, se cambia allí y con una revisión"


class ChangedByRequest(Exception):
    """Ends the transaction; the person reads the refusal that was insisted on."""


def guard(app: Flask) -> None:
    """Whatever address a change comes by, it is seen when Superset is about to write it down."""
    event.listen(Session, "before_flush", _raise_for_changes)
    app.before_request(_refuse_files)


def _raise_for_changes(session: Session, *_: Any) -> None:
    if not has_request_context():
        return
    with session.no_autoflush:
        written = [*session.new, *session.deleted, *filter(session.is_modified, session.dirty)]
        if any(refuses(entity) for entity in written for refuses in _REFUSALS):
            insist(403, _SENTENCE)
            raise ChangedByRequest


def _is_declared(entity: Any) -> bool:
    """Whether a dashboard, chart, database or dataset (or a column or metric of one) comes from git, or came before."""
    owner = entity if hasattr(entity, _MANAGED) else getattr(entity, "table", None)
    return hasattr(owner, _MANAGED) and True in (getattr(owner, _MANAGED), *_moved(owner, _MANAGED))


def _opens_a_dashboard(entity: Any) -> bool:
    return hasattr(entity, "published") and bool(_moved(entity, "roles"))


def _joins_declared(entity: Any) -> bool:
    """Whether it enters or leaves something from git as a member: a chart, a dashboard."""
    memberships = [one.key for one in inspect(type(entity)).relationships if one.secondary is not None]
    return any(_is_declared(member) for name in memberships for member in _moved(entity, name))


def _is_on_the_published_database(entity: Any) -> bool:
    return getattr(getattr(entity, "database", None), "database_name", None) == PUBLISHED and hasattr(entity, _MANAGED)


def _gives_to_a_reader(entity: Any) -> bool:
    """An owner sees in Superset's lists what is theirs: whoever makes nothing is given nothing."""
    if not hasattr(entity, "owners"):
        return False
    return not all(any(map(_makes_dashboards, person.roles)) for person in _moved(entity, "owners"))


def _makes_dashboards(role: Any) -> bool:
    return any((one.permission.name, one.view_menu.name) == MAKES_DASHBOARDS for one in role.permissions)


_REFUSALS = (_is_declared, _opens_a_dashboard, _joins_declared, _is_on_the_published_database, _gives_to_a_reader)


def _moved(entity: Any, attribute: str) -> list[Any]:
    """Values that an attribute has lost or been given since it was read."""
    history = inspect(entity).attrs[attribute].history
    return [*(history.added or ()), *(history.deleted or ())]


def _refuse_files() -> Response | None:
    """What comes in as a file is reviewed in git too; Superset would even fetch it from an address named in it."""
    return refused(403, _SENTENCE) if request.path.endswith("/import/") else None
