"""What people read of duties: the table of them in `docs/seguridad.md`."""

from typing import Final

from faro.accounts.duties import DUTIES, Duty
from faro.markdown import table

_HEAD: Final = ("deber", "puede", "no puede", "en Superset", "en Airflow")


def duties_table() -> str:
    """A row for each duty, in Markdown."""
    return table(_HEAD, (_row(name, duty) for name, duty in DUTIES.items()))


def _row(name: str, duty: Duty) -> tuple[str, ...]:
    return f"`{name}`", duty.may, duty.may_not, f"`{duty.superset}`", f"`{duty.airflow}`" if duty.airflow else "–"
