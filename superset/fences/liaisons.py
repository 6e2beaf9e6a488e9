"""What the database and the role of an institution's liaison are called."""

from typing import Final

_DATABASE: Final = "faro_enlace_"
ROLE: Final = "enlace "


def database_of(institution: str) -> str:
    return f"{_DATABASE}{institution}"


def role_of(database: str) -> str | None:
    """The role to which that database belongs; None where it is no liaison's."""
    return ROLE + database.removeprefix(_DATABASE) if database.startswith(_DATABASE) else None
