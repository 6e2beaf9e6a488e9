"""A warehouse that kept record numbers in the clear holds their tokens after its next start, and nothing is lost."""

import hmac
from collections.abc import Iterator

import psycopg
import pytest
from erasure_material import ANA, JOSE, KARLA, OIJ, PANI, Institutions, together
from private_warehouse import Warehouse

from faro.contracts import Contract
from faro.identity.earlier_numbers import tokenise_earlier_numbers
from faro.identity.errors import IdentityKeysDiffer
from faro.identity.keys import key_ring, keys_path
from faro.identity.person import person_tokens
from faro.identity.rotation import rotate
from faro.linkage import review
from faro.warehouse import prepare

pytestmark = pytest.mark.slow

#: Everything in which a record is called by something, as it is stored.
STORED = (
    "select measure_number, _load_id, _row_number from raw_pani.protection_measures order by 2, 3",
    "select investigation_number, _load_id, _row_number from raw_oij.investigations order by 2, 3",
    "select record_key, erasure, load_id, row_number from identity.observation order by 3, 4",
    "select person_key, load_id, row_number from identity.person order by 2, 3",
    "select first_record, second_record, decided from identity.decision",
    "select token, load_id, row_number from quarantine.record order by 2, 3",
)
RECORDS = {"M-1": PANI, "M-2": PANI, "I-1": OIJ, "I-2": OIJ}


@pytest.fixture
def institutions(own_warehouse: Warehouse) -> Iterator[Institutions]:
    """Ana at both institutions, a row held back, and a decision."""
    keys_path(own_warehouse.settings).unlink(missing_ok=True)
    both = Institutions(own_warehouse)
    both.pani({"measure_number": "M-1", **ANA}, {"measure_number": "M-2", **JOSE})
    both.oij({"investigation_number": "I-1", **ANA}, {"investigation_number": "I-2", **KARLA})
    both.pani({"measure_number": "M-2", **JOSE, "measured_on": "ayer", "updated_on": "20/03/2024"})
    with own_warehouse.connect("faro_resolver") as connection:
        pair = (f"{OIJ.id}/{both.key(OIJ.id, 'I-2')}", f"{PANI.id}/{both.key(PANI.id, 'M-2')}")
        review.decide_records(connection, pair, "different", "test", "documents_seen")
    both.link()
    yield both
    keys_path(own_warehouse.settings).unlink(missing_ok=True)


def stored(institutions: Institutions) -> list[list[tuple]]:
    return [institutions.warehouse.rows(query) for query in STORED]


def write_as_before(institutions: Institutions) -> None:
    """Numbers in the clear, persons' keys made of them, held rows called in hexadecimal, whole numbers as numbers."""
    warehouse, ring = institutions.warehouse, key_ring(institutions.warehouse.settings)
    held = hmac.digest(ring.keys[0].for_domain("record"), f"{PANI.id}\x1fM-2".encode(), "sha256").hex()
    with warehouse.connect() as connection:
        for number, contract in RECORDS.items():
            _name_as_before(connection, institutions, contract, number)
        for key, first in connection.execute(
            "select person_key, min(institution || '/' || dataset || '/' || record_key)"
            " from identity.person join identity.observation using (load_id, row_number) group by 1"
        ).fetchall():
            before = person_tokens(ring, [first])[0]
            connection.execute("update identity.person set person_key = %s where person_key = %s", [before, key])
        connection.execute("update quarantine.record set token = %s", [held])
        connection.execute("alter table identity.observation drop column erasure")
        connection.execute("drop function raw_fiscalia.cases_as_of(timestamptz) cascade")
        connection.execute("alter table raw_fiscalia.cases alter column record_id type bigint using 0")


def _name_as_before(
    connection: psycopg.Connection, institutions: Institutions, contract: Contract, number: str
) -> None:
    key = institutions.key(contract.id, number)
    table, column = f"raw_{contract.institution}.{contract.dataset}", contract.key[0]
    for place, before, now in (
        ((table, column), number, institutions.number(number)),
        (("identity.observation", "record_key"), number, key),
        (("identity.decision", "first_record"), f"{contract.id}/{number}", f"{contract.id}/{key}"),
        (("identity.decision", "second_record"), f"{contract.id}/{number}", f"{contract.id}/{key}"),
    ):
        query = "update {0} set {1} = %s where {1} = %s".format(*place)
        connection.execute(query.encode(), [before, now])


def start(warehouse: Warehouse) -> bool:
    """What a start does with the warehouse; whether there were numbers in the clear."""
    was_earlier = tokenise_earlier_numbers(warehouse.settings, warehouse.uri("postgres"))
    prepare(warehouse.uri("postgres"))
    return was_earlier


def test_it_becomes_what_this_version_would_have_written(institutions: Institutions) -> None:
    warehouse, now = institutions.warehouse, stored(institutions)
    write_as_before(institutions)
    assert warehouse.rows(STORED[0])[0][0] == "M-1"
    assert [start(warehouse), start(warehouse)] == [True, False]
    assert stored(institutions) == now
    assert institutions.persons() == together("M-1 I-1", "M-2", "I-2")
    assert warehouse.rows("select kind, row_count, reason from ops.change where kind = 'rotation'") == [
        ("rotation", 4, "record_numbers")
    ]
    assert warehouse.rows("select pg_typeof(record_id)::text from raw_fiscalia.cases_current right join"
                          " (values (1)) as one (one) on true") == [("text",)]  # fmt: skip


def test_what_comes_afterwards_meets_what_was_there(institutions: Institutions) -> None:
    """A later version of a record, one that closes a held row, and a change of keys."""
    warehouse = institutions.warehouse
    write_as_before(institutions)
    start(warehouse)
    institutions.pani({"measure_number": "M-2", **JOSE, "updated_on": "02/04/2024"})
    assert warehouse.rows("select count(*) from quarantine.open_row") == [(0,)]
    assert warehouse.rows("select count(*) from raw_pani.protection_measures_current") == [(2,)]
    with psycopg.connect(warehouse.uri("postgres")) as connection:
        rotate(warehouse.settings, connection)
    institutions.link()
    assert institutions.persons() == together("M-1 I-1", "M-2", "I-2")


def test_with_other_keys_nothing_is_touched(institutions: Institutions) -> None:
    warehouse = institutions.warehouse
    write_as_before(institutions)
    before = warehouse.rows(STORED[0])
    keys_path(warehouse.settings).unlink()
    with pytest.raises(IdentityKeysDiffer):
        start(warehouse)
    assert warehouse.rows(STORED[0]) == before
