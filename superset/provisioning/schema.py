"""Migrates Superset's metadata and synchronises its permissions, and does neither when nothing is missing."""

from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_appbuilder.security.sqla.models import Role
from flask_migrate import upgrade
from superset.extensions import appbuilder, security_manager
from superset.utils.decorators import transaction

import superset
from superset import db

MIGRATIONS = str(Path(superset.__file__).parent / "migrations")


def migrate() -> None:
    if not _at_head():
        upgrade(directory=MIGRATIONS)
        _synchronise_permissions()
    elif db.session.query(Role).filter_by(name="Admin").one_or_none() is None or not _admin_may_anything():
        _synchronise_permissions()


def _at_head() -> bool:
    with db.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_heads()
    return bool(current) and set(current) == set(ScriptDirectory(MIGRATIONS).get_heads())  # reads every migration


def _admin_may_anything() -> bool:
    """Whether an earlier run got as far as giving the administrator's role its permissions."""
    return bool(security_manager.find_role("Admin").permissions)


def _synchronise_permissions() -> None:
    """Hundreds of commits, after each of which everything would be asked of the database again."""
    session = db.session()
    session.expire_on_commit = False
    try:
        _add_permissions()
    finally:
        session.expire_on_commit = True
        session.expire_all()


@transaction()
def _add_permissions() -> None:
    appbuilder.add_permissions(update_perms=True)
    security_manager.sync_role_definitions()
