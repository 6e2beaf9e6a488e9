"""Broken files, all handed over at once: each is told with place and remedy, nothing is lost, nobody else is harmed."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from broken_files import (
    CALLED,
    CANARY,
    NAMES,
    YEAR_OF_TRAFFICKING,
    Broken,
    Sound,
    TenPercent,
    broken_files,
    five_of_trafficking,
    month_first,
    read_sound,
    ten_percent_broken,
    written,
)
from psycopg.rows import dict_row

from faro.contracts import find_contract
from faro.landing import open_sealed
from faro.settings import Settings

if TYPE_CHECKING:
    from running_stack import Demo, Stack

pytestmark = pytest.mark.stack
SECRETS = (CANARY, *CALLED)

TRAFFICKING, MONTH_FIRST, COPY = "trata.csv", "mes_primero.csv", "otra_vez_la_pagina.csv"
#: In the words of whoever reads: all that is said of the OIJ's offences, and of victims.
SHOWN = """
    select period_start, category from release.producer_figure where series = 'reported_offences'
"""
COUNTED = """
    select indicator_id, year, breakdown, category, value from marts.indicator_value
    where indicator_id in ('I-01', 'I-04') order by 1, 2, 3, 4
"""
OTHERS = {"unodc/glotip", "dgme/border_entries", "linea145/reports", "linea145/persons"}


@dataclass(frozen=True)
class HandedOver:
    """What was put into the outbox, and what the ledger and `faro status` said afterwards."""

    stack: Stack
    sound: Sound
    broken: dict[str, Broken]
    ten_percent: TenPercent
    status: dict[str, dict[str, Any]]
    listed: dict[str, Any]
    unmapped: int
    newest_load: int
    shown_before: list[dict[str, Any]]
    counted_before: list[dict[str, Any]]

    def load(self, file: str) -> dict[str, Any]:
        numbers = ", ".join(map(str, self.stack.deliveries_of(file)))
        (row,) = self.stack.sql(
            "select load_id, state, delivered, accepted, quarantined, delivery.sha256, bytes from ops.load"
            " join ops.delivery on delivery_id = load_id"
            f" where load_id = any('{{{numbers}}}') and load_id > {self.newest_load}"
        )
        return row

    def findings(self, file: str, language: str) -> list[dict[str, Any]]:
        """What `faro status --json` tells about a file."""
        return [each for each in self.status[language]["oij/police_statistics"]["findings"] if each.get("file") == file]


@pytest.fixture(scope="module")
def handed_over(demo: Demo) -> Iterator[HandedOver]:
    stack = demo.running()
    outbox = stack.outbox("oij")
    original = next(outbox.glob("oij_*.csv")).read_bytes()
    sound = read_sound(original)
    broken, ten_percent = broken_files(sound), ten_percent_broken(sound)
    (before,) = stack.sql("select coalesce(max(load_id), 0) as load from ops.load")
    shown, counted = stack.sql(SHOWN), stack.sql(COUNTED)
    # in this order; the newest is broken
    files = {
        TRAFFICKING: five_of_trafficking(sound),
        MONTH_FIRST: month_first(sound),
        ten_percent.name: ten_percent.content,
    }
    files |= {each.name: each.content for each in broken}
    files |= {COPY: next(each.content for each in broken if each.name == "pagina.csv")}
    try:
        for age, (name, content) in enumerate(reversed(files.items())):
            _put(outbox / name, content, age)
        stack.faro("ingest")
        status = {
            language: _status(stack, locale) for language, locale in (("es", "es_CR.UTF-8"), ("en", "en_US.UTF-8"))
        }
        yield HandedOver(
            stack=stack,
            sound=sound,
            broken={each.name: each for each in broken},
            ten_percent=ten_percent,
            status=status,
            listed=_listed(stack),
            unmapped=_unmapped(stack),
            newest_load=before["load"],
            shown_before=shown,
            counted_before=counted,
        )
    finally:
        for name in files:
            (outbox / name).unlink(missing_ok=True)


def _put(path: Path, content: bytes, age: int) -> None:
    """A file that is some minutes old, so that the order of arrival is known."""
    path.write_bytes(content)
    moment = path.stat().st_mtime - 60 * age
    os.utime(path, (moment, moment))


def _status(stack: Stack, locale: str) -> dict[str, Any]:
    reader = type(stack)(stack.home, stack.environment | {"LANG": locale})
    return {f"{each['institution']}/{each['dataset']}": each for each in reader.status()["datasets"]}


def _listed(stack: Stack) -> dict[str, Any]:
    """The line of the dashboard's source list, with the rights of the dashboard."""
    with psycopg.connect(stack.uri("faro_reader"), row_factory=dict_row) as connection:
        row = connection.execute(
            "select * from release.data_source where (institution, dataset) = ('oij', 'police_statistics')"
        ).fetchone()
    assert row is not None
    return row


def _unmapped(stack: Stack) -> int:
    """How many offences have the sex that nobody mapped, with its original text."""
    (row,) = stack.sql(
        "select count(*) as rows from core.fct_reported_offence"
        f" where sex_key = 'unmapped' and sex_received = '{CANARY}'"
    )
    return int(row["rows"])


def _sealed(stack: Stack, digest: str) -> bytes:
    return open_sealed(Settings(home=stack.home), digest)


def test_five_victims_of_trafficking_are_in_no_figure_of_the_oij_and_in_no_count_of_victims(
    handed_over: HandedOver,
) -> None:
    stack, load = handed_over.stack, handed_over.load(TRAFFICKING)
    assert (load["state"], load["accepted"]) == ("loaded", 5)
    query = f"select count(*) as rows from core.fct_reported_offence where load_id = {load['load_id']}"
    assert stack.sql(query + " and offence_key like 'trafficking_in_persons%'") == [{"rows": 5}]
    shown = stack.sql(SHOWN)
    assert {row["period_start"][:4] for row in shown} == {row["period_start"][:4] for row in handed_over.shown_before}
    assert not [row for row in shown if row["category"].startswith("trafficking")]
    assert str(YEAR_OF_TRAFFICKING) not in {row["period_start"][:4] for row in shown}
    assert stack.sql(COUNTED) == handed_over.counted_before


def test_the_names_are_those_of_the_files(handed_over: HandedOver) -> None:
    assert sorted(handed_over.broken) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("language", "place"), [("es", 0), ("en", 1)])
def test_a_broken_file_is_told_with_place_and_remedy(
    handed_over: HandedOver, name: str, language: str, place: int
) -> None:
    broken = handed_over.broken[name]
    told = [each for each in handed_over.findings(name, language) if each["code"] == broken.code]
    assert len(told) == 1, handed_over.findings(name, language)
    assert told[0]["severity"] == "critical"
    assert broken.facts.items() <= told[0].items()
    message = told[0]["message"]
    assert name in message
    assert broken.said[place] in message
    shown = [str(value) for fact, value in broken.facts.items() if fact in {"row", "line", "column", "expected_column"}]
    assert all(fact in message for fact in shown), message


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_a_broken_file_is_loaded_and_nothing_is_lost(handed_over: HandedOver, name: str) -> None:
    stack, load = handed_over.stack, handed_over.load(name)
    assert (load["state"], load["accepted"]) == ("rejected", 0)
    assert load["delivered"] == load["quarantined"]
    sealed = _sealed(stack, load["sha256"])
    assert sealed == handed_over.broken[name].content
    assert (load["sha256"], load["bytes"]) == (sha256(sealed).hexdigest(), len(sealed))
    rows = stack.sql(f"select count(*) as rows from raw_oij.police_statistics where _load_id = {load['load_id']}")
    assert rows == [{"rows": 0}]


def test_the_state_of_the_dataset_is_that_of_its_newest_delivery(handed_over: HandedOver) -> None:
    oij = handed_over.status["es"]["oij/police_statistics"]
    assert oij["state"] == "rejected"
    assert oij["delivered"] == oij["accepted"] + oij["quarantined"]


def test_the_source_list_of_the_dashboard_says_so_at_once(handed_over: HandedOver) -> None:
    listed = handed_over.listed
    assert listed["state"] == "rejected"
    assert listed["state_es"]
    assert listed["state_en"]
    assert listed["accepted"] % 10 == listed["quarantined"] % 10 == 0


def test_the_source_list_does_not_say_what_is_wrong_where(handed_over: HandedOver) -> None:
    """Readers of dashboards see neither an institution's names for files, sheets and columns nor a row's number."""
    shown = " ".join(str(value) for value in handed_over.listed.values())
    for name, broken in handed_over.broken.items():
        assert name not in shown
        assert not [said for said in broken.said if said in shown]
    for language in ("es", "en"):
        assert handed_over.listed[f"message_{language}"]
        assert not re.search(r"\d", handed_over.listed[f"message_{language}"])


def test_other_institutions_go_on(handed_over: HandedOver) -> None:
    states = {name: each["state"] for name, each in handed_over.status["es"].items() if name in OTHERS}
    assert states == dict.fromkeys(OTHERS, "current")


def test_one_broken_row_in_ten_is_held_back_and_the_others_are_loaded(handed_over: HandedOver) -> None:
    expected = handed_over.ten_percent
    load = handed_over.load(expected.name)
    held = len(expected.held)
    assert held == -(-expected.rows // 10)
    counts = ("loaded", expected.rows, expected.rows - held, held)
    assert (load["state"], load["delivered"], load["accepted"], load["quarantined"]) == counts
    rows = handed_over.stack.sql(
        "select row_number, reason ->> 'column' as column, reason ->> 'rule' as rule from quarantine.row"
        f" cross join jsonb_array_elements(reasons) as reason where load_id = {load['load_id']}"
    )
    assert {row["row_number"]: (row["column"], row["rule"]) for row in rows} == expected.held
    assert len(rows) == held
    assert _sealed(handed_over.stack, load["sha256"]) == expected.content


@pytest.mark.parametrize("language", ["es", "en"])
def test_held_rows_are_told_by_column_and_first_row(handed_over: HandedOver, language: str) -> None:
    expected = handed_over.ten_percent
    told = {
        (each["column"], each["rule"]): each
        for each in handed_over.findings(expected.name, language)
        if each["code"] == "RowsQuarantined"
    }
    headers = find_contract("oij", "police_statistics").editions[-1].headers
    for column, rule in set(expected.held.values()):
        rows = [row for row, reason in expected.held.items() if reason == (column, rule)]
        header = headers[column] if column else "—"
        finding = told[header, rule]
        assert (finding["row"], finding["count"]) == (min(rows), len(rows))
        assert str(min(rows)) in finding["message"]
        assert expected.name in finding["message"]
        assert header in finding["message"] or column is None


def test_the_clerk_sees_each_held_row_with_its_remedy(handed_over: HandedOver) -> None:
    shown = handed_over.stack.faro("quarantine", "show", "oij/police_statistics", "--limit", "100000").stdout
    assert shown.count(handed_over.ten_percent.name) >= len(handed_over.ten_percent.held)
    assert "La celda es obligatoria y está vacía" in shown


def test_dates_written_month_first_mean_the_same_days(handed_over: HandedOver) -> None:
    stack, load = handed_over.stack, handed_over.load(MONTH_FIRST)
    rows = len(handed_over.sound.rows)
    assert (load["state"], load["accepted"], load["quarantined"]) == ("loaded", rows, 0)
    days = stack.sql(
        "select to_char(occurred_on, 'DD/MM/YYYY') as day from raw_oij.police_statistics"
        f" where _load_id = {load['load_id']} order by _row_number"
    )
    assert [row["day"] for row in days] == [row[2] for row in handed_over.sound.rows]


def test_an_unmapped_code_flows_and_is_counted(handed_over: HandedOver) -> None:
    assert handed_over.unmapped == handed_over.ten_percent.unlisted


def test_no_cell_and_no_name_is_repeated_in_logs_results_or_pages(handed_over: HandedOver) -> None:
    home = handed_over.stack.home
    folders = [home / name for name in ("logs", "great_expectations", "site", "run", "dbt", "airflow")]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert {"great_expectations", "site", "logs"} <= {path.relative_to(home).parts[0] for path in files}
    assert [path for path in files if any(secret.encode() in path.read_bytes() for secret in SECRETS)] == []


def test_no_cell_and_no_name_is_repeated_in_the_ledger(demo: Demo, handed_over: HandedOver) -> None:
    assert CANARY not in json.dumps(handed_over.status)
    with demo.superuser() as connection:
        tables = connection.execute(
            "select format('%I.%I', schemaname, tablename) from pg_tables"
            " where schemaname in ('ops', 'quarantine', 'work')"
        ).fetchall()
        assert ("ops.finding",) in tables
        assert [table for (table,) in tables if _holds_secret(connection, table)] == []


def test_an_institution_is_told_in_its_own_words(handed_over: HandedOver) -> None:
    inbox = handed_over.stack.outbox("oij").with_name("inbox")
    receipts = [path.read_text(encoding="utf-8-sig") for path in inbox.glob("acuse_police_statistics_*.txt")]
    for name in NAMES[-2:]:
        (receipt,) = [each for each in receipts if f"recibido:   {name}" in each]
        assert receipt.count(CALLED[0]) > 1


def test_no_cell_and_no_name_is_repeated_in_airflow(demo: Demo, handed_over: HandedOver) -> None:
    with demo.superuser("airflow") as connection:
        found = [
            table for table in ("xcom", "log", "rendered_task_instance_fields") if _holds_secret(connection, table)
        ]
    assert found == []


def _holds_secret(connection: psycopg.Connection, table: str) -> bool:
    query = f"select exists (select from {table} as held where held::text ~ any(%s))"
    row = connection.execute(query, [[*SECRETS]]).fetchone()  # type: ignore[call-overload]
    return bool(row and row[0])


def test_asked_again_the_corrected_file_is_current_and_the_copy_of_a_rejected_one_is_told(
    handed_over: HandedOver,
) -> None:
    stack, name = handed_over.stack, "columna_renombrada.csv"
    path = stack.outbox("oij") / name
    path.write_bytes(written(handed_over.sound.header, handed_over.sound.rows[::-1]))
    stack.faro("ingest", "oij")
    oij = stack.dataset("oij", "police_statistics")
    assert oij["state"] == "current"
    told = {each.get("file") for each in oij["findings"]}
    assert name not in told
    assert {COPY, "truncado.csv"} <= told
    assert handed_over.load(COPY)["state"] == "rejected"
