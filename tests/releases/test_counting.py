"""Each count once, whatever tables it stands in; what a reader gets by subtracting is counted too."""

from collections.abc import Iterable

import pytest

from faro.disclosure.editions import joined
from faro.disclosure.figures import Cell, Tie
from faro.indicators.definitions import definitions
from faro.releases.counting import Counted, counted
from faro.releases.errors import FiguresDiffer
from faro.releases.figures import IndicatorFigure, ReleaseFigure
from faro.releases.periods import periods_of
from faro.releases.policy import Periods, disclosure_policy
from faro.releases.tables import MEASURE, release_tables

DECLARED = disclosure_policy()
ALL = {
    "thresholds": DECLARED.thresholds.model_copy(update={"shown": 0}),
    "periods": DECLARED.periods.model_copy(update={"running": "breakdowns"}),
}
POLICY = DECLARED.model_copy(update=ALL)
TABLES = release_tables(definitions(), POLICY)


def row(
    indicator: str, breakdown: str, category: str, numerator: float | None, denominator: float | None = None,
    year: str = "2022", value: float | None = None,
) -> IndicatorFigure:  # fmt: skip
    stated = numerator if denominator is None or numerator is None else numerator / denominator
    return IndicatorFigure(
        indicator, year, breakdown, category, stated if value is None else value, numerator, denominator
    )


def count_of(rows: Iterable[IndicatorFigure]) -> Counted:
    return counted(rows, TABLES, POLICY)


def cell(population: str, year: str = "2022", **parts: str) -> Cell:
    return Cell.of(population, MEASURE, {"year": year, **parts})


def of(counts: Counted, breakdown: str, category: str, period: str = "2022") -> ReleaseFigure:
    (found,) = (
        one for one in counts.released if (one.breakdown, one.category, one.period) == (breakdown, category, period)
    )
    return found


def test_two_tables_that_count_the_same_count_it_once() -> None:
    rows = [row("I-04", "total", "total", 38), row("I-13", "total", "total", 30, 38), row("I-02", "sex", "man", 1)]
    figures = count_of([*rows, row("I-04", "sex", "man", 1)]).figures
    assert figures.counts[cell("accredited")] == 38
    assert figures.counts[cell("accredited", sex="man")] == 1
    assert figures.counts[cell("accredited", exploitation_form="recorded")] == 30


def test_two_tables_that_say_otherwise_are_told() -> None:
    with pytest.raises(FiguresDiffer) as told:
        count_of([row("I-04", "total", "total", 38), row("I-13", "total", "total", 30, 39)])
    assert "I-13 total" in told.value.message()
    assert "I-04 total" in told.value.message()


def test_categories_that_count_more_than_all_are_told() -> None:
    with pytest.raises(FiguresDiffer) as told:
        count_of([row("I-04", "total", "total", 13), row("I-04", "sex", "woman", 14)])
    assert "I-04 sex" in told.value.message()


def test_what_a_reader_gets_by_subtracting_is_counted_and_published_nowhere() -> None:
    """Of 40 persons about whom was decided, 38 were accredited: 2 were not. Of 9 of 10 decided in time, 1 was not."""
    rows = [row("I-05", "total", "total", 38, 40), row("I-07", "total", "total", 9, 10)]
    figures = count_of(rows).figures
    rest, late = cell("not_accredited"), cell("resolutions", in_time="no")
    assert {one: figures.counts[one] for one in figures.unpublished} == {rest: 2, late: 1}
    joint = joined(figures)
    assert {joint.place[0][rest], joint.place[0][late]} == joint.hidden_before
    assert {one.cell for one in joint.requirements} >= joint.hidden_before


def test_the_last_of_those_that_are_recorded_is_known() -> None:
    rows = [row("I-20", "total", "total", 20, 37), row("I-04", "total", "total", 38)]
    figures = count_of(rows).figures
    assert figures.counts[cell("accredited", trafficking_type="internal")] == 17
    assert figures.counts[cell("accredited", trafficking_type="not_recorded")] == 1


def test_years_are_added_up_in_complete_periods() -> None:
    years = [str(year) for year in range(2015, 2027)]
    assert list(periods_of(years, Periods(years=(3, 5), all=True, ending=2025))) == [
        "2023–2025", "2020–2022", "2017–2019", "2021–2025", "2016–2020", "2015–2025",
    ]  # fmt: skip
    numbers = [1, 0, *[2] * 10]
    rows = [row("I-04", "sex", "man", number, year=year) for year, number in zip(years, numbers, strict=True)]
    counts = counted(rows, TABLES, DECLARED)
    assert of(counts, "sex", "man", "2017–2019").value == 6
    assert counts.figures.counts[cell("accredited", "2016–2025", sex="man")] == 18
    assert not any("2015–" in one.period for one in counts.released)


def test_periods_of_a_length_never_overlap_whenever_a_release_is_made() -> None:
    """Of 2017–2019 and 2018–2020 a reader subtracts: 2020 is so much more than 2017."""
    made = {last: periods_of(map(str, range(2015, last + 1)), DECLARED.periods) for last in range(2020, 2030)}
    of_three = {years for periods in made.values() for period, years in periods.items() if len(years) == 3}
    assert sorted(map(min, of_three)) == ["2017", "2020", "2023", "2026"]
    assert {max(periods, key=lambda one: len(periods[one])) for periods in made.values()} == {
        f"2016–{last - 1}" for last in made
    }


def test_a_breakdown_of_which_hardly_a_year_would_be_shown_is_published_by_period_alone() -> None:
    name, category = "exploitation_form_and_sex", "forced_labour|man"
    rows = [row("I-13", name, category, 4, 30, year=str(year)) for year in range(2019, 2023)]
    counts = counted(rows, TABLES, DECLARED)
    assert {one.period for one in counts.released} == {"2019–2021"}
    assert counts.figures.counts[cell("accredited", "2019–2021", exploitation_form="forced_labour", sex="man")] == 12
    published = counts.figures.counts.keys() - counts.figures.unpublished
    assert {one.member("year") for one in published} == {"2019–2021"}


def test_a_share_of_a_period_is_of_its_counts() -> None:
    rows = [
        row("I-07", "total", "total", number, 10, year=year) for number, year in ((9, "2020"), (6, "2021"), (3, "2022"))
    ]
    rows += [row("I-07", "total", "total", 1, 10, year="2023")]
    assert of(count_of(rows), "total", "total", "2020–2022").value == pytest.approx(18 / 30)


def test_a_median_has_no_period_and_needs_its_units() -> None:
    rows = [row("I-06", "total", "total", 10, year=str(year), value=41) for year in range(2020, 2024)]
    counts = count_of(rows)
    assert {one.period for one in counts.released} == {"2020", "2021", "2022", "2023"}
    median = of(counts, "total", "total", "2021")
    assert not median.is_shown(counts.figures.counts, hidden=())
    assert of(count_of([row("I-06", "total", "total", 11, value=41)]), "total", "total").is_shown(
        {cell("resolutions", days_known="recorded"): 11}, hidden=()
    )


def test_a_median_that_is_the_number_of_its_units_by_chance_is_no_count() -> None:
    rows = [row("I-06", "total", "total", 10, year=str(year), value=41) for year in range(2020, 2024)]
    counts = count_of([*rows, row("I-06", "total", "total", 7, year="2019", value=7)])
    assert {one.period for one in counts.released} == {"2019", "2020", "2021", "2022", "2023"}
    median = of(counts, "total", "total", "2019")
    assert not median.is_shown(counts.figures.counts, hidden=())


def test_the_few_without_a_service_are_counted() -> None:
    """Of 20 accredited 17 had a service of health, and may have had others: 3 had none."""
    rows = [row("I-24", "service_category", "health", 17, 20), row("I-24", "total", "total", 19, 20)]
    figures = count_of(rows).figures
    none = cell("accredited", rest="service_category≠health")
    assert figures.counts[none] == 3
    assert none in figures.unpublished


def test_a_part_is_at_most_a_whole_that_is_two_steps_away() -> None:
    """Of whom nationality and place are recorded are among the accredited, though neither by itself is counted."""
    figures = count_of([row("I-21", "total", "total", 22), row("I-04", "total", "total", 24)]).figures
    part = cell("accredited", nationality="recorded", exploitation_place="recorded")
    assert Tie({cell("accredited"): 1, part: -1}, 0, float("inf")) in figures.ties


def test_a_figure_is_shown_where_all_of_its_counts_are() -> None:
    counts = count_of([row("I-05", "sex", "man", 9, 12)])
    share = of(counts, "sex", "man")
    numerator, denominator = cell("accredited", sex="man"), cell("decided", sex="man")
    assert share.follows == (numerator, denominator)
    assert share.is_shown(counts.figures.counts, hidden=())
    assert not any(share.is_shown(counts.figures.counts, {one}) for one in (numerator, denominator))


def test_an_amount_follows_those_whose_it_is() -> None:
    counts = count_of([row("I-35", "total", "total", 340_000, 20, value=340_000)])
    assert of(counts, "total", "total").follows == (cell("seized_assets", valued="recorded"),)


def test_dependants_are_persons_too() -> None:
    counts = count_of([row("I-12", "total", "total", 4, 20, value=4)])
    assert cell("dependants") in of(counts, "total", "total").follows


def test_a_breakdown_of_which_too_little_could_be_shown_is_withheld_and_the_others_are_not() -> None:
    """Of 2021 one province of three reaches 5, of 2022 two do, and half are wanted."""
    counts = {"2021": (9, 1, 2), "2022": (9, 8, 1), "2023": (9, 9, 9)}
    rows = [
        row("I-01", "province", province, count, year=year)
        for year, of_year in counts.items()
        for province, count in zip(("CR-SJ", "CR-A", "CR-L"), of_year, strict=True)
    ]
    rows += [row("I-01", "total", "total", sum(of_year), year=year) for year, of_year in counts.items()]
    found = counted(rows, TABLES, POLICY.model_copy(update={"thresholds": DECLARED.thresholds}))
    assert found.withheld == (("I-01", "province", "2021"),)
    assert {one.period for one in found.released if one.breakdown == "province"} == {"2022", "2023", "2021–2022"}
    of_2021 = {cell("detected", "2021", province=province) for province in ("CR-SJ", "CR-A", "CR-L")}
    assert of_2021 == found.figures.unpublished  # whoever reads subtracts the other year from both
    assert of(found, "province", "CR-A", "2021–2022").value == 9
    assert of(found, "total", "total", "2021").follows == (cell("detected", "2021"),)


def test_what_two_periods_differ_by_is_counted() -> None:
    """2018–2020 and 2016–2020 are published: whoever reads subtracts, and the one of 2018 is in both."""
    numbers = {"2016": 8, "2017": 8, "2018": 1, "2019": 8, "2020": 8, "2021": 8}
    name, category = "exploitation_form_and_sex", "servitude|man"
    counts = counted(
        [row("I-13", name, category, count, 99, year=year) for year, count in numbers.items()], TABLES, DECLARED
    ).figures
    assert {one.member("year") for one in counts.unpublished} == {"2016", "2017", "2018", "2019", "2020"}
    lone = cell("accredited", "2018", exploitation_form="servitude", sex="man")
    joint = joined(counts)
    assert [one.cell for one in joint.requirements] == [joint.place[0][lone]]


def test_what_is_about_nobody_follows_nothing() -> None:
    assert of(count_of([row("I-38", "fund_execution", "salaries", 3, 4)]), "fund_execution", "salaries").follows == ()


def test_of_the_year_that_goes_on_only_totals_are_published() -> None:
    policy = POLICY.model_copy(update={"periods": DECLARED.periods})
    rows = [
        row("I-04", breakdown, category, count, year=year)
        for year in ("2022", "2023")
        for breakdown, category, count in (("total", "total", 38), ("sex", "woman", 20), ("sex", "man", 18))
    ]
    partly = [
        row("I-23", "aggravating_circumstance", one, count, year="2023") for one, count in (("a", 6), ("d", None))
    ]
    found = counted([*rows, *partly], TABLES, policy)
    assert {one.breakdown for one in found.released if one.period == "2023"} == {"total"}
    assert {one.breakdown for one in found.released if one.period == "2022"} == {"total", "sex"}
    assert ("I-04", "sex", "2023") in found.withheld
    assert ("I-23", "aggravating_circumstance", "2023") in found.withheld
    assert not any(one.member("sex") for one in found.figures.counts if one.member("year") == "2023")
