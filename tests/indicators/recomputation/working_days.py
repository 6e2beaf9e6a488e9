"""Working days in Costa Rica, from the law: Monday to Friday without the holidays of the labour code, art. 148."""

from datetime import date, timedelta
from functools import cache
from typing import Final

#: Days of the calendar since 2015, the first year of the records.
_FIXED: Final = ((1, 1), (4, 11), (5, 1), (7, 25), (8, 2), (8, 15), (9, 15), (12, 25))
#: First and last year of holidays that were exchanged or added.
_FOR_A_TIME: Final = {(10, 12): (1900, 2019), (8, 31): (2021, 2100), (12, 1): (2020, 2100)}
#: Days to which Ley 8886, Ley 9875 and Ley 10050 moved them.
_MOVED: Final = {
    date(2016, 10, 12): date(2016, 10, 17),
    date(2017, 10, 12): date(2017, 10, 16),
    date(2018, 10, 12): date(2018, 10, 15),
    date(2020, 7, 25): date(2020, 7, 27),
    date(2020, 8, 15): date(2020, 8, 17),
    date(2020, 9, 15): date(2020, 9, 14),
    date(2020, 12, 1): date(2020, 11, 30),
    date(2021, 5, 1): date(2021, 5, 3),
    date(2021, 7, 25): date(2021, 7, 26),
    date(2021, 8, 31): date(2021, 9, 5),
    date(2021, 9, 15): date(2021, 9, 13),
    date(2021, 12, 1): date(2021, 11, 29),
    date(2022, 8, 31): date(2022, 9, 4),
    date(2022, 9, 15): date(2022, 9, 19),
    date(2022, 12, 1): date(2022, 12, 5),
    date(2023, 4, 11): date(2023, 4, 10),
    date(2023, 7, 25): date(2023, 7, 24),
    date(2023, 8, 15): date(2023, 8, 14),
    date(2023, 8, 31): date(2023, 9, 3),
    date(2024, 4, 11): date(2024, 4, 15),
    date(2024, 7, 25): date(2024, 7, 29),
    date(2024, 8, 15): date(2024, 8, 19),
}
_SATURDAY: Final = 5
_DAY: Final = timedelta(days=1)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar."""
    golden, century = year % 19, year // 100
    leap, rest = divmod(year % 100, 4)
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * leap - moon - rest) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def holidays(year: int) -> frozenset[date]:
    """The days of the year on which nobody works by law, at the place to which they were moved."""
    changing = [day for day, (first, last) in _FOR_A_TIME.items() if first <= year <= last]
    named = {date(year, *day) for day in (*_FIXED, *changing)}
    sunday = easter(year)
    return frozenset({_MOVED.get(day, day) for day in named} | {sunday - 3 * _DAY, sunday - 2 * _DAY})


def is_working_day(day: date) -> bool:
    return day.weekday() < _SATURDAY and day not in holidays(day.year)


def working_days(after: date, until: date) -> int:
    """How many lie after the first day, up to and including the last; 0 where the last does not come later."""
    return sum(is_working_day(after + number * _DAY) for number in range(1, (until - after).days + 1))
