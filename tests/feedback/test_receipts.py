"""The receipt tells the institution in its own words what arrived, what became of it and what to do."""

import pytest
from clerk import Clerk
from feedback_material import Institution, inspections
from private_warehouse import Warehouse

from faro.contracts import find_contract
from faro.loading.verdict import MIN_BROKEN_ROWS_TO_HOLD

MTSS = find_contract("mtss", "labour_inspections")


@pytest.fixture
def mtss(own_warehouse: Warehouse) -> Institution:
    return Institution(own_warehouse, MTSS)


def test_it_names_what_came_and_counts_it(mtss: Institution) -> None:
    mtss.deliver("inspecciones.csv", inspections({}, {"workers_found": "x"}, {}))
    told = " ".join(mtss.receipt(1).split())
    for words in ("Ministerio de Trabajo", "Inspecciones de trabajo (mtss/labour_inspections)", "inspecciones.csv",
                  mtss.delivery(1).sha256, "hora de Costa Rica", "Filas entregadas: 3",
                  "Filas aceptadas: 2", "Filas en cuarentena: 1"):  # fmt: skip
        assert words in told


def test_what_was_found_is_under_the_institutions_own_headers(mtss: Institution) -> None:
    mtss.deliver("inspecciones.csv", inspections({}, {"workers_found": "x"}, {}))
    told = " ".join(mtss.receipt(1).split())
    assert "columna «Personas trabajadoras»" in told
    assert "workers_found" not in told
    assert "Abra el libro correcciones_labour_inspections_1.xlsx" in told


def test_a_sound_delivery_asks_for_nothing(mtss: Institution) -> None:
    mtss.deliver("inspecciones.xlsx.csv", inspections({}, {}))
    assert [*mtss.inbox] == ["acuse_labour_inspections_1.txt"]
    assert "Nada. Gracias por su entrega." in mtss.receipt(1)


def test_a_delivery_held_as_a_whole_is_asked_for_as_a_whole(mtss: Institution) -> None:
    torn = [{"workers_found": "x"}] * MIN_BROKEN_ROWS_TO_HOLD
    load = mtss.deliver("inspecciones.csv", inspections(*torn, {}))
    assert load.state == "rejected"
    assert [*mtss.inbox] == ["acuse_labour_inspections_1.txt"]
    assert "entregue de nuevo el archivo completo" in " ".join(mtss.receipt(1).split())


def test_what_could_not_be_read_is_answered_too(mtss: Institution) -> None:
    mtss.deliver("inspecciones.csv", b"<html><body>Error 500</body></html>")
    told = " ".join(mtss.receipt(1).split())
    assert "HTML" in told
    assert "Filas entregadas: 0" in told


def test_corrected_rows_are_counted(mtss: Institution) -> None:
    mtss.deliver("inspecciones.csv", inspections({}, {"workers_found": "x"}, {}))
    name = "correcciones_labour_inspections_1.xlsx"
    clerk = Clerk(mtss.inbox[name])
    clerk.type(1, "Personas trabajadoras", 4)
    mtss.deliver(name, clerk.save())
    assert "Filas retenidas que quedaron corregidas: 1" in mtss.receipt(2)


def test_it_opens_in_any_editor(mtss: Institution) -> None:
    mtss.deliver("inspecciones.csv", inspections({}, {}))
    content = mtss.inbox["acuse_labour_inspections_1.txt"]
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\n") == content.count(b"\r\n")
    assert max(len(line) for line in mtss.receipt(1).splitlines()) <= 120
