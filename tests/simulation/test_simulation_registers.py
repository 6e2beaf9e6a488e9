"""The country's records at every door: as of a day, day by day or at once, a second time without a change."""

import csv
import json
import stat
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import psycopg
import pytest
from registry_material import FIRST, MadeUp

from faro.contracts import Contract, contract_of, find_contract
from faro.parsing import parse
from faro.settings import Settings
from faro.simulation.databases import visible
from faro.simulation.deliver import deliver
from faro.simulation.errors import OtherScaleError
from faro.simulation.received import Row, received
from faro.simulation.registers import Deliveries
from faro.simulation.scope import Scope, extend, remember
from faro.simulation.truth import add_planted

pytestmark = pytest.mark.slow

ENDING = date(2020, 3, 10)
SUBSIDIES = find_contract("imas", "subsidies")
EPISODES = find_contract("ccss", "care_episodes")
FILES = [contract_of(name) for name in ("pani/protection_measures", "inamu/services", "msp/rejections")]
REGISTRY = MadeUp(100)


@pytest.fixture
def imas(hotline_server, request) -> Callable[[str], str]:
    """The database of one test; whoever asks for another institution's has made a mistake."""
    names = {"imas": f"imas_{abs(hash(request.node.name))}"}
    uris = {institution: hotline_server.new_database(name, "imas_owner") for institution, name in names.items()}
    return uris.__getitem__


def no_database(institution: str) -> str:
    raise AssertionError(institution)


def fill(home: Path, last_day: date, contracts: list[Contract], uri: Callable[[str], str] = no_database) -> Deliveries:
    run = Deliveries(home, uri, last_day)
    run.delivered = run.fill(REGISTRY, contracts)  # type: ignore[attr-defined]
    return run


def outbox(home: Path, contract: Contract) -> list[Path]:
    return sorted((home / "institutions" / contract.institution / "outbox").iterdir())


def rows_of(files: list[Path], contract: Contract) -> set[tuple]:
    """What the files hold all together, as Faro reads them."""
    frames = [parse(path.read_bytes(), contract.layout(), file_name=path.name).frame for path in files]
    return {row for frame in frames for row in frame.drop("_row_number").rows()}


def table(uri: str) -> list[tuple]:
    with psycopg.connect(uri) as connection:
        return connection.execute("select xmin::text, * from beneficios order by id").fetchall()


def contents(rows: list[tuple]) -> list[tuple]:
    """Without the transaction and the row number."""
    return sorted((row[2:] for row in rows), key=str)


def days(first: date, last: date, step: int = 1) -> list[date]:
    return [first + timedelta(days=number) for number in range(0, (last - first).days + 1, step)]


def test_history_is_a_handful_of_files_and_the_second_time_nothing(tmp_path: Path) -> None:
    fill(tmp_path, ENDING, FILES)
    before = {path: path.stat().st_mtime_ns for contract in FILES for path in outbox(tmp_path, contract)}
    names = [path.name for path in outbox(tmp_path, FILES[2])]
    assert [name.split("_")[2] for name in names] == ["2019-12-31.jsonl.gz", "2020-03-05.jsonl.gz"]
    assert all(name.startswith("rechazos_") for name in names)
    again = fill(tmp_path, ENDING, FILES)
    assert not any(each.is_new for each in again.delivered)
    assert {path: path.stat().st_mtime_ns for contract in FILES for path in outbox(tmp_path, contract)} == before


@pytest.mark.parametrize("contract", FILES, ids=lambda contract: contract.id)
def test_files_day_by_day_hold_what_files_at_once_hold(tmp_path: Path, contract: Contract) -> None:
    fill(tmp_path / "once", ENDING, [contract])
    sizes = []
    for day in days(FIRST, ENDING):
        fill(tmp_path / "daily", day, [contract])
        sizes.append(len(outbox(tmp_path / "daily", contract)))
    assert sizes[-1] > 30
    assert max(later - earlier for earlier, later in pairwise(sizes)) == 1
    once, daily = (rows_of(outbox(tmp_path / kind, contract), contract) for kind in ("once", "daily"))
    assert once == daily
    assert len(once) > 100


def test_a_day_on_which_nothing_became_known_adds_no_file(tmp_path: Path) -> None:
    fill(tmp_path, ENDING + timedelta(days=100), FILES)
    before = [path for contract in FILES for path in outbox(tmp_path, contract)]
    run = fill(tmp_path, ENDING + timedelta(days=400), FILES)
    more = [path for contract in FILES for path in outbox(tmp_path, contract)]
    assert len(more) == len(before)
    assert not any(each.is_new for each in run.delivered)


def test_the_api_serves_the_newest_version_of_what_is_known(tmp_path: Path) -> None:
    target = tmp_path / "institutions" / "ccss" / "care_episodes.jsonl"
    seen = []
    for day in (FIRST + timedelta(days=10), ENDING, ENDING):
        fill(tmp_path, day, [EPISODES])
        seen.append(target.read_bytes())
    assert seen[0] != seen[1] == seen[2]
    marker, *lines = map(json.loads, seen[1].splitlines())
    assert marker == {"synthetic": True}
    assert lines[0]["paciente"]["documento"].keys() == {"tipo", "numero"}
    states = {line["episodio"]["numero"]: line["registro"]["estado"] for line in lines}
    assert len(states) == 100
    assert {states[f"N-{number:04}"] for number in (0, 7, 14)} == {"Anulado"}


def test_the_database_day_by_day_holds_what_it_holds_at_once(tmp_path: Path, imas, hotline_server) -> None:
    once = hotline_server.new_database("imas_at_once", "imas_owner")
    fill(tmp_path / "once", ENDING, [SUBSIDIES], lambda _: once)
    for day in days(FIRST, ENDING, step=3):
        fill(tmp_path / "daily", day, [SUBSIDIES], imas)
    fill(tmp_path / "daily", ENDING, [SUBSIDIES], imas)
    assert contents(table(imas("imas"))) == contents(table(once))
    assert len(table(once)) == 100


def test_the_database_a_second_time_changes_nothing(tmp_path: Path, imas) -> None:
    fill(tmp_path, ENDING, [SUBSIDIES], imas)
    before = table(imas("imas"))
    again = fill(tmp_path, ENDING, [SUBSIDIES], imas)
    assert table(imas("imas")) == before
    assert [each.is_new for each in again.delivered] == [False]


def test_a_correction_changes_its_row_in_place_and_what_the_institution_adds_stays(tmp_path: Path, imas) -> None:
    fill(tmp_path, FIRST + timedelta(days=10), [SUBSIDIES], imas)
    with psycopg.connect(imas("imas")) as connection:
        connection.execute("insert into beneficios (numbeneficio) values ('own')")
    before = {row[2]: row for row in table(imas("imas"))}
    fill(tmp_path, FIRST + timedelta(days=22), [SUBSIDIES], imas)
    after = {row[2]: row for row in table(imas("imas"))}
    assert after["own"] == before["own"]
    assert after["N-0001"] == before["N-0001"]
    assert after["N-0000"][1] == before["N-0000"][1]
    assert after["N-0000"] != before["N-0000"]


def test_every_change_is_dated_the_day_it_shows(tmp_path: Path) -> None:
    """Otherwise who asks for what is newer than the last time would never see it."""
    rows = received(SUBSIDIES, REGISTRY.records(SUBSIDIES.id))
    known: dict[str, Row] = {}
    for day in days(FIRST, ENDING):
        for row in visible(rows, day):
            before = known.get(row.key)
            if before is not None and before != row:
                assert row.version == day
            known[row.key] = row
    assert len(known) == 100


def test_the_reader_reads_and_answers_and_no_more(tmp_path: Path, imas) -> None:
    fill(tmp_path, ENDING, [SUBSIDIES], imas)
    reader = imas("imas").replace("imas_owner:@", "imas_reader:@")
    with psycopg.connect(reader, autocommit=True) as connection:
        assert connection.execute("select count(*) from beneficios").fetchall() == [(100,)]
        for _ in range(2):
            connection.execute(
                "insert into buzon (nombre, contenido) values ('acuse_1.txt', %s) on conflict do nothing", [b"\0x"]
            )
        for statement in ("select * from buzon", "delete from buzon", "update beneficios set numbeneficio = ''"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)
    with psycopg.connect(imas("imas")) as connection:
        assert connection.execute("select nombre, contenido from buzon").fetchall() == [("acuse_1.txt", b"\0x")]


def test_columns_are_typed_as_an_institution_would(tmp_path: Path, imas) -> None:
    fill(tmp_path, ENDING, [SUBSIDIES], imas)
    with psycopg.connect(imas("imas")) as connection:
        typed = dict(
            connection.execute(
                "select column_name, data_type from information_schema.columns where table_name = 'beneficios'"
            ).fetchall()
        )
        (note,) = connection.execute("select obj_description('beneficios'::regclass)").fetchone()
    assert (typed["id"], typed["mtocolones"]) == ("bigint", "numeric")
    assert typed["fecnacimiento"] == typed["fecactualiza"] == "date"
    assert typed["numident"] == "text"
    assert "SINTÉTICOS" in note


def test_time_goes_forward_and_sizes_do_not_mix(tmp_path: Path) -> None:
    (tmp_path / "institutions").mkdir()
    early, late = Scope(until=date(2019, 1, 1)), Scope(until=date(2020, 1, 1))
    assert extend(tmp_path, early) == early
    remember(tmp_path, early)
    assert extend(tmp_path, late) == late
    remember(tmp_path, Scope())
    assert extend(tmp_path, late) == Scope()
    with pytest.raises(OtherScaleError) as refusal:
        extend(tmp_path, Scope(scale=10))
    assert refusal.value.facts["count"] == 1


def test_the_truth_is_for_its_owner_only_and_grows(tmp_path: Path) -> None:
    first, later = (fill(tmp_path, day, FILES).planted for day in (FIRST + timedelta(days=30), ENDING))
    add_planted(tmp_path, first)
    add_planted(tmp_path, later)
    target = tmp_path / "truth" / "planted.csv"
    before = target.stat().st_mtime_ns
    add_planted(tmp_path, later)
    with target.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert target.stat().st_mtime_ns == before
    assert rows[0].keys() == {"dataset", "record_key", "version", "column", "defect", "expected"}
    assert len({tuple(row.values()) for row in rows}) == len(rows) == len({*first, *later})
    assert {row["defect"] for row in rows} >= {"totals_row", "encoding", "name_accents"}
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert stat.S_IMODE(target.parent.stat().st_mode) == 0o700


@pytest.fixture(scope="module")
def delivered_country(tmp_path_factory, hotline_server) -> tuple[Settings, list, Callable[[str], str]]:
    """Everything that the real command delivers, without any real file."""
    folder = tmp_path_factory.mktemp("country")
    settings, uris = Settings(home=folder / "home", data=folder), dict[str, str]()

    def uri(institution: str) -> str:
        if institution not in uris:
            uris[institution] = hotline_server.new_database(f"whole_{institution}", f"{institution}_owner")
        return uris[institution]

    return settings, deliver(settings, uri), uri


def test_all_institutions_deliver_and_again_nothing_new(delivered_country: tuple[Any, ...]) -> None:
    settings, done, uri = delivered_country
    assert len({each.institution for each in done}) == 16
    assert all(each.is_new and each.is_synthetic and each.rows > 20 for each in done)
    again = deliver(settings, uri)
    assert [(each.institution, each.dataset, each.rows) for each in again] == [
        (each.institution, each.dataset, each.rows) for each in done
    ]
    assert not any(each.is_new for each in again)
    assert sum(len(list(settings.outbox(each).iterdir())) for each in {each.institution for each in done}
               if settings.outbox(each).exists()) < 30  # fmt: skip


def test_the_truth_tells_of_every_person_and_lies_outside_the_sources(delivered_country: tuple[Any, ...]) -> None:
    settings, _, _ = delivered_country
    persons = pl.read_csv(settings.home / "truth" / "persons.csv")
    assert persons.columns == ["dataset", "record_key", "person"]
    assert persons.height > 5000
    assert persons["dataset"].n_unique() >= 13
    some = persons["person"].drop_nulls()[0]
    sources = [path for path in (settings.home / "institutions").rglob("*") if path.is_file()]
    assert not any(f'"{some}"'.encode() in path.read_bytes() for path in sources)
    assert stat.S_IMODE((settings.home / "truth" / "persons.csv").stat().st_mode) == 0o600
