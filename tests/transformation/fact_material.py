"""Facts that dbt builds from a ledger of these tests, and the rows that are delivered for them."""

from ledger_material import Ledger
from private_warehouse import Warehouse
from running_dbt import MODELS_ONLY, run_dbt

FACTS = (
    "fct_person_record",
    "fct_entry_rejection",
    "fct_service",
    "fct_call",
    "fct_border_movement",
    "fct_reported_offence",
    "fct_offence_count",
)
_EXACT = {"fct_person_record", "fct_entry_rejection", "fct_service", "fct_call"}
#: Fact → where its rows are.
TABLES = {fact: f"{'exact' if fact in _EXACT else 'core'}.{fact}" for fact in FACTS}
LINK = "insert into identity.person values (%s, %s, %s)"
_PASSED = """
    insert into ops.model_run (transformation_id, layer, schema_name, model, status, seconds, tests)
    select count(*), 'core', 'core', %s, 'built', 1, 1000 from ops.model_run
"""
ERASED = "insert into ops.change (kind, row_count, reason) values ('erasure', 1, 'asked for')"
RELINK = "update identity.person set person_key = %s where (load_id, row_number) = (%s, %s)"


class Facts:
    """A warehouse whose facts dbt builds."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse, self.ledger = warehouse, Ledger(warehouse)

    def build(self, *flags: str) -> None:
        run_dbt(self.warehouse, "build", *MODELS_ONLY, *flags, "--select", *(f"+{fact}" for fact in FACTS))

    def pass_tests(self) -> None:
        """What a transformation writes of facts that passed all of their tests: their loads are settled then."""
        with self.warehouse.connect() as connection:
            connection.cursor().executemany(_PASSED, [[fact] for fact in FACTS])

    def unsettled(self, fact: str) -> set[int]:
        """The loads in which the fact's last build looked for changes."""
        found = self.warehouse.rows(f"select load_id from ops.fact_load where fact = '{fact}' and not is_settled")
        return {load for (load,) in found}

    def rows(self) -> dict[str, set[tuple]]:
        """Fact → its rows."""
        return {fact: set(self.warehouse.rows(f"select * from {table}")) for fact, table in TABLES.items()}

    def writes(self) -> dict[tuple[str, int, int], tuple[int, str]]:
        """Fact, load, row → the transaction that wrote it, and where it lies."""
        return {
            (fact, load, row): written
            for fact, table in TABLES.items()
            if fact != "fct_offence_count"  # counts of rows
            for load, row, *written in self.warehouse.rows(
                f"select load_id, row_number, xmin::text, ctid::text from {table}"
            )
        }

    def link(self, statement: str, *values: object) -> None:
        with self.warehouse.connect() as connection:
            connection.execute(statement, values)


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
