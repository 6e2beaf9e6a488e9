"""A person who asks for it is erased from every table, stays out, and everybody else stays in."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from erasure_material import ANA, JOSE, KARLA, OIJ, PANI, Institutions, together
from private_warehouse import Warehouse
from typer.testing import CliRunner

from faro import ledger
from faro.cli.identity import app
from faro.erasure import AboutNobody, Erased, PersonChanged, RecordUnknown, erase, find_person, proof
from faro.feedback import respond
from faro.identity.erased import RULE
from faro.identity.keys import keys_path
from faro.identity.person import person_token
from faro.identity.rotation import rotate
from faro.linkage import queue, resolve, review
from faro.loading.door import Door, ErasedMeanwhile
from faro.stack import postgres
from faro.withdrawal import withdraw

pytestmark = pytest.mark.slow

ANA_AT_PANI = "pani/protection_measures/M-1"


@pytest.fixture(scope="module")
def delivered(warehouse: Warehouse) -> Iterator[tuple[Warehouse, bytes]]:
    """Ana at both institutions, twice at PANI; José and Karla at one each. And the keys that it was made with."""
    path = keys_path(warehouse.settings)
    path.unlink(missing_ok=True)
    with warehouse.copy() as copy:
        both = Institutions(copy)
        both.pani({"measure_number": "M-1", **ANA}, {"measure_number": "M-2", **JOSE})
        both.oij({"investigation_number": "I-1", **ANA}, {"investigation_number": "I-2", **KARLA})
        both.pani({"measure_number": "M-1", **ANA, "measure": "Orden de tratamiento", "updated_on": "20/03/2024"})
        both.link()
        with copy.connect() as connection:  # what judged the rows keeps sessions open, and no copy could be made
            connection.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                               " where datname = current_database() and pid <> pg_backend_pid()")  # fmt: skip
        yield copy, path.read_bytes()
    path.unlink(missing_ok=True)


@pytest.fixture
def institutions(delivered: tuple[Warehouse, bytes]) -> Iterator[Institutions]:
    """Each test goes on from there with a warehouse and keys of its own."""
    template, keys = delivered
    keys_path(template.settings).write_bytes(keys)
    with template.copy() as copy:
        yield Institutions(copy)


def erased(warehouse: Warehouse, *references: str) -> Erased:
    with warehouse.connect() as connection:
        person = find_person(warehouse.settings, connection, references)
        return erase(warehouse.settings, connection, person, "solicitud 7")


def left(warehouse: Warehouse, found: Erased, *words: str) -> int:
    with warehouse.connect() as connection:
        return proof(connection, found.tokens | {*words})


def rows_of_others(institutions: Institutions) -> list[list[tuple]]:
    warehouse = institutions.warehouse
    ana = f"('{institutions.number('M-1')}', '{institutions.number('I-1')}')"
    theirs = f"('{institutions.key(PANI.id, 'M-1')}', '{institutions.key(OIJ.id, 'I-1')}')"
    return [
        warehouse.rows(f"select * from raw_pani.protection_measures where measure_number not in {ana} order by 1, 2"),
        warehouse.rows(f"select * from raw_oij.investigations where investigation_number not in {ana} order by 1, 2"),
        warehouse.rows(f"select * from identity.observation where record_key not in {theirs} order by 1, 2"),
        warehouse.rows("select * from identity.person join identity.observation using (load_id, row_number)"
                       f" where record_key not in {theirs} order by 1, 2"),
        warehouse.rows("select * from ops.load order by 1"),
    ]  # fmt: skip


def _rows_of_ana(institutions: Institutions) -> int:
    measure = institutions.number("M-1")
    query = f"select count(*) from raw_pani.protection_measures where measure_number = '{measure}'"
    return int(institutions.warehouse.rows(query)[0][0])


def test_one_record_leads_to_the_person_at_all_institutions(institutions: Institutions) -> None:
    assert institutions.persons() == together("M-1 I-1", "M-2", "I-2")
    with institutions.warehouse.connect() as connection:
        found = find_person(institutions.warehouse.settings, connection, [ANA_AT_PANI])
    assert [(each.institution, each.record_key, each.versions, each.place) for each in found] == [
        ("oij", institutions.key(OIJ.id, "I-1"), 1, (2, 2)), ("pani", institutions.key(PANI.id, "M-1"), 2, (3, 2)),
    ]  # fmt: skip


def test_nothing_of_the_person_is_left_and_everything_of_others_is(institutions: Institutions) -> None:
    warehouse = institutions.warehouse
    before = rows_of_others(institutions)
    found = erased(warehouse, ANA_AT_PANI)
    assert (found.rows, found.held, found.originals) == (3, 0, 3)
    assert len(found.tokens) > 20
    assert left(warehouse, found) > 0  # the persons that the resolver has not taken back yet
    institutions.link()
    assert left(warehouse, found) == 0
    assert rows_of_others(institutions) == before
    assert institutions.persons() == together("M-2", "I-2")
    assert warehouse.rows("select count(*) from identity.block where load_id = 3") == [(0,)]
    assert warehouse.rows("select kind, row_count, reason from ops.change") == [("erasure", 3, "solicitud 7")]
    assert warehouse.rows("select count(*), bool_and(token ~ '^k1:') from identity.erased") == [(2, True)]


def test_the_proof_finds_a_trace_wherever_it_is(institutions: Institutions) -> None:
    warehouse = institutions.warehouse
    found = erased(warehouse, ANA_AT_PANI)
    institutions.link()
    token = next(each for each in found.tokens if each.startswith("k1:"))
    with warehouse.connect() as connection:
        connection.execute("create table release.traces (one text, many text[], told jsonb)")
        for columns in ({"one": f"x|{token}|y"}, {"many": ["a", token]}, {"told": f'{{"key": ["{token}"]}}'},
                        {"one": ANA_AT_PANI}, {"many": [ANA_AT_PANI]}, {"told": f'"{ANA_AT_PANI}"'}):  # fmt: skip
            for name, value in columns.items():
                connection.execute(f"insert into release.traces ({name}) values (%s)".encode(), [value])
        connection.execute("insert into release.traces (one) values (%s)", [f"{ANA_AT_PANI}2"])  # another record
    assert left(warehouse, found, ANA_AT_PANI) == 6


def test_what_is_shared_with_others_is_not_searched(institutions: Institutions) -> None:
    """All three have the same province."""
    found = erased(institutions.warehouse, ANA_AT_PANI)
    kept = {each for (each,) in institutions.warehouse.rows("select distinct unnest(places) from identity.observation")}
    assert kept
    assert not kept & found.tokens
    assert found.shared >= len(kept)


def test_the_record_delivered_again_is_held_back_with_its_reason(institutions: Institutions) -> None:
    warehouse = institutions.warehouse
    found = erased(warehouse, ANA_AT_PANI)
    load = institutions.pani({"measure_number": "M-1", **ANA, "updated_on": "02/04/2024"},
                             {"measure_number": "M-2", **JOSE, "updated_on": "02/04/2024"})  # fmt: skip
    assert (load.accepted, load.quarantined) == (1, 1)
    ((row, reasons),) = warehouse.rows("select row_number, reasons from quarantine.row")
    assert (row, [(each["column"], each["rule"]) for each in reasons]) == (2, [(None, RULE)])
    assert "sistema de origen" in reasons[0]["es"]
    institutions.link()
    assert left(warehouse, found) == 0
    assert _rows_of_ana(institutions) == 0


def test_no_workbook_asks_for_the_correction_of_an_erased_person(institutions: Institutions) -> None:
    warehouse = institutions.warehouse
    erased(warehouse, ANA_AT_PANI)
    institutions.pani({"measure_number": " M-1\u00a0", **ANA, "updated_on": "02/04/2024"})
    with warehouse.connect("faro_loader") as connection:
        newest = warehouse.rows("select max(load_id) from ops.load")[0][0]
        delivery = ledger.find_delivery(connection, newest)
        (receipt,) = respond(warehouse.settings, warehouse.uri("faro_loader"), connection, PANI, delivery)
    told = " ".join(receipt.content.decode("utf-8-sig").split())
    assert "Borre en su sistema los registros señalados arriba." in told
    assert "ya están cargadas" not in told


def test_it_stays_out_after_a_change_of_keys(institutions: Institutions) -> None:
    warehouse = institutions.warehouse
    erased(warehouse, ANA_AT_PANI)
    with psycopg.connect(warehouse.uri("postgres")) as connection:
        rotate(warehouse.settings, connection)
    assert institutions.oij({"investigation_number": "I-1", **ANA, "outcome": "Archivada"}).quarantined == 1


def test_an_erasure_while_a_delivery_is_judged_stops_it(
    institutions: Institutions, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse, look = institutions.warehouse, Door.erased

    def late(self: Door, *arguments: object) -> list:
        problems = look(self, *arguments)  # type: ignore[arg-type]
        erased(warehouse, ANA_AT_PANI)
        return problems

    with monkeypatch.context() as patch:
        patch.setattr(Door, "erased", late)
        with pytest.raises(ErasedMeanwhile):
            institutions.pani({"measure_number": "M-1", **ANA, "updated_on": "02/04/2024"})
    assert _rows_of_ana(institutions) == 0
    assert warehouse.rows("select count(*) from ops.load where load_id > 3") == [(0,)]


def test_rows_in_quarantine_are_erased_too(institutions: Institutions) -> None:
    warehouse = institutions.warehouse
    load = institutions.pani({"measure_number": "M-1", **ANA, "measured_on": "ayer"},
                             {"measure_number": "M-2", **JOSE, "measured_on": "ayer"})  # fmt: skip
    assert load.quarantined == 2
    assert erased(warehouse, "oij/investigations/I-1").held == 1
    assert warehouse.rows("select row_number from quarantine.row") == [(3,)]
    assert warehouse.rows("select row_number from quarantine.record") == [(3,)]


def test_a_record_that_was_only_ever_held_back_can_be_erased(institutions: Institutions) -> None:
    institutions.pani({"measure_number": "M-9", **KARLA, "measured_on": "ayer"})
    found = erased(institutions.warehouse, "pani/protection_measures/M-9")
    assert (found.rows, found.held) == (0, 1)
    assert institutions.warehouse.rows("select count(*) from quarantine.row") == [(0,)]
    assert institutions.pani({"measure_number": "M-9", **KARLA}).quarantined == 1


def test_a_withdrawn_record_of_the_person_goes_with_the_others(institutions: Institutions) -> None:
    withdraw(institutions.warehouse.uri("faro_loader"), 2, "test")
    institutions.link()
    assert institutions.persons() == together("M-1", "M-2")
    assert erased(institutions.warehouse, ANA_AT_PANI).rows == 3
    (row,) = institutions.warehouse.rows("select investigation_number from raw_oij.investigations")
    assert row == (institutions.number("I-2"),)


def test_decisions_about_the_person_are_forgotten(institutions: Institutions) -> None:
    warehouse = institutions.warehouse
    with warehouse.connect("faro_resolver") as connection:
        ana, karla, jose = (
            f"{dataset}/{institutions.key(dataset, number)}"
            for dataset, number in ((OIJ.id, "I-1"), (OIJ.id, "I-2"), (PANI.id, "M-2"))
        )
        for pair in ((ana, karla), (karla, jose)):
            review.decide_records(connection, pair, "different", "test", "documents_seen")
    found = erased(warehouse, ANA_AT_PANI)
    institutions.link()
    assert warehouse.rows("select first_record from identity.decision") == [(min(karla, jose),)]
    assert left(warehouse, found) == 0


def test_a_dataset_about_nobody_erases_nobody(institutions: Institutions) -> None:
    with pytest.raises(AboutNobody):
        erased(institutions.warehouse, "msp/operations/OPE-1")


def test_an_unknown_record_erases_nothing(institutions: Institutions) -> None:
    for reference in ("pani/protection_measures/M-77", "pani/protection_measures/"):
        with pytest.raises(RecordUnknown):
            erased(institutions.warehouse, ANA_AT_PANI, reference)
    assert institutions.persons() == together("M-1 I-1", "M-2", "I-2")


def test_what_changed_since_it_was_shown_is_not_erased(institutions: Institutions) -> None:
    warehouse = institutions.warehouse
    with warehouse.connect() as connection:
        shown = find_person(warehouse.settings, connection, [ANA_AT_PANI])
        institutions.pani({"measure_number": "M-3", **ANA})
        institutions.link()
        with pytest.raises(PersonChanged):
            erase(warehouse.settings, connection, shown, "solicitud 7")
    assert institutions.persons() == together("M-1 M-3 I-1", "M-2", "I-2")


def test_an_erasure_that_is_cut_off_erased_nothing(institutions: Institutions, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    before = rows_of_others(institutions)
    monkeypatch.setattr("faro.erasure.remember_erased", die)
    with pytest.raises(KeyboardInterrupt):
        erased(institutions.warehouse, ANA_AT_PANI)
    assert rows_of_others(institutions) == before
    assert institutions.persons() == together("M-1 I-1", "M-2", "I-2")
    assert institutions.warehouse.rows("select count(*) from raw_pani.protection_measures") == [(3,)]


@pytest.mark.parametrize("role", ["faro_loader", "faro_resolver", "faro_transformer", "faro_analyst", "faro_reader"])
def test_no_role_of_the_pipeline_can_erase(institutions: Institutions, role: str) -> None:
    warehouse = institutions.warehouse
    with warehouse.connect() as connection:
        person = find_person(warehouse.settings, connection, [ANA_AT_PANI])
    with warehouse.connect(role) as connection, pytest.raises(Exception, match="42501"):
        erase(warehouse.settings, connection, person, "solicitud 7")
    assert warehouse.rows("select count(*) from raw_pani.protection_measures") == [(3,)]


def test_the_loader_may_ask_who_was_erased_and_nobody_else(warehouse: Warehouse) -> None:
    rights = {
        role: "".join(
            letter
            for letter, right in (("r", "select"), ("a", "insert"), ("w", "update"), ("d", "delete"))
            if warehouse.rows(f"select has_table_privilege('{role}', 'identity.erased', '{right}')") == [(True,)]
        )
        for role in ("faro_loader", "faro_transformer", "faro_analyst", "faro_publisher", "faro_reader")
    }
    assert rights == {"faro_loader": "r", "faro_transformer": "", "faro_analyst": "", "faro_publisher": "",
                      "faro_reader": ""}  # fmt: skip


def test_a_rectified_record_becomes_another_persons(institutions: Institutions) -> None:
    institutions.pani({"measure_number": "M-1", **KARLA, "updated_on": "05/04/2024"})
    institutions.link()
    assert institutions.persons() == together("I-1", "M-1 I-2", "M-2")


def test_a_withdrawn_delivery_takes_its_records_out_of_their_persons(institutions: Institutions) -> None:
    withdraw(institutions.warehouse.uri("faro_loader"), 2, "test")
    institutions.link()
    assert institutions.persons() == together("M-1", "M-2")


def test_a_change_of_keys_keeps_links_and_links_what_comes_later(institutions: Institutions) -> None:
    warehouse = institutions.warehouse
    with psycopg.connect(warehouse.uri("postgres")) as connection:
        rotate(warehouse.settings, connection)
    assert institutions.persons() == together("M-1 I-1", "M-2", "I-2")
    institutions.oij({"investigation_number": "I-3", **JOSE})
    institutions.link()
    assert institutions.persons() == together("M-1 I-1", "M-2 I-3", "I-2")


def test_a_resolver_that_waited_for_a_change_of_keys_writes_new_ones(institutions: Institutions) -> None:
    warehouse = institutions.warehouse
    institutions.oij({"investigation_number": "I-3", **JOSE})
    waiting = person_token(warehouse.settings)
    with psycopg.connect(warehouse.uri("postgres")) as connection:
        rotate(warehouse.settings, connection)
    resolve(warehouse.uri("faro_resolver"), waiting)
    assert warehouse.rows("select distinct split_part(person_key, ':', 1) from identity.person") == [("k2",)]
    assert institutions.persons() == together("M-1 I-1", "M-2 I-3", "I-2")


class Linked:
    """Airflow is not here: what its link task does is."""

    def __init__(self, institutions: Institutions) -> None:
        self.link_and_publish: Callable[[], None] = institutions.link


@pytest.fixture
def command(institutions: Institutions, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Runs `faro identity …` on this test's own warehouse; what it said."""
    monkeypatch.setattr("faro.cli.pages.console.width", 60)
    uri, database = postgres.uri, institutions.warehouse.database
    monkeypatch.setattr(postgres, "uri", lambda settings, role, _="": uri(settings, role, database))
    monkeypatch.setattr("faro.pipeline.Pipeline", lambda _settings: Linked(institutions))

    def run(*arguments: str, answer: str = "") -> str:
        done = CliRunner().invoke(app, arguments, input=answer)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return f"{done.exit_code}\n{done.output}"

    return run


def test_the_command_shows_asks_erases_and_proves(institutions: Institutions, command: Callable[..., str]) -> None:
    told = command("erase", ANA_AT_PANI, "--request", "7", answer="n\n")
    assert told.startswith("1\n")
    assert "oij/investigations/I-1" in told
    assert institutions.persons() == together("M-1 I-1", "M-2", "I-2")
    told = command("erase", ANA_AT_PANI, "--request", "7", "--yes")
    assert told.startswith("0\n")
    assert institutions.persons() == together("M-2", "I-2")


def test_the_command_shows_the_queue_and_carries_out_decisions(
    institutions: Institutions, command: Callable[..., str]
) -> None:
    institutions.oij({"investigation_number": "I-4", **KARLA, "document_number": "5-0299-0846"})
    institutions.link()
    with institutions.warehouse.connect("faro_resolver") as connection:
        (waiting,) = queue(connection)
    told = command("review")
    assert waiting.id in told
    assert "oij/investigations/I-2 · oij/investigations/I-4" in told
    assert not [record for record in waiting.records if record in told]
    for name in ("VARGAS", "KARLA", "0388", "0299"):
        assert name not in told.upper()
    decided = ("--ground", "documents_seen", "--by", "clerk 1")
    assert command("decide", waiting.id, "--same", *decided).startswith("0\n")
    assert institutions.persons() == together("M-1 I-1", "M-2", "I-2 I-4")
    assert waiting.id not in command("review")
    assert command("decide", waiting.id, "--undo", *decided).startswith("0\n")
    assert institutions.persons() == together("M-1 I-1", "M-2", "I-2", "I-4")
    assert command("decide", waiting.id, *decided).startswith("2\n")


def test_the_command_changes_the_key(institutions: Institutions, command: Callable[..., str]) -> None:
    assert "k2" in command("rotate", "--reason", "test")
    assert institutions.persons() == together("M-1 I-1", "M-2", "I-2")


def test_without_a_stack_nothing_is_done(tmp_path: Path) -> None:
    environment = {**os.environ, "FARO_HOME": str(tmp_path), "FARO_LANGUAGE": "en"}
    faro = Path(sys.executable).with_name("faro")
    for arguments in (["review"], ["rotate", "--reason", "test"], ["erase", ANA_AT_PANI, "--request", "7", "--yes"]):
        refused = subprocess.run(
            [faro, "identity", *arguments], env=environment, capture_output=True, text=True, check=False
        )
        assert refused.returncode == 10
        assert "Faro is not running" in refused.stderr
    assert not list(tmp_path.iterdir())
