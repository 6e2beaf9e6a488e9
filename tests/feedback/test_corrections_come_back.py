"""The workbook goes out, comes back, and each corrected row takes the place of the one that was held back."""

from datetime import date

import pytest
from clerk import Clerk
from feedback_material import Institution, inspections, police
from private_warehouse import Warehouse

from faro.contracts import find_contract

OIJ, MTSS = find_contract("oij", "police_statistics"), find_contract("mtss", "labour_inspections")
FLAWED = ({}, {"inspected_on": "2025-02-30"}, {"workers_found": "doce"}, {}, {}, {})
BOOK = "correcciones_labour_inspections_1.xlsx"


@pytest.fixture
def oij(own_warehouse: Warehouse) -> Institution:
    return Institution(own_warehouse, OIJ)


@pytest.fixture
def mtss(own_warehouse: Warehouse) -> Institution:
    return Institution(own_warehouse, MTSS)


def open_rows(institution: Institution) -> list[tuple]:
    return institution.warehouse.rows("select load_id, row_number from quarantine.open_row order by 1, 2")


def adds_up(institution: Institution) -> bool:
    return not institution.warehouse.rows("select 1 from ops.load where delivered <> accepted + quarantined")


def test_a_corrected_row_replaces_the_held_one(mtss: Institution) -> None:
    first = mtss.deliver("inspecciones.csv", inspections(*FLAWED))
    assert (first.state, first.accepted, first.quarantined) == ("loaded", 4, 2)
    clerk = Clerk(mtss.inbox[BOOK])
    clerk.type(1, "Fecha de inspección", date(2025, 2, 28))
    clerk.type(2, "Personas trabajadoras", 12)
    second = mtss.deliver(BOOK, clerk.save())
    assert (second.state, second.edition, second.delivered, second.accepted) == ("loaded", "correcciones", 2, 2)
    assert mtss.in_force("inspection_number, inspected_on, workers_found, _load_id")[1:3] == [
        ("MTSS-2", date(2025, 2, 28), 12, 2), ("MTSS-3", date(2025, 3, 15), 12, 2)
    ]  # fmt: skip
    assert len(mtss.in_force("inspection_number, _load_id")) == 6
    assert open_rows(mtss) == []
    assert adds_up(mtss)
    assert mtss.warehouse.rows("select load_id, row_number, corrected_by_load from ops.correction order by 2") == [
        (1, 3, 2), (1, 4, 2)
    ]  # fmt: skip


def test_a_row_that_is_left_as_it_is_stays_open_once(mtss: Institution) -> None:
    mtss.deliver("inspecciones.csv", inspections(*FLAWED))
    clerk = Clerk(mtss.inbox[BOOK])
    clerk.type(1, "Fecha de inspección", date(2025, 2, 28))
    load = mtss.deliver(BOOK, clerk.save())
    assert (load.state, load.accepted, load.quarantined) == ("loaded", 1, 1)
    assert open_rows(mtss) == [(1, 4)]
    assert adds_up(mtss)


def test_the_workbook_of_a_second_attempt_stands_for_the_first_row(mtss: Institution) -> None:
    mtss.deliver("inspecciones.csv", inspections(*FLAWED))
    mtss.deliver(BOOK, Clerk(mtss.inbox[BOOK]).save())  # nothing was corrected: all of it is still wrong
    again = Clerk(mtss.inbox["correcciones_labour_inspections_2.xlsx"])
    assert [again.row(line)["Fila en su archivo"] for line in (1, 2)] == [3, 4]
    assert again.row(2)["Personas trabajadoras"] == "¿doce?"
    again.type(1, "Fecha de inspección", date(2025, 2, 28))
    again.type(2, "Personas trabajadoras", 12)
    load = mtss.deliver("correcciones_labour_inspections_2.xlsx", again.save())
    assert (load.accepted, load.quarantined) == (2, 0)
    assert open_rows(mtss) == []
    assert len(mtss.in_force("inspection_number, _load_id")) == 6


def test_the_same_workbook_sent_a_second_time_counts_once(oij: Institution) -> None:
    """Rows without a key: only the identity in the workbook tells that they are the same."""
    oij.deliver("enero.csv", police(6, without_province=2))
    name = "correcciones_police_statistics_1.xlsx"
    clerk = Clerk(oij.inbox[name])
    clerk.type(1, "Provincia", "CARTAGO")
    assert oij.deliver(name, clerk.save()).accepted == 1
    clerk.type(1, "Provincia", "HEREDIA")
    clerk.type(2, "Provincia", "HEREDIA")
    assert oij.deliver(name, clerk.save(), version="2").accepted == 2
    assert sorted(place for place, _ in oij.in_force("province, _row_number")) == ["HEREDIA"] * 2 + ["LIMON"] * 4
    assert open_rows(oij) == []


def test_a_correction_does_not_replace_the_period_it_lies_in(oij: Institution) -> None:
    oij.deliver("enero.csv", police(6, without_province=2))
    clerk = Clerk(oij.inbox["correcciones_police_statistics_1.xlsx"])
    clerk.type(1, "Provincia", "CARTAGO")
    clerk.type(2, "Provincia", "CARTAGO")
    load = oij.deliver("correcciones_police_statistics_1.xlsx", clerk.save())
    assert load.state == "loaded"
    assert len(oij.in_force("province, _row_number")) == 6


def test_a_newer_delivery_of_the_month_outlives_an_older_correction(oij: Institution) -> None:
    oij.deliver("enero.csv", police(6, without_province=2))
    oij.deliver("enero_completo.csv", police(7))
    clerk = Clerk(oij.inbox["correcciones_police_statistics_1.xlsx"])
    clerk.type(1, "Provincia", "CARTAGO")
    assert oij.deliver("correcciones_police_statistics_1.xlsx", clerk.save()).accepted == 1
    assert {place for place, _ in oij.in_force("province, _row_number")} == {"LIMON"}
    assert len(oij.in_force("province, _row_number")) == 7


def test_the_same_file_corrected_at_the_origin_closes_its_rows(oij: Institution) -> None:
    oij.deliver("enero.csv", police(6, without_province=2))
    assert len(open_rows(oij)) == 2
    oij.deliver("enero.csv", police(6), version="2")
    assert open_rows(oij) == []


def test_a_record_that_comes_again_sound_closes_its_row(mtss: Institution) -> None:
    """Whatever the file is called, as with the rows of a database; of the record's number only a token is kept."""
    mtss.deliver("enero.csv", inspections(*FLAWED))
    assert open_rows(mtss) == [(1, 3), (1, 4)]
    mtss.deliver("febrero.csv", inspections({"inspection_number": "MTSS-3"}, {"inspection_number": "MTSS-8"}))
    assert open_rows(mtss) == [(1, 3)]
    assert mtss.warehouse.rows("select * from quarantine.redelivered") == [(1, 4, 2)]
    assert "MTSS" not in str(mtss.warehouse.rows("select record::text from quarantine.record"))


def test_a_record_that_comes_again_flawed_is_open_once(mtss: Institution) -> None:
    mtss.deliver("enero.csv", inspections(*FLAWED))
    again = {"inspection_number": "MTSS-3", "workers_found": "trece"}
    mtss.deliver("febrero.csv", inspections(again, {"inspection_number": "MTSS-8"}, {"inspection_number": "MTSS-9"}))
    assert open_rows(mtss) == [(1, 3), (2, 2)]


def test_a_row_that_corrects_nothing_is_held_with_a_reason(mtss: Institution) -> None:
    mtss.deliver("inspecciones.csv", inspections(*FLAWED))
    clerk = Clerk(mtss.inbox[BOOK])
    clerk.type(1, "Fecha de inspección", date(2025, 2, 28))
    clerk.type(1, "Fila en su archivo", 2)  # a row that was accepted
    clerk.type(2, "Personas trabajadoras", 12)
    load = mtss.deliver(BOOK, clerk.save())
    assert (load.accepted, load.quarantined) == (1, 1)
    ((reasons,),) = mtss.warehouse.rows("select reasons from quarantine.row where load_id = 2")
    assert [reason["rule"] for reason in reasons] == ["not_a_held_row"]


def test_two_rows_for_one_held_row_are_both_held(mtss: Institution) -> None:
    mtss.deliver("inspecciones.csv", inspections(*FLAWED))
    clerk = Clerk(mtss.inbox[BOOK])
    clerk.type(1, "Fecha de inspección", date(2025, 2, 28))
    clerk.type(2, "Personas trabajadoras", 12)
    clerk.type(2, "Fila en su archivo", 3)
    assert mtss.deliver(BOOK, clerk.save()).quarantined == 2
    reasons = mtss.warehouse.rows("select distinct reasons -> 0 ->> 'rule' from quarantine.row where load_id = 2")
    assert reasons == [("corrected_twice",)]


def test_nobody_corrects_the_rows_of_another_dataset(own_warehouse: Warehouse) -> None:
    oij, mtss = Institution(own_warehouse, OIJ), Institution(own_warehouse, MTSS)
    oij.deliver("enero.csv", police(6, without_province=2))
    mtss.deliver("inspecciones.csv", inspections(*FLAWED))
    clerk = Clerk(mtss.inbox["correcciones_labour_inspections_2.xlsx"])
    for line, row in enumerate((6, 7), start=1):
        clerk.type(line, "Entrega (Faro)", 1)
        clerk.type(line, "Fila en su archivo", row)
    clerk.type(1, "Fecha de inspección", date(2025, 2, 28))
    load = mtss.deliver("correcciones_labour_inspections_2.xlsx", clerk.save())
    assert (load.accepted, load.quarantined) == (0, 2)
    assert own_warehouse.rows("select * from ops.correction") == []
    assert len([row for row in open_rows(mtss) if row[0] == 1]) == 2


PERSON = {
    "NumInvestigacion": "INV-1", "FechaApertura": "2025-03-14", "Delito": "Trata de personas", "Provincia": "Limón",
    "Canton": "Talamanca", "TipoIdentificacion": "cedula", "NumIdentificacion": "0100000001",
    "Nombre": "ROSALIACANARIO", "PrimerApellido": "APELLIDOCANARIO", "SegundoApellido": "",
    "FechaNacimiento": "1990-05-20", "Sexo": "Mujer", "Nacionalidad": "CRI", "Resultado": "En curso",
    "FechaActualizacion": "2025-04-01", "EstadoRegistro": "Vigente",
}  # fmt: skip


def test_a_corrected_person_is_loaded_as_tokens(own_warehouse: Warehouse) -> None:
    """The clerk sees the names that they sent; the warehouse still does not."""
    institution = Institution(own_warehouse, find_contract("oij", "investigations"))
    people = [PERSON, PERSON | {"NumInvestigacion": "INV-2", "FechaNacimiento": "1990-31-02"},
              PERSON | {"NumInvestigacion": "INV-3"}]  # fmt: skip
    content = "\n".join([",".join(PERSON), *(",".join(person.values()) for person in people)]) + "\n"
    assert institution.deliver("investigaciones.csv", content.encode()).quarantined == 1
    book = "correcciones_investigations_1.xlsx"
    clerk = Clerk(institution.inbox[book])
    assert clerk.row(1)["Nombre"] == "ROSALIACANARIO"
    assert clerk.row(1)["NumIdentificacion"] == "0100000001"
    clerk.type(1, "FechaNacimiento", date(1990, 2, 28))
    assert institution.deliver(book, clerk.save()).accepted == 1
    rows = institution.in_force("investigation_number, birth_month, given_names, document_number")
    assert [(row[0], row[1]) for row in rows][1] == ("INV-2", date(1990, 2, 1))
    assert all(row[2].startswith("k1:") for row in rows)
    assert len({row[3] for row in rows}) == 1
    everything = own_warehouse.rows("select investigations::text from raw_oij.investigations") + own_warehouse.rows(
        'select finding::text from ops.finding union all select "row"::text from quarantine.row as "row"'
    )
    assert "CANARIO" not in str(everything)
