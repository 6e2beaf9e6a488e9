"""Who has an account, and what it may, is said by `faro account` and by provisioning, and by no request.

Else whoever administers Superset could be anybody: by a duty given to themselves, by another account, by a password or
an address that they choose for somebody.
"""

from typing import Any

from flask_appbuilder.security.sqla.models import Group, Role, User
from superset.utils.core import get_user_id

from fences.changes import is_made_or_removed, moved, refuse

_SENTENCE = "Las cuentas y sus deberes se cambian con «faro account»"
#: What says whose an account is and what it may.
_GIVEN = ("username", "email", "active", "roles", "groups")


def guard() -> None:
    refuse((_is_a_role, _says_whose_it_is, _is_a_password_of_another), _SENTENCE)


def _is_a_role(entity: Any) -> bool:
    return isinstance(entity, Role | Group)


def _says_whose_it_is(entity: Any) -> bool:
    return isinstance(entity, User) and (
        is_made_or_removed(entity) or any(moved(entity, attribute) for attribute in _GIVEN)
    )


def _is_a_password_of_another(entity: Any) -> bool:
    return isinstance(entity, User) and bool(moved(entity, "password")) and entity.id != get_user_id()
