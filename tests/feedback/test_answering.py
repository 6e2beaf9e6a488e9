"""Every answer is given once, whatever is tried again, and a door that is shut harms nothing that was loaded."""

import pytest
from feedback_material import Institution, inspections
from private_warehouse import Warehouse

from faro import loading
from faro.contracts import find_contract
from faro.feedback.answering import answer_pending
from faro.feedback.names import is_for, returning
from faro.sources import SourceUnreachable

RECEIPT, BOOK = "acuse_labour_inspections_1.txt", "correcciones_labour_inspections_1.xlsx"


@pytest.fixture
def mtss(own_warehouse: Warehouse) -> Institution:
    return Institution(own_warehouse, find_contract("mtss", "labour_inspections"))


def test_a_second_call_puts_nothing(mtss: Institution) -> None:
    mtss.deliver("inspecciones.csv", inspections({}, {"workers_found": "x"}, {}))
    assert mtss.put_names == [BOOK, RECEIPT]
    assert mtss.answer(1) == []
    assert mtss.put_names == [BOOK, RECEIPT]
    assert mtss.warehouse.rows("select delivery_id, kind, name from ops.response order by 2") == [
        (1, "corrections", BOOK), (1, "receipt", RECEIPT)
    ]  # fmt: skip


def test_what_was_put_before_the_line_broke_is_not_put_again(mtss: Institution) -> None:
    mtss.fails_at = RECEIPT
    with pytest.raises(SourceUnreachable):
        mtss.deliver("inspecciones.csv", inspections({}, {"workers_found": "x"}, {}))
    assert mtss.put_names == [BOOK]
    mtss.fails_at = None
    assert mtss.answer(1) == [RECEIPT]
    assert mtss.put_names == [BOOK, RECEIPT]


def test_a_shut_door_leaves_the_load_as_it_is(mtss: Institution) -> None:
    mtss.fails_at = BOOK
    with pytest.raises(SourceUnreachable):
        mtss.deliver("inspecciones.csv", inspections({}, {"workers_found": "x"}, {}))
    assert mtss.warehouse.rows("select state, accepted from ops.load") == [("loaded", 2)]
    assert mtss.warehouse.rows("select * from ops.response") == []


def test_what_failed_earlier_is_answered_with_the_next_delivery(mtss: Institution) -> None:
    mtss.fails_at = BOOK
    with pytest.raises(SourceUnreachable):
        mtss.deliver("inspecciones.csv", inspections({}, {"workers_found": "x"}, {}))
    mtss.fails_at = None
    mtss.outbox["otras.csv"] = ("1", inspections({"inspection_number": "MTSS-9"}))
    (delivery,) = loading.receive(mtss.warehouse.settings, mtss.uri, mtss.contract, mtss.open)
    loading.load(mtss.warehouse.settings, mtss.uri, delivery)
    expected = [BOOK, RECEIPT, "acuse_labour_inspections_2.txt"]
    assert answer_pending(mtss.warehouse.settings, mtss.uri, mtss.contract, mtss.open) == expected
    assert answer_pending(mtss.warehouse.settings, mtss.uri, mtss.contract, mtss.open) == []


def test_a_delivery_that_waits_to_be_loaded_is_not_answered(mtss: Institution) -> None:
    mtss.outbox["inspecciones.csv"] = ("1", inspections({}, {}))
    (delivery,) = loading.receive(mtss.warehouse.settings, mtss.uri, mtss.contract, mtss.open)
    assert mtss.answer(delivery) == []
    assert mtss.put_names == []


@pytest.mark.parametrize(
    ("name", "dataset", "delivery"),
    [(BOOK, "labour_inspections", 1), ("Correcciones_work_permits_12 (1).XLSX", "work_permits", 12),
     ("correcciones_work_permits_12 corregido.xlsx", "work_permits", 12)],
)  # fmt: skip
def test_a_returning_workbook_is_known_by_its_name(name: str, dataset: str, delivery: int) -> None:
    found = returning(name)
    assert found is not None
    assert (found.dataset, found.delivery_id) == (dataset, delivery)
    assert is_for(name, dataset)
    assert not is_for(name, "other")


@pytest.mark.parametrize("name", ["inspecciones.xlsx", "correcciones.xlsx", "correcciones_x_1.csv", "acuse_x_1.txt"])
def test_any_other_file_is_a_delivery(name: str) -> None:
    assert returning(name) is None
    assert is_for(name, "labour_inspections")
