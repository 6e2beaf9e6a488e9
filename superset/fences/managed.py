"""What comes from git, and who opens which dashboard, is changed by provisioning and by no request."""

from typing import Any

from flask import Flask, Response, request
from serving.refusals import refused
from sqlalchemy import inspect

from fences.access import MAKES_DASHBOARDS, PUBLISHED
from fences.changes import moved, refuse

_MANAGED = "is_managed_externally"
_SENTENCE = "Lo que viene de «superset/», y quién abre un tablero, se cambia allí y con una revisión"


def guard(app: Flask) -> None:
    refuse(
        (
            _is_declared,
            _opens_a_dashboard,
            _joins_declared,
            _is_on_the_published_database,
            _gives_to_a_reader,
        ),
        _SENTENCE,
    )
    app.before_request(_refuse_files)


def _is_declared(entity: Any) -> bool:
    """Whether a dashboard, chart, database or dataset (or a column or metric of one) comes from git, or came before."""
    owner = entity if hasattr(entity, _MANAGED) else getattr(entity, "table", None)
    return hasattr(owner, _MANAGED) and True in (getattr(owner, _MANAGED), *moved(owner, _MANAGED))


def _opens_a_dashboard(entity: Any) -> bool:
    return hasattr(entity, "published") and bool(moved(entity, "roles"))


def _joins_declared(entity: Any) -> bool:
    """Whether it enters or leaves something from git as a member: a chart, a dashboard."""
    memberships = [one.key for one in inspect(type(entity)).relationships if one.secondary is not None]
    return any(_is_declared(member) for name in memberships for member in moved(entity, name))


def _is_on_the_published_database(entity: Any) -> bool:
    return getattr(getattr(entity, "database", None), "database_name", None) == PUBLISHED and hasattr(entity, _MANAGED)


def _gives_to_a_reader(entity: Any) -> bool:
    """An owner sees in Superset's lists what is theirs: whoever makes nothing is given nothing."""
    if not hasattr(entity, "owners"):
        return False
    return not all(any(map(_makes_dashboards, person.roles)) for person in moved(entity, "owners"))


def _makes_dashboards(role: Any) -> bool:
    return any((one.permission.name, one.view_menu.name) == MAKES_DASHBOARDS for one in role.permissions)


def _refuse_files() -> Response | None:
    """What comes in as a file is reviewed in git too; Superset would even fetch it from an address named in it."""
    return refused(403, _SENTENCE) if request.path.endswith("/import/") else None
