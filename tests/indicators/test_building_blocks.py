"""What the recomputation is built of: texts to codes, ages, working days, and rows of figures."""

from datetime import date, timedelta

import polars as pl
import pytest
from comparison import differences
from hypothesis import given
from hypothesis import strategies as st
from recomputation.ages import age_group, stated_or_reckoned
from recomputation.figures import (
    EVERY,
    SCHEMA,
    TOTAL,
    counts,
    finished,
    lacks,
    medians,
    rates,
    share,
    shares,
    spread,
    sums,
)
from recomputation.records import read_people, with_particulars
from recomputation.timeline import closing_days, in_calendar
from recomputation.wording import Lists, code_lists, plain, yes_or_no
from recomputation.working_days import easter, holidays, is_working_day, working_days

from faro.vocabularies import Member, Synonym, Vocabulary, normalise

PURPOSE, LAW = "Intermediación ilegal en acogimiento prenatal", date(2024, 9, 6)


# --- texts and codes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [("  Peñas   Blancas ", "PENAS BLANCAS"), ("Ngäbe", "NGABE"), ("ﬁscal", "FISCAL"), ("", ""), ("\t", "")],
)
def test_plain_words(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_plain_agrees_with_what_the_seeds_are_normalised_with() -> None:
    lists = code_lists()
    texts = {text for _, text in lists.known_texts()}
    assert len(texts) > 500
    assert all(plain(normalise(text)) == plain(text) == text for text in texts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Si", "yes"), ("sí ", "yes"), ("NO", "no"), (None, "not_recorded"), (" ", "not_recorded"), ("Quizá", "unmapped")],
)
def test_three_states(text: str | None, expected: str) -> None:
    assert yes_or_no(text) == expected


def small_list() -> Lists:
    members = (Member("old", "Viejo", "Old", until=date(2020, 12, 31)), Member("new", "Nuevo", "New"))
    synonyms = (
        Synonym("any", "", "TRATA", "old", until=date(2020, 12, 31)),
        Synonym("any", "", "TRATA", "new", since=date(2021, 1, 1)),
        Synonym("eri", "", "OTRA", "new"),
        Synonym("any", "", "NO INDICA", "not_recorded"),
        Synonym("any", "CRI", "LIMON", "CR-7"),
    )
    return Lists({"kind": Vocabulary("kind", "Kinds", {}, members, synonyms)})


@pytest.mark.parametrize(
    ("institution", "text", "day", "code"),
    [
        ("oij", "Trata", date(2020, 12, 31), "old"),
        ("oij", "TRATA ", date(2021, 1, 1), "new"),
        ("eri", "otra", date(2000, 1, 1), "new"),
        ("oij", "otra", date(2000, 1, 1), "unmapped"),
        ("eri", "", date(2000, 1, 1), "not_recorded"),
        ("eri", None, date(2000, 1, 1), "not_recorded"),
        ("eri", "no indica", date(2000, 1, 1), "not_recorded"),
        ("eri", "Limón", date(2000, 1, 1), "unmapped"),
    ],
)
def test_a_text_means_what_it_meant_on_its_day_to_its_institution(
    institution: str, text: str | None, day: date, code: str
) -> None:
    assert small_list().code("kind", institution, text, day) == code


def test_a_place_is_looked_up_within_what_contains_it() -> None:
    assert small_list().code("kind", "oij", "Limón", date(2020, 1, 1), under="CRI") == "CR-7"
    assert code_lists().province("oij", "limon", date(2020, 1, 1)) == "CR-7"


def test_a_cell_of_several_texts_is_a_set_of_codes() -> None:
    lists, day = small_list(), date(2022, 1, 1)
    assert lists.codes("kind", "eri", "Trata; otra;TRATA", day) == ["new"]
    assert lists.codes("kind", "eri", "Trata;no indica;;Marte", day) == ["new", "unmapped"]
    assert lists.codes("kind", "eri", " ; ", day) == lists.codes("kind", "eri", None, day) == []


def test_the_prenatal_purpose_is_one_since_its_law() -> None:
    meant = [code_lists().code("exploitation_form", "eri", PURPOSE, day) for day in (LAW - timedelta(1), LAW)]
    assert meant == ["unmapped", "prenatal_intermediation"]


def test_a_country_is_its_iso_code_or_a_name() -> None:
    lists = code_lists()
    assert [lists.country("eri", text, LAW) for text in ("nic", "Nicaragua", "XYZ", None)] == [
        "NIC", "NIC", "unmapped", "not_recorded",
    ]  # fmt: skip


# --- days and ages ----------------------------------------------------------------------------------------------------


def test_easter() -> None:
    known = {date(2000, 4, 23), date(2008, 3, 23), date(2019, 4, 21), date(2022, 4, 17), date(2026, 4, 5)}
    assert {easter(day.year) for day in known} == known


@pytest.mark.parametrize("year", range(2015, 2036))
def test_the_holidays_are_those_that_others_reckon(year: int) -> None:
    library = pytest.importorskip("holidays")
    theirs = library.country_holidays("CR", years=year, categories=("public", "optional"))
    assert holidays(year) == set(theirs)


def test_a_weekend_and_a_moved_holiday_are_no_working_days() -> None:
    assert not is_working_day(date(2022, 9, 17))
    assert not is_working_day(date(2022, 9, 19))
    assert is_working_day(date(2022, 9, 15))


def test_working_days_begin_on_the_day_after() -> None:
    friday = date(2022, 9, 16)
    assert working_days(friday, friday) == 0
    assert working_days(friday, date(2022, 9, 20)) == 1  # Saturday, Sunday, a holiday, Tuesday
    assert working_days(date(2022, 9, 21), friday) == 0


@given(st.dates(date(2015, 1, 1), date(2030, 1, 1)), st.integers(0, 400), st.integers(0, 400))
def test_working_days_add_up(start: date, first: int, second: int) -> None:
    middle, end = start + timedelta(first), start + timedelta(first + second)
    assert working_days(start, end) == working_days(start, middle) + working_days(middle, end)


def test_the_last_year_closes_on_the_last_day() -> None:
    assert list(closing_days(date(2020, 5, 1), date(2021, 6, 1))) == [
        (2020, date(2020, 12, 31)),
        (2021, date(2021, 6, 1)),
    ]
    assert list(closing_days(None, None)) == []


def test_a_day_outside_of_the_calendar_is_none() -> None:
    days = pl.Series([date(1999, 12, 31), date(2000, 1, 1), None, date(2035, 12, 31), date(2036, 1, 1)])
    assert in_calendar(days).to_list() == [None, date(2000, 1, 1), None, date(2035, 12, 31), None]


@pytest.mark.parametrize(
    ("age", "born", "expected"),
    [
        (17, date(1990, 1, 1), 17),
        (None, date(2004, 6, 1), 18),
        (None, date(2004, 7, 1), 17),
        (None, date(2022, 7, 1), None),
        (None, None, None),
        (130, None, None),
    ],
)
def test_an_age_that_is_not_stated_is_reckoned_in_months(
    age: int | None, born: date | None, expected: int | None
) -> None:
    row = pl.DataFrame(
        {"age": [age], "born": [born], "day": [date(2022, 6, 30)]},
        schema={"age": pl.Int64, "born": pl.Date, "day": pl.Date},
    )
    assert row.select(stated_or_reckoned("age", "born", "day")).item() == expected


def test_age_groups() -> None:
    ages = pl.DataFrame({"age": [0, 17, 18, 64, 65, None]})
    national, sdg = (ages.select(age_group("age", each)).to_series().to_list() for each in ("national", "sdg"))
    assert national == ["minor", "minor", "adult", "adult", "older_adult", "not_recorded"]
    assert sdg == ["under_18", "under_18", "from_18", "from_18", "from_18", "not_recorded"]


# --- persons ----------------------------------------------------------------------------------------------------------


def test_most_records_decide_then_the_newest() -> None:
    records = pl.DataFrame(
        [
            ("p", date(2020, 1, 1), "woman", "NIC", date(2000, 2, 1)),
            ("p", date(2021, 1, 1), "not_recorded", "CRI", None),
            ("p", date(2022, 1, 1), "unmapped", "NIC", date(2000, 12, 1)),
            ("q", date(2020, 1, 1), "not_recorded", "unmapped", None),
        ],
        schema=["person", "day", "sex", "nationality", "birth_month"],
        orient="row",
    )
    people = read_people(records).sort("person")
    assert people.rows() == [
        ("p", "woman", "NIC", date(2000, 12, 1)),
        ("q", "not_recorded", "not_recorded", None),
    ]
    aged = with_particulars(records.with_columns(age=pl.lit(None, pl.Int64)), people)
    assert aged.sort("day", "person")["age"].to_list() == [19, None, 20, 21]


# --- figures ----------------------------------------------------------------------------------------------------------

UNITS = pl.DataFrame(
    {
        "year": [2020, 2020, 2020, 2021],
        "person": ["p", "q", "r", "p"],
        "sex": ["woman", "not_recorded", "woman", "man"],
        "forms": [["a", "b"], [], ["b"], ["a"]],
        "hit": [True, None, False, True],
        "days": [3, None, 8, None],
    }
)


def told(rows: pl.DataFrame) -> list[tuple]:
    assert rows.schema == pl.Schema(SCHEMA)
    return sorted(rows.drop("breakdown").rows(), key=lambda row: row[:2])


def test_counts() -> None:
    assert told(counts("sex", UNITS, pl.col("sex"), share(UNITS, lacks("sex")))) == [
        (2020, "not_recorded", 1, None, 1, 1 / 3),
        (2020, "woman", 2, None, 2, 1 / 3),
        (2021, "man", 1, None, 1, 0),
    ]
    assert told(counts("form", spread(UNITS, "forms"), pl.col("forms"))) == [
        (2020, "a", 1, None, 1, 0),
        (2020, "b", 2, None, 2, 0),
        (2020, "not_recorded", 1, None, 1, 0),
        (2021, "a", 1, None, 1, 0),
    ]


def test_rates_shares_medians_and_sums() -> None:
    assert told(rates(TOTAL, UNITS, EVERY, pl.col("hit"))) == [
        (2020, TOTAL, 1, 3, 1 / 3, 0),
        (2021, TOTAL, 1, 1, 1, 0),
    ]
    everybody = UNITS.select("year", "person")
    assert told(shares("form", spread(UNITS, "forms"), pl.col("forms"), everybody))[:2] == [
        (2020, "a", 1, 3, 1 / 3, 0),
        (2020, "b", 2, 3, 2 / 3, 0),
    ]
    assert told(medians(TOTAL, UNITS, EVERY, pl.col("days"))) == [(2020, TOTAL, 2, None, 5.5, 0)]
    assert told(sums(TOTAL, UNITS, EVERY, "days")) == [(2020, TOTAL, 11, 2, 11, 0), (2021, TOTAL, 0, 0, 0, 0)]


# --- the comparison itself --------------------------------------------------------------------------------------------


def figures(value: float | None, category: str = TOTAL) -> pl.DataFrame:
    row = {"year": 2020, "category": category, "numerator": value, "denominator": None, "value": value}
    rows = pl.DataFrame([row], schema_overrides={"denominator": pl.Float64, "value": pl.Float64})
    return finished(TOTAL, rows).with_columns(indicator_id=pl.lit("I-04"))


def test_equal_figures_have_no_differences() -> None:
    assert differences(figures(3), figures(3 + 1e-12)) == []
    assert differences(figures(None), figures(None)) == []


def test_each_difference_is_told() -> None:
    assert differences(figures(3), figures(4)) == [
        "I-04 2020 total/total (one of 1): numerator 3.0 and not 4.0, value 3.0 and not 4.0"
    ]
    assert differences(figures(None), figures(0))
    assert differences(figures(3, "woman"), figures(3, "man")) == [
        "I-04 2020 total/man (one of 2): only recomputed",
        "I-04 2020 total/woman (one of 2): only in the mart",
    ]
    assert (
        differences(pl.concat([figures(3), figures(3)]), figures(3))
        == ["more than once: ('I-04', 2020, 'total', 'total')"] * 2
    )
