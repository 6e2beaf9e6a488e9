"""The working days of the ERI's clock: the holidays as they were kept, also where a law moved them."""

from datetime import date
from itertools import groupby

import pytest

from faro.vocabularies.public_holidays import public_holidays

HOLIDAYS = {day: (es, en) for day, es, en in public_holidays()}

#: The Mondays of the Ley 9875 (2020), and the days from which it moved them.
MOVED = {
    date(2020, 7, 27): date(2020, 7, 25),
    date(2020, 8, 17): date(2020, 8, 15),
    date(2020, 9, 14): date(2020, 9, 15),
    date(2020, 11, 30): date(2020, 12, 1),
    date(2021, 5, 3): date(2021, 5, 1),
    date(2021, 7, 26): date(2021, 7, 25),
    date(2021, 9, 13): date(2021, 9, 15),
    date(2021, 11, 29): date(2021, 12, 1),
    date(2022, 9, 19): date(2022, 9, 15),
    date(2022, 12, 5): date(2022, 12, 1),
    date(2023, 4, 10): date(2023, 4, 11),
    date(2023, 7, 24): date(2023, 7, 25),
    date(2023, 8, 14): date(2023, 8, 15),
    date(2024, 4, 15): date(2024, 4, 11),
    date(2024, 7, 29): date(2024, 7, 25),
    date(2024, 8, 19): date(2024, 8, 15),
}


def test_the_calendar_is_covered_and_in_order():
    assert list(HOLIDAYS) == sorted(HOLIDAYS)
    assert {day.year for day in HOLIDAYS} == set(range(2000, 2036))
    assert {len(list(days)) for _, days in groupby(HOLIDAYS, key=lambda day: day.year)} <= {11, 12}


@pytest.mark.parametrize(("kept", "stated"), MOVED.items())
def test_a_moved_holiday_is_kept_on_its_monday_only(kept, stated):
    assert kept.isoweekday() == 1
    assert kept in HOLIDAYS
    assert stated not in HOLIDAYS


def test_after_the_law_they_are_kept_on_their_day():
    assert {date(2025, 4, 11), date(2025, 7, 25), date(2025, 8, 15), date(2025, 9, 15), date(2025, 12, 1)} <= set(
        HOLIDAYS
    )


def test_holidays_that_are_not_paid_are_no_working_days_either():
    assert {date(2018, 8, 2), date(2019, 10, 12), date(2024, 8, 31)} <= set(HOLIDAYS)
    assert date(2020, 10, 12) not in HOLIDAYS  # since 2020 the abolition of the army is kept instead


def test_names_are_told_in_both_languages_and_say_nothing_of_the_move():
    assert HOLIDAYS[date(2024, 8, 19)] == ("Día de la Madre", "Mother's Day")
    assert not any("(" in name for names in HOLIDAYS.values() for name in names)
