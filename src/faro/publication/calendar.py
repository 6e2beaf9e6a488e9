"""The calendar of releases: known beforehand, whatever the figures say (UN, Principles of Official Statistics)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/Costa_Rica")
#: The day of each quarter on which the figures of the quarter before are prepared, at six in the morning in Costa Rica.
_MONTHS, _DAY, _HOUR = (1, 4, 7, 10), 15, 6
CRON = f"0 {_HOUR} {_DAY} {','.join(map(str, _MONTHS))} *"


def today() -> date:
    """The day in Costa Rica."""
    return datetime.now(ZONE).date()


def edition_of(day: date) -> str:
    """The quarter that ended last, as 2026-T3: what is prepared on that day is called by it."""
    quarter = (day.month - 1) // 3
    return f"{day.year}-T{quarter}" if quarter else f"{day.year - 1}-T4"


def next_dates(today: date, count: int = 4) -> list[date]:
    """The next days on which a release is prepared, that day among them."""
    days = [date(today.year + later, month, _DAY) for later in range(2 + count // len(_MONTHS)) for month in _MONTHS]
    return [day for day in days if day >= today][:count]
