"""Workbooks: cells of every nature, the right sheet, and damaged files told from protected ones."""

import datetime as dt
import io
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from parsing_material import as_csv, as_xlsx, codes, layout, read, rules, texts, values, without_rows
from properties import examples

from faro.parsing import Column
from faro.parsing.errors import CorruptWorkbook, NoEditionMatches, SeveralSheets, UnreadableFormat
from faro.parsing.layout import LogicalType
from faro.parsing.workbook import read_workbook

ALL = layout()
HEADER = ["Fecha", "Provincia", "Cantidad", "Tasa", "Registro", "Menor"]
CELLS = [
    HEADER,
    [dt.date(2020, 1, 31), "06", 6, 0.5, dt.datetime(2020, 1, 2, 8, 30), True],
    [dt.date(2020, 2, 1), "LIMON", 1234567, 1234.25, dt.datetime(2020, 1, 3), False],
    [None, None, None, None, None, None],
    [dt.date(2020, 2, 2), 6.0, None, 2, None, None],
]
WRITTEN = [
    HEADER,
    ["2020-01-31", "06", "6", "0.5", "2020-01-02 08:30:00", "TRUE"],
    ["2020-02-01", "LIMON", "1234567", "1234.25", "2020-01-03", "FALSE"],
    [""],
    ["2020-02-02", "6", "", "2", "", ""],
]


def column_of_texts(*cells: object) -> list[str | None]:
    """What cells of a workbook become in a text column."""
    parsed = read(as_xlsx([["c0", "c1"], *([cell, "x"] for cell in cells)]), texts(2), "a.xlsx")
    return values(parsed, "c0")


def test_a_workbook_and_its_twin_in_csv_give_the_same_rows() -> None:
    book, text = read(as_xlsx(CELLS), ALL, "a.xlsx"), read(as_csv(WRITTEN), ALL)
    assert book.frame.equals(text.frame)
    assert book.frame.schema == text.frame.schema
    assert rules(book) == rules(text) == []


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (6.0, "6"),
        (0.5, "0.5"),
        ("06", "06"),
        (dt.date(2020, 1, 5), "2020-01-05"),
        (dt.datetime(2020, 1, 5, 8, 30), "2020-01-05 08:30:00"),
        (dt.time(8, 30), "08:30:00"),
        (dt.timedelta(hours=30), "30:00:00"),
        (True, "TRUE"),
        ("true", "true"),
        ("2020-01-05 00:00:00", "2020-01-05 00:00:00"),
        (("=1+1", 2), "2"),
        (('="a"&"b"', "ab"), "ab"),
        ("a\nb", "a\nb"),
        ("  a ", "  a "),
    ],
)
def test_every_nature_of_cell_has_its_text(cell: object, text: str) -> None:
    assert column_of_texts("otro", cell) == ["otro", text]


def test_a_cell_with_a_calculation_error_is_a_problem_not_a_blank() -> None:
    rows = [["Provincia", "Cantidad"], ["LIMON", ("=1/0", "#DIV/0!")], ["LIMON", 2], [("=NA()", "#N/A"), None]]
    parsed = read(as_xlsx(rows), layout("place", "cases"), "a.xlsx")
    assert rules(parsed) == [(2, "cases", "error_cell"), (4, "place", "error_cell")]
    assert len(parsed.frame) == 3


def test_a_formula_whose_result_was_never_saved_is_a_problem() -> None:
    book = openpyxl.Workbook()
    page = book.active
    page["B3"], page["C3"], page["B4"], page["C4"] = "Provincia", "Cantidad", "LIMON", "=1+1"
    stream = io.BytesIO()
    book.save(stream)
    parsed = read(stream.getvalue(), layout("place", "cases"), "a.xlsx")
    assert rules(parsed) == [(4, "cases", "formula_without_value")]


def test_banner_rows_blank_rows_and_columns_keep_the_sheets_row_numbers() -> None:
    rows = [[None, "Informe"], [], [None, "Provincia", "Cantidad"], [None, "LIMON", 1], [], [None, "CARTAGO", 2]]
    parsed = read(as_xlsx(rows), layout("place", "cases"), "a.xlsx")
    assert values(parsed, "_row_number") == [4, 6]


def test_data_to_the_right_of_the_last_column_are_a_problem() -> None:
    rows = [["Provincia", "Cantidad"], ["LIMON", 1], ["LIMON", 1, "x"]]
    assert rules(read(as_xlsx(rows), layout("place", "cases"), "a.xlsx")) == [(3, None, "extra_cells")]


def test_the_sheet_with_the_header_is_found_and_told() -> None:
    rows = [["Provincia", "Cantidad"], ["LIMON", 1]]
    book = as_xlsx([["Portada"]], "Portada", {"Datos 2020": rows})
    parsed = read(book, layout("place", "cases", sheet="Datos"), "a.xlsx")
    assert len(parsed.frame) == 1
    assert {"SheetRenamed", "OtherSheetsIgnored"} <= codes(parsed)


def test_the_sheet_that_the_edition_names_is_taken() -> None:
    rows = [["Provincia", "Cantidad"], ["LIMON", 1]]
    book = as_xlsx([*rows, ["CARTAGO", 2]], "Borrador", {"Datos": rows})
    assert len(read(book, layout("place", "cases", sheet="Datos"), "a.xlsx").frame) == 1


def test_data_on_several_sheets_are_refused_not_lost() -> None:
    rows = [["Provincia", "Cantidad"], ["LIMON", 1]]
    with pytest.raises(SeveralSheets) as refused:
        read(as_xlsx(rows, "Enero", {"Febrero": rows}), layout("place", "cases"), "a.xlsx")
    assert refused.value.facts["sheet"] == "Enero, Febrero"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_a_truncated_workbook_is_refused(share: float) -> None:
    whole = as_xlsx(CELLS)
    with pytest.raises(CorruptWorkbook):
        read(whole[: int(len(whole) * share)], ALL, "a.xlsx")


def test_a_workbook_with_a_damaged_part_is_refused() -> None:
    whole = bytearray(as_xlsx(CELLS))
    place = whole.find(b"xl/worksheets/sheet1.xml") + 60
    whole[place : place + 8] = bytes(8)
    with pytest.raises(CorruptWorkbook):
        read(bytes(whole), ALL, "a.xlsx")


def test_another_zip_file_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("datos.csv", "Provincia,Cantidad\nLIMON,1\n")
    with pytest.raises((CorruptWorkbook, UnreadableFormat)):
        read(stream.getvalue(), ALL, "a.xlsx")


def test_a_workbook_without_the_header_is_refused() -> None:
    with pytest.raises(NoEditionMatches):
        read(as_xlsx([["a", "b"], ["1", "2"]]), ALL, "a.xlsx")


def test_a_workbook_under_the_name_of_a_csv_is_read_and_told() -> None:
    parsed = read(as_xlsx(CELLS), ALL, "entrega.csv")
    assert (len(parsed.frame), parsed.format) == (3, "xlsx")
    assert "FormatDiffers" in codes(parsed)


CELL = st.text(st.characters(min_codepoint=32, max_codepoint=0x24F, exclude_characters="ÃÂâ\x7f"), max_size=6).filter(
    lambda text: text == text.strip() and not any("\x7f" <= letter <= "\x9f" for letter in text)
)


@examples(30)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=8).filter(lambda rows: any(map(any, rows))))
def test_any_table_is_the_same_from_a_workbook_and_from_csv(rows: list[tuple[str, str]]) -> None:
    table = [("c0", "c1"), *rows]
    book, text = read(as_xlsx(table), texts(2), "a.xlsx"), read(as_csv(table), texts(2))
    assert without_rows(book).equals(without_rows(text))
    assert values(book, "_row_number") == values(text, "_row_number")


ANY_CELL = st.sampled_from(
    [
        6.0, 0.5, 1, 1e15, 123456789.125, "1", "0.5", "06", True, False, "true", "false", "TRUE", None, "x", " ", "P1D",
        dt.date(2020, 1, 5), dt.datetime(2020, 1, 5, 8, 30), dt.time(8, 30), dt.timedelta(hours=30), ("=1+1", 2),
        "2020-01-05 00:00:00", "1899-12-31 06:00:00", "2020-01-05",
    ]
)  # fmt: skip


def first_column(cells: list[Any], kind: LogicalType) -> list[tuple[str | None, bool]]:
    """The text of each cell of a column of that type, and whether it is a number by nature."""
    of = texts(2)
    of = replace(of, columns=(Column("c0", kind, False), of.columns[1]))
    received = read_workbook(as_xlsx([["c0", "c1"], *([cell, "x"] for cell in cells)]), of, "a.xlsx")
    numeric = received.numeric.get(0, [False] * len(cells))
    return [*zip(received.cells["0"], numeric, strict=True)]


@examples(60)
@given(st.lists(ANY_CELL, min_size=1, max_size=8))
def test_a_cell_says_the_same_whatever_its_column_holds(cells: list[Any]) -> None:
    """The library looks at one nature of a column at a time, and not every column is looked at for each."""
    alone = [text for cell in cells for text, _ in first_column([cell], "string")]
    numbers = [type(cell) in (int, float, tuple) for cell in cells]
    assert first_column(cells, "string") == [(text, False) for text in alone]
    assert first_column(cells, "number") == [*zip(alone, numbers, strict=True)]
