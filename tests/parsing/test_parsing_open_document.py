"""ODS workbooks: the same rows as their twins, whatever a cell holds; damaged files told from protected ones."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from odf.table import CoveredTableCell, TableCell
from parsing_material import as_csv, as_ods, as_xlsx, codes, layout, read, rules, texts, values, without_rows
from properties import examples

from faro.parsing.errors import CorruptWorkbook, NoEditionMatches, ProtectedWorkbook, SeveralSheets, UnreadableFormat

ALL = layout()
HEADER = ["Fecha", "Provincia", "Cantidad", "Tasa", "Registro", "Menor"]
CELLS = [
    HEADER,
    [dt.date(2020, 1, 31), "06", 6, 0.5, dt.datetime(2020, 1, 2, 8, 30), True],
    [dt.date(2020, 2, 1), "LIMON", 1234567, 1234.25, dt.datetime(2020, 1, 3), False],
    [None, None, None, None, None, None],
    [dt.date(2020, 2, 2), 6.0, None, 2, None, None],
]
ROWS = [["Provincia", "Cantidad"], ["LIMON", 1]]
PLACES = layout("place", "cases")


def column_of_texts(*cells: object) -> list[str | None]:
    return values(read(as_ods([["c0", "c1"], *([cell, "x"] for cell in cells)]), texts(2), "a.ods"), "c0")


def changed(book: bytes, change: Callable[[str], str], part: str = "content.xml") -> bytes:
    """The workbook with one of its parts written anew."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry, change(content.decode()).encode() if entry.filename == part else content)
    return stream.getvalue()


def test_a_workbook_and_its_twin_in_xlsx_give_the_same_rows() -> None:
    open_document, book = read(as_ods(CELLS), ALL, "a.ods"), read(as_xlsx(CELLS), ALL, "a.xlsx")
    assert open_document.frame.equals(book.frame)
    assert open_document.frame.schema == book.frame.schema
    assert rules(open_document) == rules(book) == []
    assert (open_document.format, "FormatDiffers" in codes(open_document)) == ("ods", False)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (6.0, "6"),
        (0.5, "0.5"),
        (123456789012, "123456789012"),
        ("06", "06"),
        (dt.date(2020, 1, 5), "2020-01-05"),
        (dt.datetime(2020, 1, 5, 8, 30), "2020-01-05 08:30:00"),
        (dt.timedelta(hours=8, minutes=30), "08:30:00"),
        (dt.timedelta(hours=30), "30:00:00"),
        (True, "TRUE"),
        ("true", "true"),
        ("a\nb", "a\nb"),
        (TableCell(valuetype="percentage", value="0.125"), "0.125"),
        (TableCell(valuetype="currency", currency="CRC", value="12.5"), "12.5"),
        (TableCell(valuetype="string", stringvalue="dicho"), "dicho"),
    ],
    ids=str,
)
def test_every_nature_of_cell_has_its_text(cell: object, text: str) -> None:
    assert column_of_texts("otro", cell) == ["otro", text]


def test_elements_within_a_text_are_text_and_notes_and_drawings_are_not() -> None:
    inner = (
        '<office:annotation><text:p>NOTA</text:p></office:annotation><text:p>a<text:s text:c="2"/>b<text:tab/>c'
        "<text:line-break/><text:span>d</text:span></text:p>"
    )
    book = changed(as_ods([["c0", "c1"], ["MARCA", "x"]]), lambda xml: xml.replace("<text:p>MARCA</text:p>", inner))
    assert values(read(book, texts(2), "a.ods"), "c0") == ["a  b\tc\nd"]


def test_repeated_cells_and_rows_stand_where_they_stand() -> None:
    repeated = TableCell(valuetype="float", value="3", numbercolumnsrepeated=2)
    book = as_ods([["c0", "c1", "c2"], ["a", repeated], [TableCell(numbercolumnsrepeated=16384)], ["MARCA", None, "z"]])
    book = changed(book, lambda xml: _repeat_rows(xml, "16384", 5))
    parsed = read(book, texts(3), "a.ods")
    assert without_rows(parsed).rows() == [("a", "3", "3"), ("MARCA", None, "z")]
    assert values(parsed, "_row_number") == [2, 8]
    twice = changed(book, lambda xml: _repeat_rows(xml, "MARCA", 2))
    assert values(read(twice, texts(3), "a.ods"), "_row_number") == [2, 8, 9]


def _repeat_rows(xml: str, mark: str, count: int) -> str:
    start = xml.rindex("<table:table-row", 0, xml.index(mark))
    return f'{xml[:start]}<table:table-row table:number-rows-repeated="{count}"{xml[start + len("<table:table-row") :]}'


def test_rows_without_end_below_the_data_cost_nothing() -> None:
    book = as_ods([*ROWS, [TableCell(numbercolumnsrepeated=16384)]])
    parsed = read(changed(book, lambda xml: _repeat_rows(xml, "16384", 1_048_574)), PLACES, "a.ods")
    assert len(parsed.frame) == 1


def test_a_repetition_that_would_only_fill_the_memory_is_refused() -> None:
    book = as_ods([*ROWS, [TableCell(valuetype="float", value="1", numbercolumnsrepeated=16384)]])
    with pytest.raises(CorruptWorkbook):
        read(changed(book, lambda xml: _repeat_rows(xml, "16384", 1_000_000)), PLACES, "a.ods")


def test_merged_cells_leave_the_others_blank() -> None:
    merged = TableCell(valuetype="string", stringvalue="LIMON", numbercolumnsspanned=2)
    parsed = read(as_ods([*ROWS, [merged, CoveredTableCell()], ["CARTAGO", 2]]), PLACES, "a.ods")
    assert values(parsed, "cases") == [1, None, 2]


@pytest.mark.parametrize("shown", ["#DIV/0!", "#N/A", "Err:508", "#VALUE!"])
def test_a_calculation_error_is_a_problem_not_a_blank_nor_a_text(shown: str) -> None:
    broken = TableCell(valuetype="string", stringvalue="", formula="of:=1/0")
    book = changed(
        as_ods([["Provincia", "Cantidad"], ["LIMON", 2], [broken, 3]]),
        lambda xml: xml.replace('table:formula="of:=1/0"', f'table:formula="of:=1/0"><text:p>{shown}</text:p').replace(
            "</text:p/>", "</text:p></table:table-cell>"
        ),
    )
    assert rules(read(book, PLACES, "a.ods")) == [(3, "place", "error_cell")]


def test_a_formula_whose_result_was_never_saved_is_a_problem() -> None:
    book = as_ods([["", ""], [None, "Provincia", "Cantidad"], [None, "LIMON", TableCell(formula="of:=1+1")]])
    assert rules(read(book, PLACES, "a.ods")) == [(3, "cases", "formula_without_value")]


def test_banner_rows_blank_rows_and_columns_keep_the_sheets_row_numbers() -> None:
    rows = [[None, "Informe"], [], [None, "Provincia", "Cantidad"], [None, "LIMON", 1], [], [None, "CARTAGO", 2]]
    assert values(read(as_ods(rows), PLACES, "a.ods"), "_row_number") == [4, 6]


def test_data_to_the_right_of_the_last_column_are_a_problem() -> None:
    assert rules(read(as_ods([*ROWS, ["LIMON", 1, "x"]]), PLACES, "a.ods")) == [(3, None, "extra_cells")]


def test_the_sheet_with_the_header_is_found_and_told() -> None:
    book = as_ods([["Portada"]], "Portada", {"Datos 2020": ROWS})
    parsed = read(book, layout("place", "cases", sheet="Datos"), "a.ods")
    assert len(parsed.frame) == 1
    assert {"SheetRenamed", "OtherSheetsIgnored"} <= codes(parsed)


def test_data_on_several_sheets_are_refused_not_lost() -> None:
    with pytest.raises(SeveralSheets) as refused:
        read(as_ods(ROWS, "Enero", {"Febrero": ROWS}), PLACES, "a.ods")
    assert refused.value.facts["sheet"] == "Enero, Febrero"


def test_a_hidden_sheet_gives_way_to_the_one_that_can_be_seen() -> None:
    style = (
        '<style:style style:name="oculta" style:family="table"><style:table-properties table:display="false"/>'
        "</style:style></office:automatic-styles>"
    )
    book = as_ods([*ROWS, ["CARTAGO", 2]], "Vieja", {"Datos": ROWS})
    hidden = changed(
        book,
        lambda xml: xml.replace("<office:automatic-styles/>", f"<office:automatic-styles>{style}").replace(
            'table:name="Vieja"', 'table:name="Vieja" table:style-name="oculta"'
        ),
    )
    assert len(read(hidden, PLACES, "a.ods").frame) == 1


@pytest.mark.parametrize("share", [0.05, 0.1, 0.5, 0.95])
def test_a_truncated_workbook_is_refused(share: float) -> None:
    whole = as_ods(CELLS)
    with pytest.raises(CorruptWorkbook):
        read(whole[: int(len(whole) * share)], ALL, "a.ods")


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml[: len(xml) // 2],
        lambda xml: xml.replace("</table:table>", ""),
        lambda xml: "",
        lambda xml: '<!DOCTYPE x [<!ENTITY a "aaaa">]>' + xml[xml.index("?>") + 2 :],
    ],
)
def test_a_workbook_whose_content_is_broken_is_refused_at_once(change: Callable[[str], str]) -> None:
    with pytest.raises(CorruptWorkbook):
        read(changed(as_ods(CELLS), change), ALL, "a.ods")


def test_a_workbook_with_a_password_is_told_from_a_damaged_one() -> None:
    mark = "<manifest:encryption-data/></manifest:manifest>"
    book = changed(as_ods(CELLS), lambda xml: xml.replace("</manifest:manifest>", mark), "META-INF/manifest.xml")
    with pytest.raises(ProtectedWorkbook):
        read(book, ALL, "a.ods")


def test_a_text_document_is_refused_by_its_kind() -> None:
    book = changed(as_ods(CELLS), lambda _: "application/vnd.oasis.opendocument.text", "mimetype")
    with pytest.raises(UnreadableFormat) as refused:
        read(book, ALL, "a.odt")
    assert refused.value.facts["format"] == "OpenDocument"


def test_a_workbook_without_the_header_is_refused() -> None:
    with pytest.raises(NoEditionMatches):
        read(as_ods([["a", "b"], ["1", "2"]]), ALL, "a.ods")


@pytest.mark.parametrize("name", ["entrega.csv", "entrega.xlsx"])
def test_a_workbook_under_another_name_is_read_and_told(name: str) -> None:
    parsed = read(as_ods(CELLS), ALL, name)
    assert (len(parsed.frame), parsed.format) == (3, "ods")
    assert "FormatDiffers" in codes(parsed)


CELL = st.text(st.characters(min_codepoint=32, max_codepoint=0x24F, exclude_characters="ÃÂâ\x7f"), max_size=6).filter(
    lambda text: text == text.strip() and not any("\x7f" <= letter <= "\x9f" for letter in text)
)


@examples(30)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=8).filter(lambda rows: any(map(any, rows))))
def test_any_table_is_the_same_from_ods_and_from_csv(rows: list[tuple[str, str]]) -> None:
    table = [("c0", "c1"), *rows]
    book, text = read(as_ods(table), texts(2), "a.ods"), read(as_csv(table), texts(2))
    assert without_rows(book).equals(without_rows(text))
    assert values(book, "_row_number") == values(text, "_row_number")
