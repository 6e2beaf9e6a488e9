"""Everybody can know beforehand when figures are published."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from airflow.sdk import CronTriggerTimetable
from hypothesis import given
from hypothesis import strategies as st

from faro.publication.calendar import CRON, edition_of, next_dates

DAYS = st.dates(date(2020, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        (date(2026, 1, 15), "2025-T4"),
        (date(2026, 3, 31), "2025-T4"),
        (date(2026, 4, 15), "2026-T1"),
        (date(2026, 11, 30), "2026-T3"),
    ],
)
def test_an_edition_is_called_by_the_quarter_that_ended_last(day: date, edition: str) -> None:
    assert edition_of(day) == edition


@given(DAYS)
def test_there_is_one_in_each_quarter(day: date) -> None:
    dates = next_dates(day, 9)
    assert dates[0] >= day
    assert len({edition_of(one) for one in dates}) == 9
    assert all(timedelta(89) < later - one < timedelta(93) for one, later in pairwise(dates))


def test_they_are_the_days_on_which_the_pipeline_prepares_them() -> None:
    minute, hour, day, months, weekday = CRON.split()
    assert (minute, hour, weekday) == ("0", "6", "*")
    assert {(one.day, one.month) for one in next_dates(date(2026, 1, 1), 4)} == {
        (int(day), int(month)) for month in months.split(",")
    }
    assert CronTriggerTimetable(CRON, timezone="America/Costa_Rica")
