"""What a password must be that a person chooses: long. Flask-AppBuilder asks this in Superset and in Airflow."""

from typing import Final

from faro.language import text

#: With ten tries a minute, and no other way to try, more rules would only make people write it down.
SHORTEST: Final = 12


def long_enough(password: str) -> None:
    """Raises Flask-AppBuilder's PasswordComplexityValidationError."""
    from flask_appbuilder.exceptions import PasswordComplexityValidationError

    if len(password) < SHORTEST:
        raise PasswordComplexityValidationError(
            text(es=f"Use {SHORTEST} caracteres o más.", en=f"Use {SHORTEST} characters or more.")
        )
