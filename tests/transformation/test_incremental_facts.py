"""With real dbt: after a later delivery a fact that is written on holds what building it anew gives, and nothing of it
was written twice."""

import pytest
from ledger_material import Ledger
from private_warehouse import Warehouse
from running_dbt import MODELS_ONLY, run_dbt

pytestmark = pytest.mark.slow

FACTS = (
    "fct_person_record",
    "fct_entry_rejection",
    "fct_service",
    "fct_call",
    "fct_border_movement",
    "fct_reported_offence",
)
_LINK = "insert into identity.person values (%s, %s, %s)"
_RELINK = "update identity.person set person_key = %s where (load_id, row_number) = (%s, %s)"


class Facts:
    """A warehouse whose facts dbt builds."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse, self.ledger = warehouse, Ledger(warehouse)

    def build(self, *flags: str) -> None:
        run_dbt(self.warehouse, "build", *MODELS_ONLY, *flags, "--select", *(f"+{fact}" for fact in FACTS))

    def rows(self) -> dict[str, set[tuple]]:
        """Fact → its rows."""
        return {fact: set(self.warehouse.rows(f"select * from core.{fact}")) for fact in FACTS}

    def writes(self) -> dict[tuple[str, int, int], tuple[int, str]]:
        """Fact, load, row → the transaction that wrote it, and where it lies."""
        return {
            (fact, load, row): written
            for fact in FACTS
            for load, row, *written in self.warehouse.rows(
                f"select load_id, row_number, xmin::text, ctid::text from core.{fact}"
            )
        }

    def link(self, statement: str, *values: object) -> None:
        with self.warehouse.connect() as connection:
            connection.execute(statement, values)


@pytest.fixture
def facts(own_coded: Warehouse) -> Facts:
    return Facts(own_coded)


def rejection(number: str, day: str, **told: object) -> dict[str, object]:
    return {"rejection_number": number, "rejected_on": "2022-01-01", "reason_code": "Sin visa", "sex": "Mujer",
            "updated_on": day, "record_status": "Vigente", **told}  # fmt: skip


def measure(number: str, day: str, **told: object) -> dict[str, object]:
    return {"measure_number": number, "measured_on": "2022-06-01", "sex": "Mujer", "updated_on": day,
            "record_status": "Vigente", **told}  # fmt: skip


def call(number: str, day: str, kind: str, **told: object) -> dict[str, object]:
    return {"call_number": number, "called_at": "2022-01-01 10:00", "incident_type": kind, "updated_on": day,
            "record_status": "Vigente", **told}  # fmt: skip


def entries(month: str, nationality: str, movements: int) -> dict[str, object]:
    return {"month": month, "country": "CRI", "nationality": nationality, "movements": movements}


def offence(day: str, kind: str) -> dict[str, object]:
    return {"occurred_on": day, "offence": kind, "province": "HEREDIA"}


def test_what_changed_is_written_and_nothing_else(facts: Facts) -> None:
    ledger = facts.ledger
    # A stays, B is corrected, C is withdrawn by its institution, M states no age and follows its person
    rejections = ledger.load("msp/rejections", *(rejection(number, "2022-01-02", age=20) for number in "ABC"))
    measures = ledger.load(
        "pani/protection_measures", measure("M", "2022-06-02"), measure("N", "2022-06-02", age=9),
        measure("O", "2022-06-02", birth_month="2010-02-01"),
    )  # fmt: skip
    calls = ledger.load("emergencias911/calls", *(call(number, "2022-01-02", "ASALTO") for number in "ABC"))
    entered = ledger.load("dgme/border_entries", entries("2022-01-01", "NIC", 10), entries("2022-02-01", "NIC", 20))
    taken_back = ledger.load("dgme/border_entries", entries("2022-04-01", "NIC", 40))
    reported = ledger.load("oij/police_statistics", offence("2022-01-01", "ASALTO"), offence("2022-01-01", "ASALTO"))
    for row in (2, 3, 4):
        facts.link(_LINK, measures, row, f"person {row}")
    facts.build()
    before = facts.writes()
    assert len(before) == 6 + 3 + 3 + 3 + 3 + 2

    # a night in which nothing came writes nothing
    facts.build()
    assert facts.writes() == before

    ledger.load("msp/rejections", rejection("B", "2022-03-01", age=21), rejection("D", "2022-03-01"),
                rejection("C", "2022-03-01", record_status="Anulado"))  # fmt: skip
    ledger.load("emergencias911/calls", call("B", "2022-03-01", "TRATA DE PERSONAS"), call("D", "2022-03-01", "ASALTO"),
                call("C", "2022-03-01", "ASALTO", record_status="Anulado"))  # fmt: skip
    ledger.load("dgme/border_entries", entries("2022-02-01", "NIC", 21), entries("2022-03-01", "PAN", 30))
    ledger.withdraw(taken_back)
    ledger.load("oij/police_statistics", offence("2022-01-01", "ASALTO"))
    facts.link(_RELINK, "person 4", measures, 2)
    # an erased person leaves without a trace
    facts.link("delete from raw_pani.protection_measures where (_load_id, _row_number) = (%s, %s)", measures, 3)
    facts.build()
    after, written = facts.writes(), facts.rows()
    aged = facts.warehouse.rows("select record_number, person_key, age_key from core.fct_service order by 1")
    assert aged == [("M", "person 4", "12"), ("O", "person 4", "12")]

    kept = {(fact, rejections, 2) for fact in ("fct_person_record", "fct_entry_rejection")}
    kept |= {(fact, measures, 4) for fact in ("fct_person_record", "fct_service")} | {("fct_call", calls, 2)}
    kept |= {("fct_border_movement", entered, 2), *(("fct_reported_offence", reported, row) for row in (2, 3))}
    assert {key for key, place in before.items() if after.get(key) == place} == kept

    facts.build("--full-refresh")
    assert facts.rows() == written
