"""Totals and notes at the end are dropped and told; what could be data stays."""

import pytest
from parsing_material import as_csv, as_xlsx, codes, layout, read, rules, values

DAYS = layout("day", "place", "cases")
HEADER = ["Fecha", "Provincia", "Cantidad"]
DATA = [["2020-01-31", "LIMON", "1"], ["2020-02-01", "CARTAGO", "2"], ["2020-02-01", "HEREDIA", "2"]]


@pytest.mark.parametrize("book", [False, True])
@pytest.mark.parametrize(
    "footer",
    [
        [["Total", "", "5"]],
        [["TOTAL GENERAL: 3"]],
        [["Fuente: registro de casos, 2020"]],
        [[""], ["Cifras preliminares sujetas a revisión"]],
        [[""], ["Total", "", "5"], ["Fuente: registro"], ["* cifras preliminares"]],
        [[""], ["Cifras preliminares"], ["Segunda línea de la nota"]],
    ],
)
def test_footers_are_dropped_and_told(footer: list[list[str]], book: bool) -> None:
    rows = [HEADER, *DATA, *footer]
    parsed = read(as_xlsx(rows), DAYS, "a.xlsx") if book else read(as_csv(rows), DAYS)
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
