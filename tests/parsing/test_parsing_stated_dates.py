"""An edition may state the order of dates: it decides where nothing is proven, and never against the data."""

import csv
import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parsing_material import HEADERS, as_csv, as_xlsx, codes, layout, of_contract, read, rules, values
from properties import examples

from faro.contracts import CONTRACTS
from faro.contracts.checks import problems_of
from faro.contracts.reading import editions_path, read_editions
from faro.parsing import Layout, Parsed
from faro.parsing.errors import ContradictoryDateOrder, DateOrderNotAsStated, HalfConvertedDates, UnknownEncoding
from faro.parsing.layout import DateOrder


def stating(order: DateOrder | None) -> Layout:
    return layout("day", "place", date_order=order)


def dates(order: DateOrder | None, *written: str) -> Parsed:
    return read(as_csv([[HEADERS["day"], HEADERS["place"]], *([text, "LIMON"] for text in written)]), stating(order))


@pytest.mark.parametrize(("order", "meant"), [("dmy", dt.date(2020, 2, 1)), ("mdy", dt.date(2020, 1, 2))])
def test_a_short_file_without_proof_is_read_as_stated_and_told(order: DateOrder, meant: dt.date) -> None:
    parsed = dates(order, "01/02/2020", "05/05/2020")
    assert values(parsed, "day") == [meant, dt.date(2020, 5, 5)]
    assert rules(parsed) == []
    assert codes(parsed) & {"DateOrderStated", "DateOrderRecognised"} == {"DateOrderStated"}


def test_a_column_that_proves_what_is_stated_is_told_as_proven() -> None:
    parsed = dates("dmy", "13/02/2020", "01/02/2020")
    assert values(parsed, "day") == [dt.date(2020, 2, 13), dt.date(2020, 2, 1)]
    assert codes(parsed) & {"DateOrderStated", "DateOrderRecognised"} == {"DateOrderRecognised"}


@pytest.mark.parametrize(
    ("order", "written", "count", "row", "format"),
    [
        ("dmy", ["01/02/2020", "02/13/2020"], 1, 3, "D/M/Y"),
        ("mdy", ["13/02/2020", "14/02/2020"], 2, 2, "M/D/Y"),
        ("ymd", ["2020-01-02", "01/02/2020"], 1, 3, "Y-M-D"),
        ("ymd", ["2020-01-02", "13/02/2020"], 1, 3, "Y-M-D"),
    ],
)
def test_data_that_prove_something_else_are_refused(
    order: DateOrder, written: list[str], count: int, row: int, format: str
) -> None:
    with pytest.raises(DateOrderNotAsStated) as refused:
        dates(order, *written)
    facts = {"file": "entrega.csv", "column": "Fecha", "edition": "2020", "count": count, "row": row, "format": format}
    assert refused.value.facts == facts


def test_a_mixed_column_is_refused_whatever_is_stated() -> None:
    with pytest.raises(ContradictoryDateOrder):
        dates("dmy", "13/01/2020", "14/01/2020", "01/15/2020")


@pytest.mark.parametrize("order", ["dmy", "mdy", "ymd", None])
def test_iso_dates_need_no_order(order: DateOrder | None) -> None:
    parsed = dates(order, "2020-01-02", "2020-03-04")
    assert (values(parsed, "day"), rules(parsed)) == ([dt.date(2020, 1, 2), dt.date(2020, 3, 4)], [])


def test_a_half_converted_spreadsheet_is_refused_also_with_a_stated_order() -> None:
    rows = [["Fecha", "Provincia"], [dt.date(2020, 5, 1), "LIMON"], ["13/01/2020", "LIMON"]]
    with pytest.raises(HalfConvertedDates):
        read(as_xlsx(rows), stating("dmy"), "libro.xlsx")


@examples(80)
@given(
    days=st.lists(st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31)), min_size=1, max_size=12),
    written=st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d"]),
    stated=st.sampled_from(["dmy", "mdy", "ymd"]),
)
def test_a_true_statement_reads_every_file_and_a_false_one_swaps_no_date_that_shows_its_order(
    days: list[dt.date], written: str, stated: DateOrder
) -> None:
    true_order = {"%d/%m/%Y": "dmy", "%m/%d/%Y": "mdy", "%Y-%m-%d": "ymd"}[written]
    shows = written != "%Y-%m-%d" and any(day.day > 12 for day in days)
    text = [day.strftime(written) for day in days]
    if stated == true_order or written == "%Y-%m-%d":
        assert values(dates(stated, *text), "day") == days
    elif shows:
        with pytest.raises(DateOrderNotAsStated):
            dates(stated, *text)


def minors(*written: tuple[str, ...]) -> bytes:
    """A small nightly file of PANI's habits: Latin-1, semicolons, capitals, dates with the day first."""
    of = of_contract("pani", "protection_measures")
    columns = list(of.editions[-1].collected)
    sample = dict.fromkeys(columns, "X")
    rows = [
        [
            {**sample, "measure_number": str(number), "full_name": name, "birth_date": birth, "measured_on": day,
             "updated_on": day, "document_number": "702340567", "reason": "Abandono; «calle»"}[column]
            for column in columns
        ]
        for number, (name, birth, day) in enumerate(written, start=1)
    ]  # fmt: skip
    return as_csv([list(of.editions[-1].collected.values()), *rows], ";").encode("latin-1")


NIGHT = (("MUÑOZ RODRÍGUEZ SOFÍA", "07/08/2012", "03/02/2024"), ("PEÑA UREÑA JOSÉ", "01/01/2010", "03/02/2024"))


def test_a_small_night_of_a_latin_1_institution_is_read() -> None:
    of = of_contract("pani", "protection_measures")
    stated = replace(of, editions=tuple(replace(each, date_order="dmy") for each in of.editions))
    parsed = read(minors(*NIGHT), stated, "medidas_2024-02-03.csv")
    assert parsed.encoding == "iso-8859-1"
    assert values(parsed, "full_name") == [name for name, _, _ in NIGHT]
    assert values(parsed, "birth_date") == [dt.date(2012, 8, 7), dt.date(2010, 1, 1)]
    assert values(parsed, "measured_on") == [dt.date(2024, 2, 3)] * 2
    assert values(parsed, "reason") == ["Abandono; «calle»"] * 2
    assert rules(parsed) == []


def test_capitals_of_another_code_page_are_refused() -> None:
    latin = minors(*NIGHT).decode("latin-1").replace("«", "").replace("»", "").replace("É", "E").replace("Í", "I")
    with pytest.raises(UnknownEncoding):
        read(latin.encode("cp850"), of_contract("pani", "protection_measures"), "medidas.csv")


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """PANI's contract in a folder of its own, with its editions."""
    shutil.copy(CONTRACTS / "institutions.yml", tmp_path)
    shutil.copytree(CONTRACTS / "pani", tmp_path / "pani")
    return tmp_path / "pani" / "protection_measures.odcs.yaml"


@pytest.mark.parametrize(("stated", "order", "is_sound"), [("dmy", "dmy", True), ("", None, True), ("dym", "", False)])
def test_the_order_is_stated_in_the_editions_file(copied: Path, stated: str, order: str | None, is_sound: bool) -> None:
    editions = editions_path(copied)
    with editions.open(encoding="utf-8", newline="") as file:
        rows = [{**row, "date_order": stated} for row in csv.DictReader(file)]
    with editions.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    problems = [str(problem) for problem in problems_of(copied)]
    assert bool(problems) != is_sound
    if is_sound:
        assert [edition.date_order for edition in read_editions(editions)] == [order]
        assert "date_order" not in read_editions(editions)[-1].headers
    else:
        assert "date_order" in problems[0]
