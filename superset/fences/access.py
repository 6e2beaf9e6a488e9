"""Superset's security manager with the fence between analysis and publication.

Who has no access of their own to a database (a reader to any, an analyst to the published one) reads it only through
charts and dashboards that come from git, and asks only what they ask.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from readings.occasion import name_of, remember
from serving.refusals import insist
from serving.wording import worded
from sqlalchemy.exc import SQLAlchemyError
from superset.errors import ErrorLevel, SupersetError, SupersetErrorType
from superset.exceptions import SupersetSecurityException
from superset.utils.core import get_user_id, get_username

from faro.accounts.provided import ProvidedSignIn
from faro.accounts.sessions import EndingSessions, EndingTokens
from faro.sign_in import Attempts, LimitedSignIn, Refusal
from fences.kept_queries import forget_earlier
from fences.liaisons import role_of
from fences.questions import ROWS, strays
from fences.statements import is_one_reading_statement
from superset.security import SupersetSecurityManager

if TYPE_CHECKING:
    from fences.reading import Reading

#: The database whose charts are for readers; declared in `assets/databases`.
PUBLISHED = "faro_publicado"
#: Databases that one role alone asks, and liaisons' beside them.
_ONE_ROLES = {"faro_gobernanza": "gobernanza", "faro_calidad": "calidad"}
#: What whoever may not ask a database reads.
NOT_ASKED = "Su cuenta no consulta esta base de datos."
#: The permission that makes whoever has it more than a reader.
MAKES_DASHBOARDS = ("can_write", "Dashboard")
#: A chart asks one or two at once, and one says the kind of answer.
_QUESTIONS = 4


class FencedSecurityManager(  # type: ignore[misc]
    EndingSessions, EndingTokens, LimitedSignIn, ProvidedSignIn, SupersetSecurityManager
):
    """Refuses more than Superset does, never less: Superset is asked first."""

    attempts = Attempts(Path(os.environ["FARO_HOME"]) / "superset" / "attempts")

    def is_reader(self) -> bool:
        """Whether whoever asks makes no dashboards, but reads those that are published."""
        return not self.can_access(*MAKES_DASHBOARDS)

    def can_access_database(self, database: Any) -> bool:
        owner = _only_role_of(database)
        if owner is not None and owner not in {role.name for role in self.get_user_roles()}:
            return False
        return bool(super().can_access_database(database))

    def get_rls_cache_key(self, datasource: Any) -> list[str]:
        """What a person is answered again within the minute is what they were told, and was written down as such."""
        return [*super().get_rls_cache_key(datasource), f"account {get_user_id()}"]

    def refuse_sign_in(self, refusal: Refusal) -> NoReturn:
        """By every address, also where Flask-AppBuilder would call it an error."""
        title, advice = worded(es=refusal.es, en=refusal.en).split(". ", 1)
        insist(refusal.status, title, advice)
        super().refuse_sign_in(refusal)

    def update_user_auth_stat(self, user: Any, success: bool = True) -> None:
        super().update_user_auth_stat(user, success)
        if success:
            forget_earlier()

    def raise_for_access(self, *args: Any, **asked: Any) -> None:
        """Raises SupersetSecurityException; takes what Superset's own method takes, by name."""
        from fences.reading import Reading  # Superset's models can be imported once there is an application

        self._ask_superset(*args, **asked)
        remember(account=get_username())
        if dashboard := asked.get("dashboard"):
            self._raise_for_dashboard(dashboard)
        if database := asked.get("database") or getattr(asked.get("query"), "database", None):
            self._raise_for_database(database)
        if statement := asked.get("sql") or getattr(asked.get("query"), "sql", None):
            _raise_for_statement(statement)
        if reading := Reading.of(asked):
            if reading.form:
                dashboard, chart = reading.stands_on(self.session)
                remember(dashboard=name_of(dashboard), chart=name_of(chart))
            self._raise_for_reading(reading)

    def _ask_superset(self, *args: Any, **asked: Any) -> None:
        """Its refusals name datasets and tables: a reader is told none."""
        try:
            super().raise_for_access(*args, **asked)
        except SQLAlchemyError:  # what a request named is no number
            self.session.rollback()
            raise refusal("Esta petición no nombra un gráfico.") from None
        except SupersetSecurityException:
            if self.is_reader():
                raise refusal("Su cuenta no lee estos datos.") from None
            raise

    def _raise_for_dashboard(self, dashboard: Any) -> None:
        if self.is_reader() and not dashboard.is_managed_externally:
            raise refusal("Este tablero no está publicado.")

    def _raise_for_database(self, database: Any) -> None:
        """An owner of one of its datasets has no SQL on it, other than in Superset."""
        if not self.can_access_database(database):
            raise refusal(NOT_ASKED)

    def _raise_for_reading(self, reading: "Reading") -> None:
        database = reading.datasource.database
        if self.can_access_database(database):
            return
        if not database.is_managed_externally or database.database_name != PUBLISHED:
            raise refusal("Estos datos no están publicados.")
        declared = reading.declared(self.session)
        if declared is None:
            raise refusal("Los datos publicados se leen en sus tableros.")
        answers = ROWS | {"query"} if self.can_access("can_view_query", "Dashboard") else ROWS
        beyond = (field for question in reading.questions for field in strays(question, *declared, answers))
        if len(reading.questions) > _QUESTIONS or any(beyond):
            raise refusal("De un gráfico publicado se pide solo lo que él muestra.")


def _only_role_of(database: Any) -> str | None:
    """The role besides which nobody asks that database, whoever administers included, or whom Superset permits it."""
    if not database.is_managed_externally:
        return None
    return _ONE_ROLES.get(database.database_name) or role_of(database.database_name)


def _raise_for_statement(sql: str) -> None:
    if not is_one_reading_statement(sql):
        raise refusal("Escriba una sola consulta que lea («select»), sin cambiar nada.")


def refusal(message: str) -> SupersetSecurityException:
    return SupersetSecurityException(
        SupersetError(message, SupersetErrorType.DATASOURCE_SECURITY_ACCESS_ERROR, ErrorLevel.ERROR)
    )
