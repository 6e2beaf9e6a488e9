"""What comes after the first delivery: the same file again, a twin in another format, a new edition, restated months,
a report entered late. All of it is handed over at once; afterwards every source says again what it said before, which
the next ingestion takes up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import record_tokens
from offered_files import (
    BANNER_ROWS,
    BorderEntries,
    Hotline,
    as_workbook,
    hand_over,
    same_workbook_other_bytes,
    sheet_rows,
    workbook,
)
from published import GLOTIP_FILE, OIJ_FILE

from faro.contracts import find_contract
from faro.settings import Settings

if TYPE_CHECKING:
    from running_stack import Stack

pytestmark = [pytest.mark.stack, pytest.mark.data]

COPY, TWIN, EDITION = "la_misma_entrega.csv", "las_mismas_filas.xlsx", "data_glotip_nueva_edicion.xlsx"
CHANGED, DROPPED, NEW = range(100, 110), range(200, 205), 3
LATE_LOCALITY = "Localidad corregida"


@dataclass(frozen=True)
class Before:
    """How things stood before anything was handed over."""

    moment: datetime
    newest_load: int
    border_entries: list[dict[str, Any]]
    report: dict[str, Any]


@pytest.fixture(scope="module")
def later(stack: Stack, real_data: Path) -> Iterator[Before]:
    """Everything handed over and ingested in one run."""
    entries, hotline = BorderEntries(stack), Hotline(stack)
    (state,) = stack.sql("select clock_timestamp()::text as moment, max(load_id) as load from ops.load")
    before = Before(datetime.fromisoformat(state["moment"]), state["load"], entries.rows(), hotline.first_report())
    glotip = real_data / "glotip" / GLOTIP_FILE
    try:
        _hand_everything_over(stack, real_data, before, glotip)
        stack.faro("ingest")
        yield before
    finally:
        for outbox, name in (("oij", COPY), ("oij", TWIN), ("unodc", EDITION)):
            (stack.outbox(outbox) / name).unlink(missing_ok=True)
        hand_over(stack, "unodc", GLOTIP_FILE, same_workbook_other_bytes(glotip, state["moment"]))
        entries.publish(before.border_entries[::-1])
        hotline.enter("denuncias", before.report)


def _hand_everything_over(stack: Stack, real_data: Path, before: Before, glotip: Path) -> None:
    original = (real_data / "oij" / OIJ_FILE).read_bytes()
    hand_over(stack, "oij", COPY, original)
    hand_over(stack, "oij", TWIN, as_workbook(original, "Fecha"))
    hand_over(stack, "unodc", EDITION, _new_edition(glotip))
    first, _, *rest = before.border_entries
    BorderEntries(stack).publish([{**first, "n": first["n"] + before.newest_load}, *rest])
    Hotline(stack).enter("denuncias", {**before.report, "localidad": LATE_LOCALITY})


def _new_edition(glotip: Path) -> bytes:
    """The same edition with ten changed, five dropped and three new cells, below its two banner rows."""
    rows = sheet_rows(glotip)
    head, body = rows[: BANNER_ROWS + 1], rows[BANNER_ROWS + 1 :]
    value, year = head[-1].index("txtVALUE"), head[-1].index("Year")
    for index in CHANGED:
        body[index][value] = "987654"
    added = [[*row] for row in body[300 : 300 + NEW]]
    for row in added:
        row[year] = 2024
    return workbook([*head, *(row for index, row in enumerate(body) if index not in DROPPED), *added])


def only(stack: Stack, query: str) -> dict[str, Any]:
    (row,) = stack.sql(query)
    return row


def load_of(stack: Stack, file: str) -> int:
    """The newest load of a file of that name."""
    numbers = ", ".join(map(str, stack.deliveries_of(file)))
    return int(only(stack, f"select max(load_id) as load from ops.load where load_id in ({numbers})")["load"])


def test_the_same_file_under_another_name_adds_nothing(stack: Stack, later: Before) -> None:
    arrival = only(
        stack,
        "select outcome, delivery.sha256, load.load_id from ops.delivery left join ops.load on load_id = delivery_id"
        f" where delivery_id = {stack.deliveries_of(COPY)[-1]}",
    )
    first = only(stack, f"select sha256 from ops.delivery where delivery_id = {stack.deliveries_of(OIJ_FILE)[0]}")
    assert arrival == {"outcome": "already loaded", "sha256": first["sha256"], "load_id": None}
    assert only(
        stack,
        "select count(distinct _load_id) as loads from raw_oij.police_statistics"
        f" where _sha256 = '{arrival['sha256']}'",
    ) == {"loads": 1}


def test_a_workbook_of_the_same_rows_is_the_same_in_raw(stack: Stack, later: Before) -> None:
    first, twin = load_of(stack, OIJ_FILE), load_of(stack, TWIN)
    columns = (
        "(select to_jsonb(raw) - '_load_id' - '_sha256' as row"
        " from raw_oij.police_statistics as raw where _load_id = {})"
    )
    compared = only(
        stack,
        f"select (select count(*) from {columns.format(first)} as one) as of_csv,"
        f" (select count(*) from {columns.format(twin)} as other) as of_workbook,"
        f" (select count(*) from ({columns.format(first)} except all {columns.format(twin)}) as missing) as missing,"
        f" (select count(*) from ({columns.format(twin)} except all {columns.format(first)}) as added) as added",
    )
    assert compared == {"of_csv": 7619, "of_workbook": 7619, "missing": 0, "added": 0}


def test_the_twin_replaces_its_months_and_core_counts_nothing_twice(stack: Stack, later: Before) -> None:
    in_force = only(
        stack, "select count(*) as rows, min(load_id) as first, max(load_id) as last from core.fct_reported_offence"
    )
    assert in_force == {"rows": 7619, "first": load_of(stack, TWIN), "last": load_of(stack, TWIN)}


def test_the_newest_edition_is_in_force(stack: Stack, later: Before) -> None:
    counted = only(
        stack,
        "select count(*) as rows, count(*) filter (where value_text = '987654') as changed,"
        " count(*) filter (where year = 2024) as new, max(_load_id) as load from raw_unodc.glotip_current",
    )
    rows = 46_556 - len(DROPPED) + NEW
    assert counted == {"rows": rows, "changed": len(CHANGED), "new": NEW, "load": load_of(stack, EDITION)}
    assert only(stack, "select count(*) as rows from core.fct_international_figure")["rows"] == rows


def test_the_earlier_edition_still_answers(stack: Stack, later: Before) -> None:
    earlier = only(
        stack,
        "select count(*) as rows, count(*) filter (where value_text = '987654') as changed, max(_load_id) as load"
        f" from raw_unodc.glotip_as_of('{later.moment.isoformat()}')",
    )
    assert (earlier["rows"], earlier["changed"]) == (46_556, 0)
    assert earlier["load"] <= later.newest_load


def test_the_difference_of_two_editions_is_listed(stack: Stack, later: Before) -> None:
    shown = stack.faro("difference", "unodc/glotip").stdout
    assert "10 cambian, 5 desaparecen, 3 aparecen" in shown
    assert shown.count("987") >= len(CHANGED)  # each changed cell is listed with its new value


def test_a_restating_edition_is_a_finding(stack: Stack, later: Before) -> None:
    finding = only(
        stack,
        "select severity, facts, message_es, message_en from ops.finding"
        f" where code = 'EditionRestated' and delivery_id = {load_of(stack, EDITION)}",
    )
    assert {name: finding["facts"][name] for name in ("count", "total", "size")} == {"count": 10, "total": 5, "size": 3}
    for language in ("es", "en"):
        assert EDITION not in finding[f"message_{language}"]
        assert "faro difference unodc/glotip" in finding[f"message_{language}"]


def test_restated_months_replace_what_was_said(stack: Stack, later: Before) -> None:
    changed = later.border_entries[1]["n"]
    query = "select count(*) as rows, sum(movements) as total from {}"
    expected = {"rows": 6291, "total": 12_856_950 + later.newest_load - changed}
    assert only(stack, query.format("raw_dgme.border_entries_current")) == expected
    assert only(stack, query.format("core.fct_border_movement")) == expected
    as_it_was = f"raw_dgme.border_entries_as_of('{later.moment.isoformat()}')"
    assert only(stack, query.format(as_it_was)) == {"rows": 6292, "total": 12_856_950}


def test_a_report_entered_again_late_replaces_the_earlier_one(stack: Stack, later: Before) -> None:
    contract = find_contract("linea145", "reports")
    number = record_tokens.number(Settings(home=stack.home), contract, later.report["nro_registro_interno"])
    in_force = only(stack, f"select locality from raw_linea145.reports_current where report_number = '{number}'")
    assert in_force == {"locality": LATE_LOCALITY}
    as_it_was = f"raw_linea145.reports_as_of('{later.moment.isoformat()}')"
    before = only(stack, f"select locality from {as_it_was} where report_number = '{number}'")
    assert before == {"locality": later.report["localidad"]}
    assert only(stack, "select count(*) as rows from core.fct_hotline_report") == {"rows": 1603}


def test_every_later_delivery_is_balanced(stack: Stack, later: Before) -> None:
    loads = stack.sql(
        "select dataset, state, delivered, accepted, quarantined from ops.load"
        f" where load_id > {later.newest_load} order by load_id"
    )
    assert {each["dataset"] for each in loads} >= {"police_statistics", "glotip", "border_entries", "reports"}
    for each in loads:
        assert (each["state"], each["quarantined"], each["delivered"]) == ("loaded", 0, each["accepted"]), each
