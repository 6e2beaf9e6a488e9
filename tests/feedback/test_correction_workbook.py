"""The workbook shows the clerk their own rows and what to do about them, and no more personal data than they sent."""

import logging
import zipfile
from datetime import date
from io import BytesIO

import pytest
from clerk import Clerk
from feedback_material import OIJ_HEADER, OIJ_ROW, Institution, inspections
from private_warehouse import Warehouse

from faro.contracts import Contract, all_contracts, find_contract
from faro.feedback.held_rows import Flaw, HeldRow
from faro.feedback.layout import LOAD, ROW, correction_layout, headers_of
from faro.feedback.original import Cell
from faro.feedback.workbook import correction_workbook
from faro.parsing import parse
from faro.scaffold.examples import example

OIJ, MTSS = find_contract("oij", "police_statistics"), find_contract("mtss", "labour_inspections")
CANARY = "CANARIO7391"
BOOK = "correcciones_labour_inspections_1.xlsx"


@pytest.fixture
def mtss(own_warehouse: Warehouse) -> Institution:
    return Institution(own_warehouse, MTSS)


@pytest.fixture(scope="module")
def book(warehouse: Warehouse) -> bytes:
    """What one delivery with flawed rows got back; each test opens it anew."""
    wrong = {"inspected_on": "2025-30-02", "workers_found": "12 personas", "inspection_number": "00017"}
    with warehouse.copy() as copy:
        mtss = Institution(copy, MTSS)
        mtss.deliver("inspecciones.csv", inspections({}, wrong, {"suspected_victims": "-3"}, {}, {}))
        return mtss.inbox[BOOK]


@pytest.fixture
def clerk(book: bytes) -> Clerk:
    return Clerk(book)


def test_the_own_record_number_comes_first_then_what_is_wrong(clerk: Clerk) -> None:
    assert clerk.headers[:4] == ["Número de inspección", "Qué está mal", "Qué se espera", "Sugerencia"]
    assert clerk.book.sheetnames[:2] == ["Correcciones", "Instrucciones"]
    assert clerk.lines == 2
    row = clerk.row(1)
    assert row["Número de inspección"] == "00017"
    assert "Fecha de inspección: La celda no es una fecha que exista." in row["Qué está mal"]
    assert "Personas trabajadoras: Número entero, solo cifras; no menor que 0" in row["Qué se espera"]
    assert "Personas trabajadoras: 12" in row["Sugerencia"]
    assert "fuera del intervalo" in clerk.row(2)["Qué está mal"]


def test_cells_are_as_they_were_sent(clerk: Clerk) -> None:
    row = clerk.row(1)
    assert row["Fecha de inspección"] == "¿2025-30-02?"
    assert row["Personas trabajadoras"] == "¿12 personas?"
    assert (row["Provincia"], row["Posibles víctimas"], str(row["Modificado el"])[:10]) == ("Limón", 0, "2025-04-15")
    assert clerk.row(2)["Posibles víctimas"] == -3


def test_the_offending_cells_are_marked_and_only_those(clerk: Clerk) -> None:
    marked = {header for header in clerk.headers if clerk.cell(1, header).fill.fgColor.rgb == "FFFFD9D2"}
    assert marked == {"Fecha de inspección", "Personas trabajadoras"}


def test_data_may_be_typed_and_the_identity_of_a_row_may_not(clerk: Clerk) -> None:
    assert clerk.sheet.protection.sheet
    locked = {header for header in clerk.headers if clerk.cell(1, header).protection.locked}
    assert locked == {"Qué está mal", "Qué se espera", "Sugerencia", "Fila en su archivo", "Entrega (Faro)"}
    hidden = [letter for letter, column in clerk.sheet.column_dimensions.items() if column.hidden]
    assert [clerk.sheet[f"{letter}1"].value for letter in hidden] == ["Entrega (Faro)"]
    assert (clerk.row(1)["Entrega (Faro)"], clerk.row(1)["Fila en su archivo"]) == (1, 3)


def test_closed_lists_dates_and_numbers_are_checked_while_typing(clerk: Clerk) -> None:
    checks = {str(check.sqref).split(":")[0][:-1]: check for check in clerk.sheet.data_validations.dataValidation}
    letters = {header: clerk.cell(1, header).column_letter for header in clerk.headers}
    assert checks[letters["Actividad económica"]].type == "list"
    assert checks[letters["Fecha de inspección"]].type == "date"
    assert (checks[letters["Personas trabajadoras"]].type, checks[letters["Personas trabajadoras"]].formula1) == (
        "whole",
        "0",
    )
    source = checks[letters["Resultado de la visita"]].formula1
    sheet, place = source.split("!")
    accepted = [cell.value for (cell,) in clerk.book[sheet][place.replace("$", "")]]
    assert accepted == ["Sin infracción", "Prevención", "Infracción", "Denuncia penal"]
    assert clerk.book[sheet].sheet_state == "veryHidden"


def test_instructions_are_spanish_and_say_how_to_send_it_back(clerk: Clerk) -> None:
    words = " ".join(str(cell.value) for (cell,) in clerk.book["Instrucciones"]["A1:A30"])
    assert "outbox" in words
    assert "Vacío quiere decir «no se sabe»" in words


def test_a_column_beside_the_contract_is_not_repeated(own_warehouse: Warehouse) -> None:
    oij = Institution(own_warehouse, OIJ)
    sound, flawed = OIJ_ROW.strip() + ",88887777\n", OIJ_ROW.strip() + f",{CANARY}\n"
    rows = [sound.format(day=28, month=1, place="LIMON"), flawed.format(day=27, month=1, place="")]
    oij.deliver("enero.csv", (OIJ_HEADER.strip() + ",Telefono\n" + "".join(rows)).encode())
    with zipfile.ZipFile(BytesIO(oij.inbox["correcciones_police_statistics_1.xlsx"])) as archive:
        assert all(CANARY.encode() not in archive.read(name) for name in archive.namelist())


def test_only_held_rows_leave_and_faro_keeps_none_of_them(mtss: Institution, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    rows = ({"canton": "SECRETO1"}, {"canton": CANARY, "workers_found": "x"}, {"canton": "SECRETO3"})
    mtss.deliver("inspecciones.csv", inspections(*rows))
    clerk = Clerk(mtss.inbox[BOOK])
    assert [clerk.row(line)["Cantón"] for line in range(1, clerk.lines + 1)] == [CANARY]
    assert "SECRETO" not in str([clerk.row(1), mtss.receipt(1)])
    assert CANARY not in mtss.receipt(1) + caplog.text
    kept = mtss.warehouse.rows(
        "select response::text from ops.response union all select finding::text from ops.finding"
    )
    assert CANARY not in str(kept)
    home = mtss.warehouse.settings.home
    sealed = mtss.warehouse.settings.sealed
    files = [
        path
        for path in home.rglob("*")
        if path.is_file() and sealed not in path.parents and "postgres" not in str(path)
    ]
    assert [path.name for path in files if CANARY.encode() in path.read_bytes()] == []


def test_a_formula_in_a_cell_stays_text(mtss: Institution) -> None:
    mtss.deliver("inspecciones.csv", inspections({}, {"canton": "=1+1", "workers_found": "x"}, {}))
    assert Clerk(mtss.inbox[BOOK]).cell(1, "Cantón").data_type == "s"


def test_an_untouched_workbook_reads_without_refusal(book: bytes) -> None:
    """Also where dates are in doubt: what nobody corrected must not make the rest unreadable."""
    parsed = parse(book, correction_layout(MTSS), file_name=BOOK)
    rules = sorted((row, column, rule) for row, column, rule in parsed.problems.iter_rows())
    assert rules == [(2, "inspected_on", "not_a_date"), (2, "workers_found", "not_an_integer")]
    assert parsed.frame["inspection_number"].to_list() == ["00017", "MTSS-3"]
    assert [each.code for each in parsed.findings if each.severity != "info"] == []


@pytest.mark.parametrize("contract", all_contracts(), ids=lambda contract: contract.id)
def test_every_contract_has_a_workbook_that_reads_back(contract: Contract) -> None:
    """Also with nested keys, headers of two rows, lists and columns that are dropped or reduced at the door."""
    headers = headers_of(contract)
    values = {column.name: example(column) for column in contract.columns if column.name in headers}
    cells = {name: Cell(str(value), value) for name, value in values.items()}
    flaw = Flaw(next(iter(headers)), "required", "La celda es obligatoria y está vacía. Complétela.")
    book = correction_workbook(contract, [HeldRow((7, 12), cells, (flaw,))], date(2026, 5, 1))
    parsed = parse(book, correction_layout(contract), file_name="correcciones.xlsx")
    assert parsed.problems.rows() == []
    assert parsed.frame.select(LOAD, ROW).rows() == [(7, 12)]
    assert [name for name in headers if parsed.frame[name].null_count()] == []
    assert [each.code for each in parsed.findings if each.severity != "info"] == []
