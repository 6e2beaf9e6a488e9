"""Totals and notes at the end are dropped and told; what could be data stays."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parsing_material import as_csv, as_ods, as_xlsx, codes, layout, read, rules, values
from properties import examples

DAYS = layout("day", "place", "cases")
HEADER = ["Fecha", "Provincia", "Cantidad"]
DATA = [["2020-01-31", "LIMON", "1"], ["2020-02-01", "CARTAGO", "2"], ["2020-02-01", "HEREDIA", "2"]]


@pytest.mark.parametrize("kind", ["a.csv", "a.xlsx", "a.ods"])
@pytest.mark.parametrize(
    "footer",
    [
        [["Total", "", "5"]],
        [["TOTAL GENERAL: 3"]],
        [["Fuente: registro de casos, 2020"]],
        [[""], ["Cifras preliminares sujetas a revisión"]],
        [[""], ["Total", "", "5"], ["Fuente: registro"], ["* cifras preliminares"]],
        [[""], ["Cifras preliminares"], ["Segunda línea de la nota"]],
        [["TOTAL", "57"]],
        [["Total general"]],
        [["Total general", "", "5"]],
        [["", "TOTAL", "5"]],
        [["SUBTOTAL", "", "3"], ["Gran total:", "", "1.234,5"]],
        [["Total de registros", "57", "5"], ["Fuente: registro"]],
        [["TOTAL", "3", "99"]],
    ],
)
def test_footers_are_dropped_and_told(footer: list[list[str]], kind: str) -> None:
    rows = [HEADER, *DATA, *footer]
    written = {"a.csv": lambda: as_csv(rows), "a.xlsx": lambda: as_xlsx(rows), "a.ods": lambda: as_ods(rows)}[kind]()
    parsed = read(written, DAYS, kind)
    assert len(parsed.frame) == 3
    assert rules(parsed) == []
    note = next(finding for finding in parsed.findings if finding.code == "FootersDropped")
    assert note.facts["count"] == sum(1 for line in footer if any(line))


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_note_needs_no_final_line_break(end: str) -> None:
    parsed = read(as_csv([HEADER, *DATA]) + "\r\nFuente: registro" + end, DAYS)
    assert len(parsed.frame) == 3


@pytest.mark.parametrize(
    "last",
    [
        ["2020-02-02"],
        ["2020-02-02", "", ""],
        ["", "LIMON", ""],
        ["Total", "LIMON", "3"],
        ["Nota: incluye a", " b", ""],
        ["sin fecha", "LIMON", "3"],
    ],
)
def test_a_row_that_could_be_data_stays(last: list[str]) -> None:
    parsed = read(as_csv([HEADER, *DATA, last]), DAYS)
    assert len(parsed.frame) == 4
    assert "FootersDropped" not in codes(parsed)


def test_a_total_in_the_middle_stays() -> None:
    parsed = read(as_csv([HEADER, *DATA, ["Total", "", "5"], *DATA]), DAYS)
    assert len(parsed.frame) == 7
    assert rules(parsed) == [(5, "day", "not_a_date")]


def test_more_rows_than_a_footer_has_stay() -> None:
    parsed = read(as_csv([HEADER, *DATA, *[["Total", "", "5"]] * 30]), DAYS)
    assert len(parsed.frame) == 33


def test_a_value_that_other_rows_have_too_is_no_note() -> None:
    places = layout("place", "cases", "rate", required=("cases",))
    rows = [["Provincia", "Cantidad", "Tasa"], *[["LIMON", "1", "1.5"]] * 20, [""], ["LIMON", "", ""]]
    assert values(read(as_csv(rows), places), "place")[-1] == "LIMON"


PLACES = layout("place", "cases", required=("place", "cases"))


@pytest.mark.parametrize(
    ("total", "is_one"),
    [
        (["TOTAL", "57"], True),  # the sum
        (["Total", "3"], True),  # the count
        (["Total general", ""], True),
        (["TOTAL", "58"], False),  # neither: it may be a place of that name
        (["Totalidad", "57"], False),
        (["Total", "muchos"], False),
    ],
)
def test_a_total_that_fills_every_required_column_must_add_up(total: list[str], is_one: bool) -> None:
    rows = [["Provincia", "Cantidad"], ["LIMON", "20"], ["CARTAGO", "30"], ["HEREDIA", "7"], total]
    parsed = read(as_csv(rows), PLACES)
    assert len(parsed.frame) == (3 if is_one else 4)
    assert ("FootersDropped" in codes(parsed)) == is_one


def test_a_total_of_decimals_adds_up_as_it_is_written() -> None:
    rates = layout("place", "rate", required=("place", "rate"))
    rows = [["Provincia", "Tasa"], ["LIMON", "1.200,50"], ["CARTAGO", "0,25"], ["TOTAL", "1.200,75"]]
    assert values(read(as_csv(rows, ";"), rates), "place") == ["LIMON", "CARTAGO"]


LABELS = ["TOTAL", "Total", "Total general", "TOTALES", "Gran total", "Subtotal", "Suma", "Total:", "TOTAL DE CASOS"]
DAY = st.dates(dt.date(2020, 1, 1), dt.date(2024, 12, 31)).map(dt.date.isoformat)
PLACE = st.sampled_from([*LABELS, "LIMON", "Nota", "Fuente", "Sumapaz", "Totalidad", "* otro", "7", "1.234"])
COUNT = st.one_of(st.just(""), st.integers(0, 99).map(str))
LINES = st.lists(st.tuples(DAY, PLACE, COUNT), min_size=1, max_size=15)


@examples(120)
@given(rows=LINES)
def test_a_row_that_the_contract_accepts_is_never_dropped(rows: list[tuple[str, ...]]) -> None:
    """Whatever words its texts begin with, wherever it stands."""
    parsed = read(as_csv([HEADER, *rows]), DAYS)
    assert values(parsed, "place") == [place for _, place, _ in rows]
    assert "FootersDropped" not in codes(parsed)


@examples(120)
@given(
    rows=LINES,
    label=st.sampled_from(LABELS),
    place=st.integers(0, 1),
    numbers=st.lists(st.one_of(st.just(""), st.integers(0, 99_999).map("{:,}".format)), min_size=2, max_size=2),
)
def test_a_row_of_totals_at_the_end_is_always_dropped_and_told(
    rows: list[tuple[str, ...]], label: str, place: int, numbers: list[str]
) -> None:
    """In the first or the second column, whatever numbers stand beside it."""
    total = [label, *numbers] if place == 0 else ["", label, numbers[0]]
    parsed = read(as_csv([HEADER, *rows, total]), DAYS)
    assert values(parsed, "place") == [place for _, place, _ in rows]
    note = next(finding for finding in parsed.findings if finding.code == "FootersDropped")
    assert (note.facts["count"], note.facts["row"]) == (1, len(rows) + 2)


@examples(80)
@given(rows=st.lists(st.tuples(PLACE, st.integers(1, 99)), min_size=1, max_size=10))
def test_where_everything_is_text_only_what_adds_up_is_dropped(rows: list[tuple[str, int]]) -> None:
    parsed = read(as_csv([["Provincia", "Cantidad"], *[(place, str(count)) for place, count in rows]]), PLACES)
    kept = len(parsed.frame)
    for index in range(kept, len(rows)):
        place, count = rows[index]
        assert place in LABELS
        assert count in (index, sum(above for _, above in rows[:index]))
