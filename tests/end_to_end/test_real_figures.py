"""The figures of the real files, counted in core and compared with what was received."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from faro.landing import open_sealed
from faro.settings import Settings

if TYPE_CHECKING:
    from running_stack import Stack

pytestmark = [pytest.mark.stack, pytest.mark.data, pytest.mark.usefixtures("real_data")]

#: Dataset, table in core, rows of the real file.
DATASETS = [
    ("oij/police_statistics", "fct_reported_offence", 7_619),
    ("unodc/glotip", "fct_international_figure", 46_556),
    ("dgme/border_entries", "fct_border_movement", 6_292),
    ("linea145/reports", "fct_hotline_report", 1_603),
    ("linea145/persons", "fct_hotline_person", 1_250),
]


def only_row(stack: Stack, query: str) -> dict[str, Any]:
    (row,) = stack.sql(query)
    return row


def counts_by(stack: Stack, column: str) -> dict[str, int]:
    """Reported offences by a key of the star schema."""
    rows = stack.sql(f"select {column} as key, count(*) as rows from core.fct_reported_offence group by {column}")
    return {row["key"]: row["rows"] for row in rows}


@pytest.mark.parametrize(("dataset", "fact", "expected"), DATASETS, ids=[dataset for dataset, *_ in DATASETS])
def test_no_row_is_lost_between_raw_and_core(stack: Stack, dataset: str, fact: str, expected: int) -> None:
    institution, name = dataset.split("/")
    counted = only_row(
        stack,
        f"select (select count(*) from raw_{institution}.{name}_current) as raw,"
        f" (select count(*) from staging.stg_{institution}__{name}) as staging,"
        f" (select count(*) from core.{fact}) as core",
    )
    assert counted == {"raw": expected, "staging": expected, "core": expected}


@pytest.mark.parametrize(("dataset", "_fact", "expected"), DATASETS, ids=[dataset for dataset, *_ in DATASETS])
def test_the_first_load_accepted_everything(stack: Stack, dataset: str, _fact: str, expected: int) -> None:
    institution, name = dataset.split("/")
    first = only_row(
        stack,
        "select delivered, accepted, quarantined, state from ops.load"
        f" where institution = '{institution}' and dataset = '{name}' order by load_id limit 1",
    )
    assert first == {"delivered": expected, "accepted": expected, "quarantined": 0, "state": "loaded"}


def test_offences_by_province(stack: Stack) -> None:
    rows = stack.sql(
        "select name_es, count(*) as rows from core.fct_reported_offence as fact"
        " join core.dim_territory as province on province.territory_key = fact.province_key group by name_es"
    )
    assert {row["name_es"]: row["rows"] for row in rows} == {
        "San José": 3374, "Puntarenas": 909, "Alajuela": 802, "Cartago": 782, "Limón": 689, "Heredia": 651,
        "Guanacaste": 412,
    }  # fmt: skip


def test_offences_by_sex(stack: Stack) -> None:
    assert counts_by(stack, "sex_key") == {"man": 4622, "woman": 2844, "not_recorded": 153}


def test_offences_by_age_group(stack: Stack) -> None:
    assert counts_by(stack, "age_group_key") == {
        "adult": 6537, "minor": 372, "older_adult": 348, "not_recorded": 362,
    }  # fmt: skip


def test_identical_rows_are_distinct_victims(stack: Stack) -> None:
    received = (
        "occurred_on, offence_received, suboffence, time_band, victim_type, victim_subtype, age_group_received,"
        " sex_received, nationality_received, province_received, canton_received, district_received"
    )
    repeated = only_row(
        stack,
        f"select sum(times - 1)::int as rows from (select count(*) as times from core.fct_reported_offence"
        f" group by {received}) as groups",
    )
    assert repeated["rows"] == 359


def test_border_entries_add_up(stack: Stack) -> None:
    assert only_row(stack, "select sum(movements) as total from core.fct_border_movement")["total"] == 12_856_950


def test_no_person_without_a_report(stack: Stack) -> None:
    counted = only_row(
        stack,
        "select count(*) as persons, count(reports.hotline_report_key) as with_report"
        " from core.fct_hotline_person left join core.fct_hotline_report as reports using (hotline_report_key)",
    )
    assert counted == {"persons": 1250, "with_report": 1250}


def test_costa_rica_in_the_international_figures(stack: Stack) -> None:
    query = "select count(*) as rows from core.fct_international_figure where country_key = 'CRI'"
    assert only_row(stack, query)["rows"] == 393


def test_a_bounded_value_is_neither_zero_nor_five(stack: Stack) -> None:
    bounds = stack.sql(
        "select distinct value_text, value_lower, value_upper from core.fct_international_figure where is_bounded"
    )
    assert {"value_text": "<5", "value_lower": 1, "value_upper": 4} in bounds


def test_the_sealed_original_is_the_file(stack: Stack, real_data: Path) -> None:
    loaded = only_row(
        stack,
        "select delivery.sha256 from ops.delivery join ops.load on load_id = delivery_id"
        " where (delivery.institution, delivery.dataset) = ('oij', 'police_statistics') order by load_id limit 1",
    )
    sealed = open_sealed(Settings(home=stack.home), loaded["sha256"])
    assert sealed == (real_data / "oij" / "oij_estadisticas_2020.csv").read_bytes()
