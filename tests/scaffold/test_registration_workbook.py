"""The registration workbook comes back through the same door: what is typed into it reads without a problem."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from faro.contracts import Contract, all_contracts, find_contract
from faro.feedback.layout import headers_of, layout_of
from faro.feedback.names import is_ours, registration_name
from faro.parsing import parse
from faro.parsing.errors import NoRows
from faro.scaffold.template import registration_workbook

CONTRACTS = all_contracts()
MTSS = find_contract("mtss", "labour_inspections")
HEADER_ROW, EXAMPLE_ROW = 4, 3


def opened(contract: Contract) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(registration_workbook(contract)))


def saved(book: openpyxl.Workbook) -> bytes:
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def read(contract: Contract, content: bytes):
    name = registration_name(contract.dataset)
    return parse(content, layout_of(contract, name), file_name=name)


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.id)
def test_what_is_typed_like_the_example_is_sound(contract: Contract) -> None:
    book = opened(contract)
    sheet = book["Registro"]
    for cell in sheet[EXAMPLE_ROW]:
        sheet.cell(HEADER_ROW + 1, cell.column).value = cell.value
    parsed = read(contract, saved(book))
    assert parsed.problems.rows() == []
    assert [each.code for each in parsed.findings if each.severity != "info"] == []
    assert (parsed.edition, parsed.frame.height) == ("registro", 1)
    assert set(headers_of(contract)) == {
        name for name in parsed.frame.columns if parsed.frame[name].null_count() == 0
    } - {"_row_number"}


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.id)
def test_the_example_is_never_data(contract: Contract) -> None:
    with pytest.raises(NoRows):
        read(contract, registration_workbook(contract))


def test_it_is_filled_in_delivered_and_read() -> None:
    book = opened(MTSS)
    sheet = book["Registro"]
    headers = [cell.value for cell in sheet[HEADER_ROW]]
    rows = [["MTSS-1", date(2026, 2, 3), "Limón", "Talamanca", "Construcción", 7, None, "Prevención",
             date(2026, 2, 4), "Vigente"], ["MTSS-2", date(2026, 3, 1), None, None, None, 0, 0, None,
             date(2026, 3, 1), "Vigente"]]  # fmt: skip
    for line, row in enumerate(rows, start=HEADER_ROW + 1):
        for place, value in enumerate(row, start=1):
            sheet.cell(line, place).value = value
    parsed = read(MTSS, saved(book))
    assert headers == list(headers_of(MTSS).values())
    assert parsed.problems.rows() == []
    assert parsed.frame["inspected_on"].to_list() == [date(2026, 2, 3), date(2026, 3, 1)]
    assert parsed.frame["suspected_victims"].to_list() == [None, 0]


def test_it_also_reads_by_the_contract_alone() -> None:
    book = opened(MTSS)
    sheet = book["Registro"]
    for cell in sheet[EXAMPLE_ROW]:
        sheet.cell(HEADER_ROW + 1, cell.column).value = cell.value
    parsed = parse(saved(book), MTSS.layout(), file_name="inspecciones.xlsx")
    assert (parsed.problems.rows(), parsed.frame.height) == ([], 1)


def test_cells_are_checked_and_only_the_register_may_be_typed_into() -> None:
    sheet = opened(MTSS)["Registro"]
    kinds = {str(check.sqref).split(":")[0]: check.type for check in sheet.data_validations.dataValidation}
    assert (kinds["B5"], kinds["E5"], kinds["F5"], kinds["J5"]) == ("date", "list", "whole", "list")
    assert sheet.protection.sheet
    assert all(cell.protection.locked for cell in sheet[HEADER_ROW])
    assert not sheet.column_dimensions["A"].protection.locked
    assert sheet.freeze_panes == "B5"


def test_the_instructions_tell_every_column() -> None:
    words = [str(cell.value) for row in opened(MTSS)["Instrucciones"].iter_rows() for cell in row if cell.value]
    assert set(headers_of(MTSS).values()) <= set(words)
    assert any("Vacío quiere decir «no se sabe»" in word for word in words)


@pytest.mark.parametrize(
    ("name", "ours"),
    [("registro_work_permits.xlsx", True), ("Registro_work_permits enero.XLSX", True),
     ("registro_work_permits_2.xlsx", False), ("registro_work.xlsx", False),
     ("correcciones_work_permits_3.xlsx", True), ("correcciones_other_3.xlsx", False),
     ("permisos.ods", False)],
)  # fmt: skip
def test_what_faro_handed_out_is_known_by_its_name(name: str, ours: bool) -> None:
    assert is_ours(name, "work_permits") is ours
