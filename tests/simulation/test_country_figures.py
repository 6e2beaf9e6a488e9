"""What was published about Costa Rica comes out of the records; paths between institutions are plausible."""

from collections import Counter
from datetime import date

import numpy as np
import polars as pl
import pytest

from faro.simulation.country import DATASETS, Country
from faro.simulation.country.files import read
from faro.simulation.country.published import ACCREDITED, INAMU, OAPVD, ONE_OF, published, total

YEARS = range(2015, 2027)
PUBLISHED_TOTALS = {2015: 3, 2017: 34, 2018: 20, 2019: 35, 2020: 50, 2021: 21, 2022: 38}


@pytest.fixture(scope="module")
def country() -> Country:
    return Country()


@pytest.fixture(scope="module")
def accredited(country: Country) -> pl.DataFrame:
    """The positive resolutions in force, as the ERI delivered them."""
    positive = country.in_force("eri/resolutions").filter(pl.col("outcome") == "Acreditada")
    birthday = pl.col("birth_date").dt.offset_by("18y")
    return positive.with_columns(year=pl.col("resolved_on").dt.year(), minor=birthday > pl.col("resolved_on"))


def of(year: int, accredited: pl.DataFrame) -> pl.DataFrame:
    return accredited.filter(pl.col("year") == year)


@pytest.mark.parametrize("year", PUBLISHED_TOTALS)
def test_the_published_totals(accredited: pl.DataFrame, year: int) -> None:
    assert of(year, accredited)["_person"].n_unique() == len(of(year, accredited)) == PUBLISHED_TOTALS[year]
    assert total(ACCREDITED, year) == PUBLISHED_TOTALS[year]


@pytest.mark.parametrize("year", YEARS)
def test_every_year_has_the_total_of_the_plan(accredited: pl.DataFrame, country: Country, year: int) -> None:
    assert len(of(year, accredited)) == total(ACCREDITED, year)
    assert len(country.accredited().filter(pl.col("year") == year)) == total(ACCREDITED, year)


def test_the_forms_of_2022_as_published(accredited: pl.DataFrame) -> None:
    forms = Counter(of(2022, accredited)["exploitation_forms"])
    assert forms == {
        "Explotación sexual": 13,
        "Explotación laboral o trabajo forzoso": 11,
        "Explotación sexual;Explotación laboral o trabajo forzoso": 5,
        "Trata sin forma precisada": 9,
    }


@pytest.mark.parametrize("year", YEARS)
def test_published_forms_and_nationalities(accredited: pl.DataFrame, year: int) -> None:
    people = of(year, accredited)
    for column, dimension in (("exploitation_forms", "forms"), ("nationality", "nationality")):
        for category, count in published(ACCREDITED, dimension, year).items():
            options = category.split(ONE_OF)
            assert people[column].is_in(options).sum() == count, category
            assert set(options) <= set(people[column])


def test_women_girls_men_and_boys_of_2022(accredited: pl.DataFrame) -> None:
    people = of(2022, accredited)
    assert Counter(zip(people["sex"], people["minor"], strict=True)) == {
        ("Mujer", False): 18, ("Mujer", True): 14, ("Hombre", False): 1, ("Hombre", True): 5,
    }  # fmt: skip
    assert published(ACCREDITED, "sex_and_age", 2022) == {"women": 18, "girls": 14, "men": 1, "boys": 5}
    assert people["dependants"].sum() == 4
    assert round(len(people) / 5_044_197 * 100_000, 3) == 0.753


SERVED = {
    ("oapvd/assistance", OAPVD): {2020: 75, 2021: 41, 2022: 60},
    ("inamu/services", INAMU): {2019: 31, 2020: 47, 2021: 20, 2022: 7},
}


def persons(country: Country, dataset: str) -> dict[int, int]:
    rows = country.persons_per_year().filter(pl.col("dataset") == dataset)
    return dict(rows.select("year", "persons").iter_rows())


@pytest.mark.parametrize(("dataset", "measure"), SERVED)
def test_persons_served_as_published(country: Country, dataset: str, measure: str) -> None:
    figures = SERVED[dataset, measure]
    served = persons(country, dataset)
    assert {year: served[year] for year in figures} == figures
    assert {year: total(measure, year) for year in figures} == figures


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "scale"), [(1, 1), (2, 1), (3, 2)])
def test_other_countries_have_the_published_figures_too(seed: int, scale: int) -> None:
    country = Country(seed, scale)
    people = country.accredited()
    assert dict(people.group_by("year").len().iter_rows()) == {year: total(ACCREDITED, year) * scale for year in YEARS}
    assert Counter(people.filter(pl.col("year") == 2022)["sex"]) == {"Mujer": 32 * scale, "Hombre": 6 * scale}
    for (dataset, _), figures in SERVED.items():
        served = persons(country, dataset)
        assert {year: served[year] for year in figures} == {year: count * scale for year, count in figures.items()}


def test_the_published_file_names_its_sources() -> None:
    rows = read("published_figures.csv")
    assert len(rows) > 40
    assert all("TIP report" in row["source"] for row in rows)


def test_the_clock_of_seven_working_days_is_kept_usually(country: Country) -> None:
    decided = country.in_force("eri/resolutions").filter(pl.col("resolved_on").is_not_null())
    known, resolved = (decided[column].to_numpy().astype("datetime64[D]") for column in ("known_on", "resolved_on"))
    taken = np.busday_count(known, resolved)
    assert taken.min() > 0
    assert 0.72 < (taken <= 7).mean() < 0.88
    assert (taken > 20).any()


def test_some_decisions_are_pending_and_a_day_in_the_past_has_its_own(country: Country) -> None:
    for until in (date(2026, 10, 31), date(2022, 6, 15)):
        resolutions = country.at(until).in_force("eri/resolutions")
        pending = resolutions.filter(pl.col("outcome").is_null())
        assert 1 <= len(pending) < 60
        assert pending["resolved_on"].null_count() == len(pending)
        assert pending["exploitation_forms"].null_count() == len(pending)
    outcomes = Counter(country.in_force("eri/resolutions")["outcome"].drop_nulls())
    assert 0.55 < outcomes["Acreditada"] / outcomes.total() < 0.7


def test_the_prenatal_purpose_appears_after_its_law_only(accredited: pl.DataFrame) -> None:
    prenatal = accredited.filter(pl.col("exploitation_forms").str.contains("prenatal"))
    assert (prenatal["resolved_on"] > date(2024, 9, 6)).all()


def test_victims_are_known_to_several_institutions(country: Country, accredited: pl.DataFrame) -> None:
    truth = country.truth().with_columns(institution=pl.col("dataset").str.split("/").list.first())
    many = (
        truth.filter(pl.col("person").is_in(accredited["_person"].implode()))
        .group_by("person")
        .agg(pl.col("institution").n_unique())["institution"]
    )
    assert (many >= 2).mean() > 0.95
    assert (many >= 4).mean() > 0.4
    assert many.max() >= 7


@pytest.mark.parametrize(
    ("dataset", "who", "least"),
    [
        ("pani/protection_measures", pl.col("minor"), 0.85),
        ("dgme/special_categories", pl.col("nationality") != "CRI", 0.55),
        ("ccss/care_episodes", pl.lit(True), 0.6),
        ("imas/subsidies", pl.lit(True), 0.38),
        ("fiscalia/case_victims", pl.lit(True), 0.55),
        ("mtss/work_permits", (pl.col("nationality") != "CRI") & ~pl.col("minor"), 0.2),
        ("msp/detections", pl.lit(True), 0.25),
        ("oij/investigations", pl.lit(True), 0.45),
    ],
)
def test_the_paths_lead_to_the_institutions_in_charge(
    country: Country, accredited: pl.DataFrame, dataset: str, who: pl.Expr, least: float
) -> None:
    eligible = accredited.filter(who & (pl.col("year") < 2026))["_person"]
    reached = eligible.is_in(country.in_force(dataset)["_person"].implode()).mean()
    assert least < reached < 1


def test_nobody_is_served_before_birth_and_measures_are_for_minors(country: Country) -> None:
    for dataset, spec in DATASETS.items():
        if spec.is_about_persons:
            rows = country.in_force(dataset)
            assert (rows["birth_date"] < rows[spec.event]).all(), dataset
    measures = country.in_force("pani/protection_measures")
    assert (measures["birth_date"].dt.offset_by("18y") >= measures["measured_on"]).all()
    assert set(country.in_force("inamu/services")["sex"]) == {"Mujer"}


def test_cases_move_through_the_stages(country: Country) -> None:
    stages = country.in_force("fiscalia/stages")
    steps = ("Denuncia", "Investigación", "Acusación", "Juicio", "Sentencia")
    counts = [(stages["stage"] == step).sum() for step in steps]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] > 20
    closed = stages.drop_nulls("ended_on")
    assert (closed["ended_on"] >= closed["started_on"]).all()
    assert (stages["outcome"].is_null() == stages["ended_on"].is_null()).all()
    cases = country.records("fiscalia/cases")
    assert cases.group_by("case_number").agg(pl.col("case_state").n_unique())["case_state"].max() == 4
    duration = closed.filter(pl.col("stage") == "Investigación").select(
        (pl.col("ended_on") - pl.col("started_on")).dt.total_days()
    )
    assert 120 < duration.to_series().median() < 400


def test_a_sentence_agrees_with_its_decisions(country: Country) -> None:
    decisions = country.in_force("poder_judicial/convictions")
    outcome = decisions.group_by("sentence_number").agg(convicted=pl.col("outcome").unique().sort())
    known = country.in_force("poder_judicial/sentences").join(outcome, on="sentence_number")
    expected = {"Condenatoria": ["Condena"], "Absolutoria": ["Absolución"], "Mixta": ["Absolución", "Condena"]}
    agree = [row["convicted"] == expected[row["outcome"]] for row in known.iter_rows(named=True)]
    assert len(agree) > 30
    assert np.mean(agree) > 0.95, "only decisions that are still on their way may be missing"
    assert (decisions["prison_months"].is_null() == (decisions["outcome"] == "Absolución")).all()


def test_an_event_counts_its_migrants(country: Country) -> None:
    events = country.at(date(2025, 12, 31)).in_force("dgme/smuggling_events")
    found = country.in_force("dgme/smuggled_migrants").group_by("event_number").len("found")
    both = events.join(found, on="event_number")
    assert len(both) == len(events)
    assert (both["found"] == both["migrants"]).all()
    assert (events["unaccompanied_minors"] <= events["minors"]).all()
    assert (events["minors"] <= events["migrants"]).all()


def test_smuggled_persons_who_became_victims_are_marked(country: Country, accredited: pl.DataFrame) -> None:
    migrants = country.in_force("dgme/smuggled_migrants")
    victims = migrants.filter(pl.col("_person").is_in(accredited["_person"].implode()))
    assert len(victims) >= 10
    marked = country.in_force("dgme/smuggling_events").filter(pl.col("became_trafficking") == "Si")["event_number"]
    assert victims["event_number"].is_in(marked.implode()).mean() > 0.9


def test_prevention_reaches_more_than_it_trains(country: Country) -> None:
    activities = country.in_force("eri/prevention_activities")
    a_year = activities.filter(pl.col("held_on").dt.year() == 2024)
    assert 100 <= len(a_year) <= 140
    assert 1_000 <= a_year["persons_trained"].sum() <= 3_000
    assert (activities["persons_trained"] > activities["persons_reached"]).sum() == 0
    median = dict(activities.group_by("activity_type").agg(pl.col("persons_reached").median()).iter_rows())
    assert median["Campaña"] > 20 * median["Charla"]
    trains = activities.filter(pl.col("activity_type").is_in(["Capacitación", "Taller"]).not_())
    assert trains["persons_trained"].sum() == 0


def test_the_fund_spends_clearly_less_than_its_budget(country: Country) -> None:
    executions = country.in_force("eri/fund_execution")
    assert (executions["period"].dt.day() == 1).all()
    assert executions.select("period", "budget_line").is_duplicated().sum() == 0
    assert (executions["spent_crc"] > executions["budget_crc"]).sum() == 0
    whole_years = executions.filter(pl.col("period").dt.year() < 2026)
    assert set(whole_years.group_by(pl.col("period").dt.year()).len()["len"]) == {96}
    yearly = whole_years.group_by(year=pl.col("period").dt.year()).agg(pl.col("budget_crc", "spent_crc").sum())
    assert yearly["budget_crc"].is_between(400e6, 1_100e6).all()
    assert (yearly["spent_crc"] / yearly["budget_crc"]).is_between(0.15, 0.75).all()


def test_who_returns_is_a_foreigner_and_goes_after_the_resolution(country: Country) -> None:
    returns = country.in_force("eri/assisted_returns")
    home = returns.filter(pl.col("return_type") == "Retorno voluntario asistido")
    people = country.people.select("person", "nationality")
    known = home.join(people, left_on="_person", right_on="person", suffix="_of_person")
    assert (known["destination_country"] == known["nationality_of_person"]).drop_nulls().all()
    assert "CRI" not in set(known["nationality_of_person"])
    resolved = country.accredited().select("person", "resolved_on")
    both = returns.join(resolved, left_on="_person", right_on="person")
    assert len(both) > 30
    assert (both["returned_on"] > both["resolved_on"]).all()
    assert returns["_person"].n_unique() > len(both)  # some are for others
