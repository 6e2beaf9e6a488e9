"""Brings roles and accounts to what `security/roles.yml` says, no more and no less."""

from collections.abc import Collection, Mapping
from typing import Any

from fences.liaisons import ROLE as LIAISON
from flask_appbuilder.security.sqla.models import PermissionView, Role
from sqlalchemy.orm import joinedload
from superset.models.core import Database
from superset.models.dashboard import Dashboard
from superset.utils.decorators import transaction
from werkzeug.security import check_password_hash

from provisioning.assets import ROOM, read_yaml
from provisioning.identity import asset_uuid
from provisioning.liaisons import roles_with_liaisons
from provisioning.problems import PermissionUnknown
from superset import db, security_manager

#: Permission and on what → both together.
Known = Mapping[tuple[str, str], PermissionView]
FILE = "superset/security/roles.yml"


def declared() -> Mapping[str, Any]:
    return read_yaml(ROOM / "security" / "roles.yml")


@transaction()
def provision_roles(institutions: Collection[str]) -> None:
    roles, known = roles_with_liaisons(declared()["roles"], institutions), _permissions()
    for name, spec in roles.items():
        role = security_manager.find_role(name) or security_manager.add_role(name)
        asked = [(permission, view) for view, permissions in spec["permissions"].items() for permission in permissions]
        asked += [("database_access", _database(slug).perm) for slug in spec.get("databases", [])]
        wanted = [_permission(known, name, *each) for each in asked]
        if {p.id for p in role.permissions} != {p.id for p in wanted}:
            role.permissions = wanted
    for role in db.session.query(Role).filter(Role.name.startswith(LIAISON)):
        if role.name not in roles:  # its institution has no contract any more
            db.session.delete(role)


def _permissions() -> Known:
    """All there are, asked for at once."""
    every = db.session.query(PermissionView).options(
        joinedload(PermissionView.permission), joinedload(PermissionView.view_menu)
    )
    return {(each.permission.name, each.view_menu.name): each for each in every}


def _permission(known: Known, role: str, permission: str, view: str) -> PermissionView:
    if (permission, view) not in known:
        raise PermissionUnknown(file=FILE, field=role, rule=f"{permission} on {view}")
    return known[permission, view]


def _database(slug: str) -> Database:
    return db.session.query(Database).filter_by(uuid=asset_uuid("databases", slug)).one()


@transaction()
def provision_accounts(passwords: Mapping[str, str], only: set[str] | None = None) -> None:
    """Creates what is missing, corrects roles, and sets a password only where it no longer fits.

    One that was closed stays closed; people's own accounts are not touched.
    """
    for username, spec in declared()["accounts"].items():
        if only is not None and username not in only:
            continue
        role = security_manager.find_role(spec["role"])
        user = security_manager.find_user(username)
        if user is None:
            user = _new_account(username, spec, role, passwords[username])
        elif not _password_fits(user, passwords[username]):
            security_manager.reset_password(user.id, passwords[username])
        if [r.name for r in user.roles] != [role.name]:
            user.roles = [role]


def _new_account(username: str, spec: Mapping[str, Any], role: Role, password: str) -> Any:
    return security_manager.add_user(
        username, spec["first_name"], spec["last_name"], f"{username}@faro.invalid", role, password=password
    )


def _password_fits(user: Any, password: str) -> bool:
    return check_password_hash(user.password or "", password)


@transaction()
def open_dashboards(roles_by_slug: Mapping[str, list[str]]) -> None:
    """Who may read which dashboard, which is not part of Superset's export format; nobody reads any other by a role."""
    for slug, names in roles_by_slug.items():
        dashboard = db.session.query(Dashboard).filter_by(uuid=asset_uuid("dashboards", slug)).one()
        if sorted(role.name for role in dashboard.roles) != sorted(names):
            dashboard.roles = [security_manager.find_role(name) for name in names]
    for dashboard in db.session.query(Dashboard).filter(Dashboard.roles.any()):
        if not dashboard.is_managed_externally:
            dashboard.roles = []
