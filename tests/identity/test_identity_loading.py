"""From a delivery with names to the warehouse: tokens, observations, and no name anywhere."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import BinaryIO

import psycopg
import pytest
from private_warehouse import Warehouse
from record_tokens import record_keys

from faro import ledger, loading
from faro.contracts import Contract, find_contract
from faro.identity.errors import IdentityKeysDiffer
from faro.identity.keys import KeyRing, key_ring, keys_path, save
from faro.identity.rotation import rotate
from faro.identity.tokens import token
from faro.ledger import Load
from faro.loading.verdict import MIN_BROKEN_ROWS_TO_HOLD
from faro.sources import Offer

PANI = find_contract("pani", "protection_measures")
PEOPLE = {
    1: ("MORA SOLANO ANA LUCIA", "1-0613-0584", "17/05/2010", "Mujer"),
    2: ("Mora Solano, Ana Lucía", "106130584", "17/05/2010", "Mujer"),
    3: ("QUESADA PEÑA JOSE", "1558-1299-4816", "28/02/2011", "Hombre"),
    4: ("VARGAS ZÚÑIGA KARLA", "", "31/12/2012", "Mujer"),
}
#: Letters that come by chance within a token.
SHORT = 4
#: Everything a thief would find in the warehouse: every table of every schema of ours, as text.
TABLES = """
    select format('%I.%I', schemaname, tablename) from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')
"""


def measures(**changed: dict[int, str]) -> bytes:
    """A delivery in the institution's own layout; `changed` replaces a column's cell in a row."""
    headers = PANI.editions[-1].headers
    lines = [";".join(headers.values())]
    for number, (name, document, birth, sex) in PEOPLE.items():
        cells = {
            "measure_number": f"M-{number}", "measured_on": "13/03/2024", "measure": "Abrigo temporal",
            "full_name": name, "document_number": document, "birth_date": birth, "sex": sex, "nationality": "CRI",
            "province": "San José", "reason": f"Relato de {name}", "updated_on": "14/03/2024",
            "record_status": "Vigente",
        }  # fmt: skip
        cells |= {column: of[number] for column, of in changed.items() if number in of}
        lines.append(";".join(cells[name] for name in headers))
    return ("\n".join(lines) + "\n").encode("latin-1")


class Source:
    """Offers one content."""

    def __init__(self, content: bytes, name: str) -> None:
        self.content, self.name = content, name

    @contextmanager
    def open(self, _contract: Contract, _version: str | None) -> Iterator["Source"]:
        yield self

    def offers(self) -> list[Offer]:
        return [Offer(self.name, "1")]

    def fetch(self, _offer: Offer, into: BinaryIO) -> None:
        into.write(self.content)


def deliver(warehouse: Warehouse, content: bytes, name: str = "medidas.csv", contract: Contract = PANI) -> Load:
    uri = warehouse.uri("faro_loader")
    (delivery,) = loading.receive(warehouse.settings, uri, contract, Source(content, name).open)
    return loading.load(warehouse.settings, uri, delivery)


@pytest.fixture
def pani(own_warehouse: Warehouse) -> Iterator[Warehouse]:
    """Warehouses of these tests share a folder, but each has keys of its own."""
    keys_path(own_warehouse.settings).unlink(missing_ok=True)
    yield own_warehouse
    keys_path(own_warehouse.settings).unlink(missing_ok=True)


def everything(warehouse: Warehouse) -> str:
    tables = [table for (table,) in warehouse.rows(TABLES)]
    return "\n".join(str(row) for table in tables for row in warehouse.rows(f"select * from {table}"))


def test_what_is_loaded_holds_tokens_only(pani: Warehouse) -> None:
    load = deliver(pani, measures())
    assert (load.state, load.delivered, load.accepted, load.quarantined) == ("loaded", 4, 4, 0)
    rows = pani.rows("select document_number, full_name, birth_month::text, age, has_reason, province"
                     " from raw_pani.protection_measures order by _row_number")  # fmt: skip
    ring = key_ring(pani.settings)
    assert rows[0][0] == rows[1][0] == token(ring, "document", "0106130584")
    assert rows[0][1] != rows[1][1]
    assert rows[0][2:] == ("2010-05-01", 13, True, "San José")
    assert rows[3][0] is None
    written = everything(pani).casefold()
    words = set(re.findall(r"\w+", written))
    for name, document, birth, _ in PEOPLE.values():
        secrets = [*name.replace(",", "").split(), document, document.replace("-", ""), birth]
        assert not [each for each in secrets if each.casefold() in (written if len(each) > SHORT else words)]


def test_observations_are_those_of_accepted_rows(pani: Warehouse) -> None:
    load = deliver(pani, measures(measured_on={3: "no se sabe"}))
    assert (load.accepted, load.quarantined) == (3, 1)
    rows = pani.rows("select record_key, row_number, document, octet_length(given), sex, cardinality(blocks),"
                     " withdrawn, version from identity.observation order by row_number")  # fmt: skip
    assert [row[0] for row in rows] == record_keys(key_ring(pani.settings), PANI.id, ["M-1", "M-2", "M-4"])
    assert rows[0][2:] == rows[1][2:] == (rows[0][2], 64, "woman", rows[0][5], False, "2024-03-14")
    assert pani.rows("select row_number, count(*) from identity.block group by 1 order by 1") == [
        (row[1], row[5]) for row in rows
    ]


def test_a_birth_after_the_event_is_held_back_with_its_reason(pani: Warehouse) -> None:
    load = deliver(pani, measures(birth_date={2: "17/05/2030"}))
    ((row, reasons),) = pani.rows("select row_number, reasons from quarantine.row")
    assert (load.quarantined, row) == (1, 3)
    assert {(each["column"], each["rule"]) for each in reasons} == {
        ("birth_date", "in_the_future"), ("birth_date", "out_of_range")
    }  # fmt: skip


def test_an_impossible_document_is_held_back_with_its_reason(pani: Warehouse) -> None:
    contract = find_contract("oij", "investigations")
    cells = dict.fromkeys(contract.editions[-1].headers, "") | {
        "offence": "Trata de personas", "document_type": "cedula", "given_names": "Ana", "updated_on": "2024-03-14",
        "opened_on": "2024-03-13", "record_status": "Vigente", "birth_date": "1990-05-17",
    }  # fmt: skip
    lines = [",".join(contract.editions[-1].headers.values())]
    for number, document in enumerate(("1-0613-0584", "16130584", "NO PORTA", "")):
        row = {**cells, contract.key[0]: f"I-{number}", "document_number": document}
        lines.append(",".join(row.values()))
    load = deliver(pani, ("\n".join(lines) + "\n").encode(), "i.csv", contract)
    ((row_number, reasons),) = pani.rows("select row_number, reasons from quarantine.row")
    assert (load.accepted, load.quarantined, row_number) == (3, 1, 3)
    assert [(each["column"], each["rule"]) for each in reasons] == [("document_number", "not_a_document")]
    assert "Corrija el número" in reasons[0]["es"]
    assert "16130584" not in everything(pani)


def test_a_held_delivery_leaves_no_observation(pani: Warehouse) -> None:
    header, *rows = measures(measured_on=dict.fromkeys(PEOPLE, "?")).splitlines(keepends=True)
    load = deliver(pani, b"".join([header, *rows * MIN_BROKEN_ROWS_TO_HOLD]))
    assert (load.state, load.accepted) == ("rejected", 0)
    assert pani.rows("select count(*) from identity.observation") == [(0,)]


def test_a_load_that_dies_leaves_no_observation(pani: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ledger, "record_load", die)  # the very last write
        with pytest.raises(KeyboardInterrupt):
            deliver(pani, measures())
    assert pani.rows("select count(*) from identity.observation") == [(0,)]
    assert "SOLANO" not in everything(pani).upper()
    assert deliver(pani, measures()).accepted == 4
    assert pani.rows("select count(*) from identity.observation") == [(4,)]


@pytest.mark.parametrize(
    "role", ["faro_loader", "faro_transformer", "faro_analyst", "faro_quality", "faro_reader", "faro_publisher"]
)
@pytest.mark.parametrize("query", ["select document from identity.observation", "select token from identity.block",
                                   "select given from identity.observation"])  # fmt: skip
def test_only_the_resolver_reads_observations(pani: Warehouse, role: str, query: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        pani.rows(query, role)
    assert pani.rows(query, "faro_resolver") == []


def test_the_loader_may_take_back_a_load(pani: Warehouse) -> None:
    deliver(pani, measures())
    with pani.connect("faro_loader") as connection:
        assert connection.execute("delete from identity.observation where load_id = 1").rowcount == 4
    assert pani.rows("select count(*) from identity.block") == [(0,)]


def test_other_keys_than_the_warehouse_knows_load_nothing(pani: Warehouse) -> None:
    deliver(pani, measures())
    keys_path(pani.settings).unlink()
    with pytest.raises(IdentityKeysDiffer):
        deliver(pani, measures(province={1: "Heredia"}), "otra.csv")
    assert pani.rows("select count(*) from ops.load") == [(1,)]


def test_a_new_key_changes_every_token_and_no_equality(pani: Warehouse) -> None:
    deliver(pani, measures())
    with pani.connect() as connection:
        connection.execute((files("faro.warehouse") / "linkage.sql").read_text())
        connection.execute("insert into identity.person select load_id, row_number, 'ana' from identity.observation")
        connection.execute("delete from identity.observation where row_number = 5")  # leaves a departure behind
    before, old = stored(pani), key_ring(pani.settings)
    with psycopg.connect(pani.uri("postgres")) as connection:
        ring = rotate(pani.settings, connection)
    after = stored(pani)
    first = min(record_keys(ring, PANI.id, ["M-1", "M-2", "M-3"]))
    assert {token(ring, "person", f"{PANI.id}/{first}")} == set(after["person"])
    assert len(after["departed"]) > 1
    assert [key.id for key in ring.keys] == ["k1", "k2"]
    assert key_ring(pani.settings) == ring
    assert ring.keys[0] == old.keys[0]
    for name, values in before.items():
        assert partition(values) == partition(after[name])
        assert not set(filter(None, values)) & set(after[name])
    assert "k1:" not in everything(pani)
    assert pani.rows("select kind, row_count > 0 from ops.change") == [("rotation", True)]
    assert pani.rows("select key_id from identity.key order by position") == [("k1",), ("k2",)]


def test_what_comes_after_a_rotation_meets_what_came_before(pani: Warehouse) -> None:
    deliver(pani, measures())
    with psycopg.connect(pani.uri("postgres")) as connection:
        rotate(pani.settings, connection)
        rotate(pani.settings, connection)
    numbers = {number: f"N-{number}" for number in PEOPLE}
    deliver(pani, measures(measure_number=numbers), "otra.csv")
    query = (
        "select document, birth_year, given, surnames, names, phone, sex, array(select unnest(blocks) order by 1),"
        " array(select unnest(places) order by 1) from identity.observation where load_id = {} order by row_number"
    )
    assert pani.rows(query.format(1)) == pani.rows(query.format(2))
    raw = "select document_number from raw_pani.protection_measures where _load_id = {} order by _row_number"
    assert pani.rows(raw.format(1)) == pani.rows(raw.format(2))
    assert pani.rows("select distinct key_id from identity.observation") == [("k3",)]


def test_a_rotation_that_was_cut_off_after_saving_its_key_is_finished_with_it(pani: Warehouse) -> None:
    deliver(pani, measures())
    ahead = key_ring(pani.settings).with_new_key()
    save(pani.settings, ahead)  # and the database's commit never came
    with pytest.raises(IdentityKeysDiffer):
        deliver(pani, measures(province={1: "Heredia"}), "otra.csv")
    with psycopg.connect(pani.uri("postgres")) as connection:
        assert rotate(pani.settings, connection) == ahead
    uri = pani.uri("faro_loader")
    with psycopg.connect(uri) as connection:
        (waiting,) = ledger.pending_deliveries(connection, PANI)
    assert loading.load(pani.settings, uri, waiting).accepted == 4


def test_a_rotation_that_fails_changes_nothing(pani: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    deliver(pani, measures())
    before, ring = stored(pani), key_ring(pani.settings)

    def fail(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("faro.identity.rotation.save", fail)
    with psycopg.connect(pani.uri("postgres")) as connection, pytest.raises(OSError, match="no space"):
        rotate(pani.settings, connection)
    assert stored(pani) == before
    assert key_ring(pani.settings) == ring


def test_a_ring_that_lacks_the_warehouse_key_cannot_rotate(pani: Warehouse) -> None:
    deliver(pani, measures())
    keys_path(pani.settings).unlink()
    lost: KeyRing = key_ring(pani.settings)
    with psycopg.connect(pani.uri("postgres")) as connection, pytest.raises(IdentityKeysDiffer):
        rotate(pani.settings, connection)
    assert key_ring(pani.settings) == lost


def stored(warehouse: Warehouse) -> dict[str, list]:
    """Every column of tokens or encodings, row by row."""
    queries = {
        "raw document": "select document_number from raw_pani.protection_measures order by _row_number",
        "raw number": "select measure_number from raw_pani.protection_measures order by _row_number",
        "record": "select record_key from identity.observation order by row_number",
        "erasure": "select erasure from identity.observation order by row_number",
        "raw name": "select full_name from raw_pani.protection_measures order by _row_number",
        "blocks": "select unnest(blocks) from identity.observation order by row_number",
        "near": "select unnest(document_near) from identity.observation order by row_number",
        "places": "select unnest(places) from identity.observation order by row_number",
    }
    names = ("document", "birth_year", "birth_month", "birth_day", "phone", "given", "surnames", "names")
    queries |= {name: f"select {name} from identity.observation order by row_number" for name in names}
    if warehouse.rows("select to_regclass('identity.person') is not null") == [(True,)]:
        queries["person"] = "select person_key from identity.person order by row_number"
        queries["departed"] = "select unnest(blocks) from identity.departure"
    return {name: [value for (value,) in warehouse.rows(query)] for name, query in queries.items()}


def partition(values: list) -> list[int | None]:
    """Which values are equal, whatever they are."""
    return [None if value is None else values.index(value) for value in values]
