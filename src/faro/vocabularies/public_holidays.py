"""Public holidays of Costa Rica on the days they were kept: laws moved some to a Monday (last the Ley 9875)."""

from collections.abc import Iterator
from datetime import date

from ruamel.yaml import YAML

from faro.settings import PROJECT

_CALENDAR = PROJECT / "dbt_project" / "dbt_project.yml"
#: Neither kind is a working day (Código de Trabajo, art. 147); they differ in who is paid for it (art. 148).
_KINDS = ("public", "optional")
_LANGUAGES = ("es", "en_US")
_MOVED = {"es": " (observado)", "en_US": " (observed)"}


def public_holidays() -> Iterator[tuple[date, str, str]]:
    """Day, name in Spanish, name in English; every day of the calendar's years once, in their order."""
    years = _years()
    spanish, english = (_named(years, language) for language in _LANGUAGES)
    yield from ((day, spanish[day], english[day]) for day in sorted(spanish))


def _named(years: range, language: str) -> dict[date, str]:
    import holidays  # half a second, and only who derives the seeds needs it

    found = holidays.country_holidays("CR", years=years, categories=_KINDS, language=language)
    return {day: name.replace(_MOVED[language], "") for day, name in found.items()}


def _years() -> range:
    """The years of the warehouse's calendar."""
    variables = YAML(typ="safe").load(_CALENDAR.read_text(encoding="utf-8"))["vars"]
    first, last = (date.fromisoformat(variables[name]) for name in ("first_date", "last_date"))
    return range(first.year, last.year + 1)
