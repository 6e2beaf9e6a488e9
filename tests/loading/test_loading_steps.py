"""From a source to raw, on a real PostgreSQL: nothing lost, nothing twice, and an attempt that dies leaves no trace."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import psycopg
import pytest
from object_store import no_store
from private_warehouse import Warehouse

from faro import ledger, loading
from faro.contracts import Contract, find_contract
from faro.landing import SealBroken, Sealed, StoreUnreachable, open_sealed
from faro.landing.folder import Folder
from faro.ledger import Load
from faro.loading.work_table import WorkTable
from faro.sources import Offer, SourceUnreachable

OIJ, GLOTIP, ENTRIES = (
    find_contract("oij", "police_statistics"),
    find_contract("unodc", "glotip"),
    find_contract("dgme", "border_entries"),
)
HEADER = "Delito,SubDelito,Fecha,Hora,Victima,SubVictima,Edad,Genero,Nacionalidad,Provincia,Canton,Distrito\n"
ROW = "ASALTO,ARMA,{day},12:00:00 - 14:59:59,PERSONA,PEATON,{age},{sex},COSTA RICA,{province},CENTRAL,HOSPITAL\n"
CANARY = "CANARIO7391"


def police(count: int = 6, *, broken: int = 0, month: int = 1, age: str = "Mayor de edad") -> bytes:
    """A CSV of the OIJ's layout with unambiguous dates; the last rows name no province."""
    sound = [ROW.format(day=f"{day:02}/{month:02}/2024", age=age, sex="MUJER", province="LIMON")
             for day in range(28, 28 - (count - broken), -1)]  # fmt: skip
    flawed = [ROW.format(day=f"27/{month:02}/2024", age=CANARY, sex="MUJER", province="") for _ in range(broken)]
    return (HEADER + "".join(sound + flawed)).encode()


class Outbox:
    """A source of named contents; the version is how often it was put there."""

    def __init__(self) -> None:
        self.contents: dict[str, tuple[str, bytes]] = {}
        self.is_down = False

    def put(self, name: str, content: bytes, version: str = "1") -> None:
        self.contents[name] = (version, content)

    @contextmanager
    def open(self, contract: Contract, _loaded_version: str | None) -> Iterator["Outbox"]:
        if self.is_down:
            raise SourceUnreachable(institution=contract.institution, dataset=contract.dataset)
        yield self

    def offers(self) -> list[Offer]:
        return [Offer(name, version) for name, (version, _) in self.contents.items()]

    def fetch(self, offer: Offer, into: BinaryIO) -> None:
        into.write(self.contents[offer.name][1])


class Loader:
    """The two steps as the DAG takes them."""

    def __init__(self, warehouse: Warehouse, contract: Contract) -> None:
        self.warehouse, self.contract, self.outbox = warehouse, contract, Outbox()
        self.uri = warehouse.uri("faro_loader")

    def receive(self) -> list[int]:
        return loading.receive(self.warehouse.settings, self.uri, self.contract, self.outbox.open)

    def load(self, delivery: int) -> Load:
        return loading.load(self.warehouse.settings, self.uri, delivery)

    def deliver(self, name: str, content: bytes, version: str = "1") -> list[Load]:
        self.outbox.put(name, content, version)
        return [self.load(delivery) for delivery in self.receive()]

    def figure(self, query: str) -> object:
        return self.warehouse.rows(query)[0][0]

    @property
    def raw(self) -> str:
        return f"raw_{self.contract.institution}.{self.contract.dataset}"


@pytest.fixture
def oij(own_warehouse: Warehouse) -> Loader:
    return Loader(own_warehouse, OIJ)


EVERYTHING = """
    select 'delivery', delivery_id::text, delivery::text from ops.delivery union all
    select 'name', delivery_id::text, source_name from correspondence.name union all
    select 'load', load_id::text, load::text from ops.load union all
    select 'remark', finding_id::text, remark::text from correspondence.remark union all
    select 'finding', finding_id::text, finding::text from ops.finding union all
    select 'validation', load_id::text, validation::text from ops.validation union all
    select 'source', dataset, source_state::text from ops.source_state union all
    select 'quarantine', row_number::text, "row"::text from quarantine.row as "row" union all
    select 'raw', _row_number::text, police_statistics::text from raw_oij.police_statistics union all
    select 'work', tablename, null from pg_tables where schemaname = 'work'
    order by 1, 2, 3
"""


def test_a_delivery_is_sealed_loaded_and_written_down(oij: Loader) -> None:
    (load,) = oij.deliver("enero.csv", police(6))
    assert (load.state, load.delivered, load.accepted, load.quarantined) == ("loaded", 6, 6, 0)
    assert (str(load.period_from), str(load.period_to)) == ("2024-01-01", "2024-01-01")
    ((sha, name),) = oij.warehouse.rows("select sha256, source_name from correspondence.delivery")
    assert name == "enero.csv"
    assert open_sealed(oij.warehouse.settings, sha) == police(6)
    assert oij.warehouse.rows(f"select _row_number, _sha256 from {oij.raw} order by 1") == [
        (n, sha) for n in range(2, 8)
    ]
    assert oij.figure("select count(*) from ops.validation") > 5
    assert oij.figure("select count(*) from pg_tables where schemaname = 'work'") == 0


def test_a_second_run_with_nothing_new_writes_nothing(oij: Loader) -> None:
    (load,) = oij.deliver("enero.csv", police(6, broken=1))
    before = oij.warehouse.rows(EVERYTHING)
    assert oij.receive() == []
    assert oij.load(1) == load
    assert oij.warehouse.rows(EVERYTHING) == before


def test_the_same_bytes_under_another_name_are_already_loaded(oij: Loader) -> None:
    oij.deliver("enero.csv", police(6))
    assert oij.deliver("enero_bis.csv", police(6)) == []
    assert oij.warehouse.rows("select source_name, outcome from correspondence.delivery order by 1") == [
        ("enero.csv", "new"), ("enero_bis.csv", "already loaded")
    ]  # fmt: skip
    assert oij.figure(f"select count(*) from {oij.raw}") == 6


def test_the_same_bytes_twice_before_the_first_is_loaded_wait_once(oij: Loader) -> None:
    oij.outbox.put("a.csv", police(6))
    oij.outbox.put("b.csv", police(6))
    assert oij.receive() == [1]


def test_broken_rows_go_to_quarantine_and_the_others_on(oij: Loader) -> None:
    (load,) = oij.deliver("enero.csv", police(6, broken=2))
    assert (load.state, load.delivered, load.accepted, load.quarantined) == ("loaded", 6, 4, 2)
    held = oij.warehouse.rows("select row_number, reasons from quarantine.row order by 1")
    assert [(row, [(each["column"], each["rule"]) for each in reasons]) for row, reasons in held] == [
        (6, [("province", "required")]), (7, [("province", "required")])
    ]  # fmt: skip
    assert all(each["es"] != each["en"] for _, reasons in held for each in reasons)
    accepted = {row for (row,) in oij.warehouse.rows(f"select _row_number from {oij.raw}")}
    assert accepted.isdisjoint(row for row, _ in held)


def test_more_than_half_broken_holds_all_of_it(oij: Loader) -> None:
    (load,) = oij.deliver("enero.csv", police(14, broken=10))
    assert (load.state, load.delivered, load.accepted, load.quarantined) == ("rejected", 14, 0, 14)
    assert oij.figure(f"select count(*) from {oij.raw}") == 0
    assert oij.figure("select count(*) from ops.finding where code = 'DeliveryHeld'") == 1


def test_two_broken_rows_of_three_are_a_clerks_errors(oij: Loader) -> None:
    (load,) = oij.deliver("enero.csv", police(3, broken=2))
    assert (load.state, load.delivered, load.accepted, load.quarantined) == ("loaded", 3, 1, 2)


def test_a_rejected_content_may_be_delivered_again(oij: Loader) -> None:
    oij.deliver("enero.csv", police(14, broken=10))
    (again,) = oij.deliver("enero_otra_vez.csv", police(14, broken=10))
    assert again.state == "rejected"
    assert oij.warehouse.rows("select distinct outcome from ops.delivery") == [("new",)]
    (better,) = oij.deliver("enero.csv", police(6), version="2")
    assert better.state == "loaded"


def test_what_cannot_be_read_is_kept_and_rejected(oij: Loader) -> None:
    (load,) = oij.deliver("enero.csv", b"<html><body>Error 500</body></html>")
    assert (load.state, load.delivered, load.accepted, load.quarantined) == ("rejected", 0, 0, 0)
    ((code, es, en),) = oij.warehouse.rows("select code, message_es, message_en from correspondence.finding")
    assert code == "UnreadableFormat"
    assert "enero.csv" in es
    assert "enero.csv" in en


def test_no_value_reaches_ledger_or_quarantine(oij: Loader) -> None:
    oij.deliver("enero.csv", police(6, broken=2))
    oij.deliver("febrero.csv", police(14, broken=12, month=2))
    written = [line for line in oij.warehouse.rows(EVERYTHING) if line[0] != "raw"]
    assert len(written) > 20
    assert CANARY not in str(written)


def test_a_load_that_dies_leaves_a_work_table_and_the_next_attempt_succeeds(
    oij: Loader, monkeypatch: pytest.MonkeyPatch
) -> None:
    oij.outbox.put("enero.csv", police(6, broken=1))
    (delivery,) = oij.receive()

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ledger, "record_load", die)  # the very last write
        with pytest.raises(KeyboardInterrupt):
            oij.load(delivery)
    left = {kind for kind, *_ in oij.warehouse.rows(EVERYTHING)}
    assert left == {"delivery", "name", "source", "work"}
    assert oij.receive() == [delivery]
    assert oij.load(delivery).accepted == 5
    assert {kind for kind, *_ in oij.warehouse.rows(EVERYTHING)} >= {"load", "raw", "quarantine"}
    assert oij.figure("select count(*) from pg_tables where schemaname = 'work'") == 0


def test_a_half_filled_work_table_is_filled_anew(oij: Loader) -> None:
    oij.outbox.put("enero.csv", police(6))
    (delivery,) = oij.receive()
    with oij.warehouse.connect("faro_loader") as connection:
        connection.execute(f'create table work."{WorkTable(OIJ, delivery).name}" (_row_number bigint)')
    assert oij.load(delivery).accepted == 6


@pytest.mark.parametrize(
    "values",
    [
        "1, 'oij', 'police_statistics', 'x', 'loaded', 'v', '1', 10, 5, 4",
        "1, 'oij', 'police_statistics', 'x', 'perhaps', 'v', '1', 10, 5, 5",
        "99, 'oij', 'police_statistics', 'x', 'loaded', 'v', '1', 10, 5, 5",
    ],
)
def test_the_ledger_refuses_what_does_not_add_up(oij: Loader, values: str) -> None:
    oij.outbox.put("enero.csv", police(6))
    oij.receive()
    with psycopg.connect(oij.uri) as connection, pytest.raises(psycopg.errors.IntegrityError):
        connection.execute(f"insert into ops.load values ({values})")


def test_the_ledger_refuses_the_same_content_loaded_twice(oij: Loader) -> None:
    oij.deliver("enero.csv", police(6))
    with psycopg.connect(oij.uri) as connection:
        ledger.record_delivery(connection, OIJ, "otro.csv", "1", Sealed("otra", 1))
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("insert into ops.load select 2, institution, dataset, sha256, state, edition,"
                               " contract_version, delivered, accepted, quarantined from ops.load")  # fmt: skip


def test_a_row_in_quarantine_belongs_to_a_load(oij: Loader) -> None:
    with pytest.raises(psycopg.errors.ForeignKeyViolation), psycopg.connect(oij.uri) as connection:
        connection.execute("insert into quarantine.row values (7, 'oij', 'police_statistics', 2, '[]')")


def test_a_month_delivered_again_replaces_that_month_only(oij: Loader) -> None:
    oij.deliver("enero.csv", police(6))
    oij.deliver("febrero.csv", police(6, month=2))
    (load,) = oij.deliver("enero.csv", police(4, age="Menor de edad"), version="2")
    assert load.state == "loaded"
    months = oij.warehouse.rows(
        "select extract(month from occurred_on)::int, age_group, count(*)"
        f" from {oij.raw}_current group by 1, 2 order by 1"
    )
    assert months == [(1, "Menor de edad", 4), (2, "Mayor de edad", 6)]
    assert oij.figure(f"select count(*) from {oij.raw}") == 16


def test_a_month_with_less_than_half_of_its_rows_is_held(oij: Loader) -> None:
    oij.deliver("enero.csv", police(6))
    (load,) = oij.deliver("enero.csv", police(2), version="2")
    assert (load.state, load.quarantined) == ("rejected", 2)
    assert oij.figure(f"select count(*) from {oij.raw}_current") == 6


def test_a_repeated_compound_key_is_held_row_by_row(own_warehouse: Warehouse) -> None:
    line = '{{"t": "2024-{month:02}-01", "geo": "CRI", "nat": "PAN", "n": {n}}}\n'
    months = [*range(1, 7), 6]
    content = "".join(line.format(month=month, n=number) for number, month in enumerate(months)).encode()
    (load,) = Loader(own_warehouse, ENTRIES).deliver("/v1/border-entries", content)
    assert (load.state, load.accepted, load.quarantined) == ("loaded", 5, 2)
    assert own_warehouse.rows("select row_number from quarantine.row order by 1") == [(6,), (7,)]


def glotip(changed: int = 0, dropped: int = 0, new: int = 0) -> bytes:
    header = list(GLOTIP.editions[-1].headers.values())
    sound = {"Iso3_code": "CRI", "Country": "Costa Rica", "Region": "A", "Subregion": "B", "Dimension": "Total",
             "Indicator": "Detected trafficking victims", "Category": "Total", "Sex": "Total", "Age": "Total",
             "Unit of measurement": "Counts", "Source": "GLOTIP"}  # fmt: skip
    cells = {year: "9" if year - 1990 < changed else "<5" for year in range(1990, 2020 - dropped)}
    cells |= dict.fromkeys(range(2020, 2020 + new), "7")
    rows = [
        ",".join({**sound, "Year": str(year), "txtVALUE": cell}[name] for name in header)
        for year, cell in cells.items()
    ]
    return ("\n".join([",".join(header), *rows]) + "\n").encode()


def test_a_new_edition_says_what_it_restates(own_warehouse: Warehouse) -> None:
    unodc = Loader(own_warehouse, GLOTIP)
    unodc.deliver("2023.csv", glotip())
    assert unodc.figure("select count(*) from ops.finding where code = 'EditionRestated'") == 0
    unodc.deliver("2024.csv", glotip(changed=10, dropped=5, new=3))
    ((facts, message),) = own_warehouse.rows("select facts, message_en from ops.finding where code = 'EditionRestated'")
    assert (facts["count"], facts["total"], facts["size"]) == (10, 5, 3)
    assert "10 cells change, 5 are dropped and 3 are new" in message
    assert unodc.figure(f"select count(*) from {unodc.raw}_current") == 28


def test_a_source_that_is_down_says_so_until_it_answers(oij: Loader) -> None:
    oij.outbox.is_down = True
    for _ in range(2):
        with pytest.raises(SourceUnreachable):
            oij.receive()
    ((state, since, message),) = oij.warehouse.rows("select state, since, message_es from ops.source_state")
    assert (state, "no responde" in message) == ("unreachable", True)
    oij.outbox.is_down = False
    oij.receive()
    ((state, later, message),) = oij.warehouse.rows("select state, since, message_es from ops.source_state")
    assert (state, message) == ("reachable", None)
    assert later > since


def test_a_store_of_originals_that_is_down_is_not_said_to_be_the_source(oij: Loader, tmp_path: Path) -> None:
    oij.outbox.put("enero.csv", police(6))
    (tmp_path / "originals_key_id").write_text("AKIANOBODY")
    (tmp_path / "originals_secret_key").write_text("nothing")
    nowhere = {"originals": "s3://originals", "originals_endpoint": no_store().endpoint, "secrets": tmp_path}
    settings = oij.warehouse.settings.model_copy(update=nowhere)
    with pytest.raises(StoreUnreachable):
        loading.receive(settings, oij.uri, OIJ, oij.outbox.open)
    assert oij.warehouse.rows("select from ops.delivery union all select from ops.source_state") == []
    assert len(oij.receive()) == 1


def test_an_altered_original_is_not_loaded(oij: Loader) -> None:
    oij.outbox.put("enero.csv", police(9))  # other tests do not deliver these bytes
    (delivery,) = oij.receive()
    kept_in = Folder(oij.warehouse.settings.sealed)
    path = kept_in.file(str(oij.figure("select sha256 from ops.delivery")))
    kept = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(kept[:-1])
    with pytest.raises(SealBroken):
        oij.load(delivery)
    path.write_bytes(kept)
    assert oij.load(delivery).accepted == 9
