"""Institutions with an API or with headers of two rows are answered as well, each by what it delivers."""

import json
from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
from clerk import Clerk
from feedback_material import Institution
from private_warehouse import Warehouse

from faro.contracts import Contract, find_contract
from faro.feedback.layout import headers_of
from faro.scaffold.examples import example
from faro.scaffold.template import registration_workbook

CCSS, INAMU = find_contract("ccss", "care_episodes"), find_contract("inamu", "services")
MTSS = find_contract("mtss", "labour_inspections")


def sound(contract: Contract, number: int) -> dict[str, Any]:
    """A row by header, like the example, with a record number of its own."""
    headers = headers_of(contract)
    values = {headers[column.name]: example(column) for column in contract.columns if column.name in headers}
    return values | {headers[contract.key[0]]: f"N-{number}"}


def nested(values: dict[str, Any]) -> dict[str, Any]:
    """`paciente.documento` as an object in an object."""
    found: dict[str, Any] = {}
    for path, value in values.items():
        *outer, last = path.split(".")
        place = found
        for name in outer:
            place = place.setdefault(name, {})
        place[last] = value.isoformat() if isinstance(value, date | datetime) else value
    return found


def test_an_api_gets_a_list_to_work_through(own_warehouse: Warehouse) -> None:
    ccss = Institution(own_warehouse, CCSS)
    header = headers_of(CCSS)["birth_date"]
    rows = [sound(CCSS, 1), sound(CCSS, 2) | {header: "1990-31-02"}, sound(CCSS, 3)]
    lines = [json.dumps(nested(row), ensure_ascii=False) for row in rows]
    load = ccss.deliver("/v1/care-episodes", ("\n".join(lines) + "\n").encode())
    assert (load.state, load.quarantined) == ("loaded", 1)
    clerk = Clerk(ccss.inbox["correcciones_care_episodes_1.xlsx"])
    assert (clerk.lines, clerk.row(1)[headers_of(CCSS)["episode_number"]]) == (1, "N-2")
    assert clerk.row(1)[header] == "¿1990-31-02?"
    words = " ".join(str(cell.value) for (cell,) in clerk.book["Instrucciones"]["A1:A30"])
    assert "Este libro no se devuelve." in words
    assert "Corrija en su sistema" in " ".join(ccss.receipt(1).split())
    lines[1] = json.dumps(nested(sound(CCSS, 2)), ensure_ascii=False)
    ccss.deliver("/v1/care-episodes", ("\n".join(lines) + "\n").encode(), version="2")
    assert own_warehouse.rows("select * from quarantine.open_row") == []


def test_headers_of_two_rows_go_out_as_one_and_come_back(own_warehouse: Warehouse) -> None:
    inamu, headers = Institution(own_warehouse, INAMU), headers_of(INAMU)
    book = openpyxl.Workbook()
    sheet = book.active
    edition = INAMU.editions[-1]
    for _ in range(edition.skip_rows):
        sheet.append(["Instituto de prueba"])
    above = [header.split(" / ")[0] if " / " in header else header for header in headers.values()]
    below = [header.split(" / ")[1] if " / " in header else None for header in headers.values()]
    sheet.append(above)
    sheet.append(below)
    for number in (1, 2, 3):
        row = sound(INAMU, number)
        sheet.append(list((row | {headers["served_on"]: "2025-31-02"} if number == 2 else row).values()))
    content = BytesIO()
    book.save(content)
    load = inamu.deliver("atenciones.xlsx", content.getvalue())
    assert (load.state, load.accepted, load.quarantined) == ("loaded", 2, 1)
    name = "correcciones_services_1.xlsx"
    clerk = Clerk(inamu.inbox[name])
    assert set(headers.values()) <= set(clerk.headers)
    clerk.type(1, headers["served_on"], date(2025, 2, 28))
    assert inamu.deliver(name, clerk.save()).accepted == 1
    assert len(inamu.in_force("service_number, served_on")) == 3


def test_a_registration_workbook_is_a_delivery(own_warehouse: Warehouse) -> None:
    mtss = Institution(own_warehouse, MTSS)
    book = openpyxl.load_workbook(BytesIO(registration_workbook(MTSS)))
    sheet = book["Registro"]
    for line, number in enumerate((1, 2), start=5):
        for place, value in enumerate(sound(MTSS, number).values(), start=1):
            sheet.cell(line, place).value = value
    content = BytesIO()
    book.save(content)
    load = mtss.deliver("registro_labour_inspections enero.xlsx", content.getvalue())
    assert (load.state, load.edition, load.delivered, load.accepted) == ("loaded", "registro", 2, 2)
    assert [number for number, _ in mtss.in_force("inspection_number, _row_number")] == ["N-1", "N-2"]
