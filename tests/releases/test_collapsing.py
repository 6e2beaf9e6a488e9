"""Where there are few of one category, it is published together with others, and those are not hidden beside it."""

import pytest
from test_counting import POLICY, TABLES, row

from faro.releases.collapsing import collapsed
from faro.releases.drafting import Drafting
from faro.releases.figures import IndicatorFigure
from faro.releases.kinds import kinds_of
from faro.releases.policy import DimensionRule

#: Detected victims of two complete years and of the one that goes on.
YEARS = ("2022", "2023", "2024")


def by_age(older: float, years: tuple[str, ...] = YEARS) -> list[IndicatorFigure]:
    return [
        row("I-01", "age_group", category, count, year=year)
        for year in years
        for category, count in (("minor", 20.0), ("adult", 30.0), ("older_adult", older))
    ]


def collapse(rows: list[IndicatorFigure]) -> list[IndicatorFigure]:
    return collapsed(rows, TABLES, kinds_of(rows, TABLES), POLICY)


def test_one_older_adult_is_published_with_the_adults_of_all_years() -> None:
    rows = by_age(1.0, YEARS[:1]) + by_age(9.0, YEARS[1:])
    found = {(one.year, one.category): (one.value, one.numerator) for one in collapse(rows)}
    assert found == {(year, "minor"): (20.0, 20.0) for year in YEARS} | {
        ("2022", "from_18"): (31.0, 31.0),
        ("2023", "from_18"): (39.0, 39.0),
        ("2024", "from_18"): (39.0, 39.0),
    }


def test_enough_of_them_stay_by_themselves_whoever_came_in_the_year_that_goes_on() -> None:
    rows = by_age(5.0, YEARS[:2]) + by_age(1.0, YEARS[2:])
    assert collapse(rows) == rows


def test_the_minors_are_shown_who_would_be_hidden_beside_her() -> None:
    totals = [row("I-01", "total", "total", 51.0, year=year) for year in YEARS]
    draft = Drafting(TABLES, POLICY).draft([*totals, *by_age(1.0)])
    of_2022 = [one for one in draft.counted.released if (one.breakdown, one.period) == ("age_group", "2022")]
    assert {one.category: one.value for one in of_2022} == {"minor": 20.0, "from_18": 31.0}
    assert all(map(draft.is_shown, of_2022))


def test_what_is_of_different_wholes_is_not_added_up() -> None:
    rows = [
        row("I-12", "victim_age_group", category, dependants, persons, year=year, value=dependants)
        for year in YEARS
        for category, dependants, persons in (("adult", 60.0, 30.0), ("older_adult", 1.0, 1.0))
    ]
    assert collapse(rows) == rows


def test_only_a_sum_that_is_declared_can_stand_for_its_members() -> None:
    with pytest.raises(ValueError, match="from_18"):
        DimensionRule.model_validate({"collapse": {"from_18": {"es": "18 y más", "en": "18 and over"}}})


def test_the_category_has_a_name_in_both_languages() -> None:
    assert POLICY.label("age_group", "from_18") == ("18 años y más", "18 and over")


def test_an_amount_stays_one_where_it_is_stated_of_how_many_persons() -> None:
    """19 dependants of 20 adults, and in another year one of an older adult."""
    rows = [
        row("I-12", "victim_age_group", category, dependants, persons, year=year, value=dependants)
        for year, category, dependants, persons in (("2022", "adult", 19.0, 20.0), ("2023", "older_adult", 1.0, 1.0))
    ]
    rows.append(row("I-12", "victim_age_group", "adult", 27.0, 28.0, year="2024", value=27.0))
    found = {one.year: (one.category, one.value) for one in collapse(rows)}
    assert found == {"2022": ("from_18", 19.0), "2023": ("from_18", 1.0), "2024": ("from_18", 27.0)}
