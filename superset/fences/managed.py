"""What comes from git, and who opens which dashboard, is changed by provisioning and by no request."""

from typing import Any

from flask import Flask, Response, g, has_request_context, request
from serving.refusals import refused
from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

_SENTENCE = "Lo que viene de «superset/», y quién abre un tablero, se cambia allí y con una revisión"


class ChangedByRequest(Exception):
    """Ends the transaction; the person reads the answer that `_answer` makes of it."""


def guard(app: Flask) -> None:
    """Whatever address a change comes by, it is seen when Superset is about to write it down."""
    event.listen(Session, "before_flush", _raise_for_changes)
    app.before_request(_refuse_files)
    app.after_request(_answer)


def _raise_for_changes(session: Session, *_: Any) -> None:
    if not has_request_context():
        return
    written = [*session.new, *session.deleted, *filter(session.is_modified, session.dirty)]
    if any(_is_declared(entity) or _opens_a_dashboard(entity) or _joins_declared(entity) for entity in written):
        g.changes_declared = True
        raise ChangedByRequest


def _is_declared(entity: Any) -> bool:
    """Whether a dashboard, chart, dataset (or its column or metric) or database comes from git, or came before."""
    owner = getattr(entity, "table", None) or entity
    return "is_managed_externally" in inspect(owner).attrs and True in _values(owner, "is_managed_externally")


def _opens_a_dashboard(entity: Any) -> bool:
    return "published" in inspect(entity).attrs and inspect(entity).attrs.roles.history.has_changes()


def _joins_declared(entity: Any) -> bool:
    """Whether it enters or leaves something from git as a member: a chart, a dashboard."""
    memberships = [one.key for one in inspect(type(entity)).relationships if one.secondary is not None]
    return any(map(_is_declared, (member for name in memberships for member in _moved(entity, name))))


def _moved(entity: Any, attribute: str) -> list[Any]:
    history = inspect(entity).attrs[attribute].history
    return [*(history.added or ()), *(history.deleted or ())]


def _values(entity: Any, attribute: str) -> list[Any]:
    return [value for values in inspect(entity).attrs[attribute].history for value in values or ()]


def _refuse_files() -> Response | None:
    """What comes in as a file is reviewed in git too; Superset would even fetch it from an address named in it."""
    return refused(403, _SENTENCE) if request.path.endswith("/import/") else None


def _answer(response: Response) -> Response:
    return refused(403, _SENTENCE) if g.pop("changes_declared", False) else response
