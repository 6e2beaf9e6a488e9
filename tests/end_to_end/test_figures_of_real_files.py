"""The figures of the real files, counted in core and compared with what was received."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from offered_files import BANNER_ROWS, sheet_rows
from published import REAL_FILES
from record_tokens import numbers

from faro.contracts import find_contract
from faro.landing import open_sealed
from faro.settings import Settings
from faro.vocabularies import normalise

if TYPE_CHECKING:
    from running_stack import Stack

pytestmark = [pytest.mark.stack, pytest.mark.data, pytest.mark.usefixtures("real_data")]

SEX = {"HOMBRE": "man", "MUJER": "woman"}
AGE_GROUP = {"Mayor de edad": "adult", "Menor de edad": "minor", "Adulto Mayor": "older_adult"}

#: What the Missing Migrants Project counts: column in core → header in the file.
COUNTED = {
    "dead": "Number Dead",
    "missing": "Minimum Estimated Number of Missing",
    "dead_and_missing": "Total Dead and Missing",
    "survivors": "Number of Survivors",
    "females": "Number of Females",
    "males": "Number of Males",
    "children": "Number of Children",
}


@cache
def published(folder: Path, dataset: str) -> list[dict[str, str]]:
    """The published rows, read without anything of Faro's; of the border entries those of Costa Rica."""
    file = folder / REAL_FILES[dataset].path
    if file.suffix == ".xlsx":
        header, *rows = sheet_rows(file)[BANNER_ROWS:]
        return [dict(zip(header, (cell or "" for cell in row), strict=True)) for row in rows]
    with file.open(newline="", encoding="utf-8-sig") as text:
        found = list(csv.DictReader(text))
    return [row for row in found if row["geo"] == "CRI"] if dataset == "dgme/border_entries" else found


def counted(rows: list[dict[str, str]], header: str) -> Counter[str]:
    return Counter(row[header].strip() for row in rows)


def counts_in_core(stack: Stack, fact: str, column: str) -> dict[str, int]:
    rows = stack.sql(f"select coalesce({column}::text, '') as key, count(*) as rows from core.{fact} group by 1")
    return {row["key"]: row["rows"] for row in rows}


@pytest.fixture(scope="module")
def incidents(real_data: Path) -> list[dict[str, str]]:
    return published(real_data, "oim/missing_migrants")


@pytest.fixture(scope="module")
def flows(real_data: Path) -> list[dict[str, str]]:
    return published(real_data, "oim/irregular_flows")


@pytest.fixture(scope="module")
def offences(real_data: Path) -> list[dict[str, str]]:
    return published(real_data, "oij/police_statistics")


def only_row(stack: Stack, query: str) -> dict[str, Any]:
    (row,) = stack.sql(query)
    return row


def test_every_real_file_has_rows(real_data: Path) -> None:
    found = {dataset: len(published(real_data, dataset)) for dataset in REAL_FILES}
    assert found == {dataset: file.rows for dataset, file in REAL_FILES.items()}


@pytest.mark.parametrize("dataset", REAL_FILES)
def test_no_row_is_lost_between_raw_and_core(stack: Stack, real_data: Path, dataset: str) -> None:
    institution, name = dataset.split("/")
    found = only_row(
        stack,
        f"select (select count(*) from raw_{institution}.{name}_current) as raw,"
        f" (select count(*) from staging.stg_{institution}__{name}) as staging,"
        f" (select count(*) from core.{REAL_FILES[dataset].table}) as core",
    )
    rows = len(published(real_data, dataset))
    assert found == {"raw": rows, "staging": rows, "core": rows}


@pytest.mark.parametrize("dataset", REAL_FILES)
def test_the_first_load_accepted_everything(stack: Stack, real_data: Path, dataset: str) -> None:
    institution, name = dataset.split("/")
    first = only_row(
        stack,
        "select delivered, accepted, quarantined, state from ops.load"
        f" where institution = '{institution}' and dataset = '{name}' order by load_id limit 1",
    )
    rows = len(published(real_data, dataset))
    assert first == {"delivered": rows, "accepted": rows, "quarantined": 0, "state": "loaded"}


@pytest.mark.parametrize(
    ("column", "header"),
    [("offence_received", "Delito"), ("nationality_received", "Nacionalidad"), ("district_received", "Distrito"),
     ("time_band", "Hora"), ("to_char(occurred_on, 'DD/MM/YYYY')", "Fecha")],
)  # fmt: skip
def test_offences_by_what_was_written(stack: Stack, offences: list[dict[str, str]], column: str, header: str) -> None:
    assert counts_in_core(stack, "fct_reported_offence", column) == counted(offences, header)


def test_offences_by_province(stack: Stack, offences: list[dict[str, str]]) -> None:
    rows = stack.sql(
        "select name_es, count(*) as rows from core.fct_reported_offence as fact"
        " join core.dim_territory as province on province.territory_key = fact.province_key group by name_es"
    )
    found = {normalise(row["name_es"]): row["rows"] for row in rows}
    assert found == counted(offences, "Provincia")
    assert found["SAN JOSE"] == 3374


@pytest.mark.parametrize(
    ("column", "header", "codes"), [("sex_key", "Genero", SEX), ("age_group_key", "Edad", AGE_GROUP)]
)
def test_offences_by_code(
    stack: Stack, offences: list[dict[str, str]], column: str, header: str, codes: dict[str, str]
) -> None:
    """What is none of the codes says that nobody knows."""
    expected = Counter(codes.get(row[header].strip(), "not_recorded") for row in offences)
    assert counts_in_core(stack, "fct_reported_offence", column) == expected


def test_identical_rows_are_distinct_victims(stack: Stack, offences: list[dict[str, str]]) -> None:
    received = (
        "occurred_on, offence_received, suboffence, time_band, victim_type, victim_subtype, age_group_received,"
        " sex_received, nationality_received, province_received, canton_received, district_received"
    )
    repeated = only_row(
        stack,
        f"select sum(times - 1)::int as rows from (select count(*) as times from core.fct_reported_offence"
        f" group by {received}) as groups",
    )
    assert repeated["rows"] == len(offences) - len({tuple(row.values()) for row in offences}) == 359


@pytest.mark.parametrize(("column", "header"), [("date_key::text", "t"), ("nationality_received", "nat")])
def test_border_entries_add_up(stack: Stack, real_data: Path, column: str, header: str) -> None:
    expected: Counter[str] = Counter()
    for row in published(real_data, "dgme/border_entries"):
        expected[row[header]] += int(row["n"])
    rows = stack.sql(f"select {column} as key, sum(movements)::int as total from core.fct_border_movement group by 1")
    assert {row["key"]: row["total"] for row in rows} == expected
    assert expected.total() == 12_856_950


@pytest.mark.parametrize(
    ("column", "header"),
    [("date_key", "fecha_ingreso"), ("province_received", "provincia"), ("subtopic_received", "subtema"),
     ("reporter_gender_received", "denunciante_genero"), ("intake_channel", "via_ingreso")],
)  # fmt: skip
def test_hotline_reports_by_what_was_written(stack: Stack, real_data: Path, column: str, header: str) -> None:
    expected = counted(published(real_data, "linea145/reports"), header)
    assert counts_in_core(stack, "fct_hotline_report", column) == expected


@pytest.mark.parametrize(
    ("column", "header"),
    [("date_key", "fecha_ingreso_denuncia"), ("person_role_received", "referido_tipo"), ("gender_received", "genero"),
     ("nationality_received", "nacionalidad"), ("province_received", "provincia")],
)  # fmt: skip
def test_persons_of_reports_by_what_was_written(stack: Stack, real_data: Path, column: str, header: str) -> None:
    expected = counted(published(real_data, "linea145/persons"), header)
    assert counts_in_core(stack, "fct_hotline_person", column) == expected


def test_persons_of_reports_by_the_report(stack: Stack, real_data: Path) -> None:
    """Whose number is a token."""
    expected = counted(published(real_data, "linea145/persons"), "nro_registro_interno")
    tokens = numbers(Settings(home=stack.home), find_contract("linea145", "persons"), [*expected], "report_number")
    assert counts_in_core(stack, "fct_hotline_person", "report_number") == dict(
        zip(tokens, expected.values(), strict=True)
    )


def test_no_person_without_a_report(stack: Stack, real_data: Path) -> None:
    found = only_row(
        stack,
        "select count(*) as persons, count(reports.hotline_report_key) as with_report"
        " from core.fct_hotline_person left join core.fct_hotline_report as reports using (hotline_report_key)",
    )
    reports = {row["nro_registro_interno"] for row in published(real_data, "linea145/reports")}
    persons = published(real_data, "linea145/persons")
    with_report = sum(row["nro_registro_interno"] in reports for row in persons)
    assert found == {"persons": len(persons), "with_report": with_report}
    assert with_report == len(persons)


@pytest.mark.parametrize(
    ("column", "header"),
    [("country_received", "Country"), ("year", "Year"), ("indicator", "Indicator"), ("dimension", "Dimension"),
     ("category", "Category"), ("sex_received", "Sex"), ("age_received", "Age"), ("unit", "Unit of measurement"),
     ("value_text", "txtVALUE")],
)  # fmt: skip
def test_international_figures_by_what_was_written(stack: Stack, real_data: Path, column: str, header: str) -> None:
    expected = counted(published(real_data, "unodc/glotip"), header)
    assert counts_in_core(stack, "fct_international_figure", column) == expected


def test_international_figures_add_up(stack: Stack, real_data: Path) -> None:
    """Numbers with their sum; what is told as less than five only as that many cells."""
    values = [row["txtVALUE"].strip() for row in published(real_data, "unodc/glotip")]
    numbers = [float(each.replace(",", "")) for each in values if each and not each.startswith("<")]
    found = only_row(
        stack,
        "select sum(value_upper) filter (where not is_bounded)::float8 as total,"
        " count(*) filter (where is_bounded) as bounded from core.fct_international_figure",
    )
    assert found["bounded"] == sum(each.startswith("<") for each in values) > 1000
    assert found["total"] == pytest.approx(sum(numbers), abs=1e-6)


def test_costa_rica_in_the_international_figures(stack: Stack, real_data: Path) -> None:
    query = "select count(*) as rows from core.fct_international_figure where country_key = 'CRI'"
    rows = counted(published(real_data, "unodc/glotip"), "Iso3_code")["CRI"]
    assert only_row(stack, query)["rows"] == rows == 393


def test_a_bounded_value_is_neither_zero_nor_five(stack: Stack) -> None:
    bounds = stack.sql(
        "select distinct value_text, value_lower, value_upper from core.fct_international_figure where is_bounded"
    )
    assert {"value_text": "<5", "value_lower": 1, "value_upper": 4} in bounds


@pytest.mark.parametrize("column", COUNTED)
def test_the_dead_and_the_missing_add_up(stack: Stack, incidents: list[dict[str, str]], column: str) -> None:
    """The sum, and how often nobody knew: a blank is neither lost nor a zero."""
    counted = only_row(
        stack,
        f"select sum({column})::int as persons, count(*) - count({column}) as unknown from core.fct_missing_migrant",
    )
    known = [int(row[COUNTED[column]]) for row in incidents if row[COUNTED[column]]]
    assert counted == {"persons": sum(known), "unknown": len(incidents) - len(known)}


def test_31_552_persons_died_or_disappeared_until_march_2019(stack: Stack) -> None:
    found = only_row(
        stack, "select sum(dead_and_missing)::int as persons, max(date_key) as newest from core.fct_missing_migrant"
    )
    assert (found["persons"], str(found["newest"])) == (31_552, "2019-03-01")


def test_the_dead_and_the_missing_by_month(stack: Stack, incidents: list[dict[str, str]]) -> None:
    expected: Counter[str] = Counter()
    for row in incidents:
        month = datetime.strptime(row["Reported Date"], "%B %d, %Y").replace(day=1)
        expected[month.date().isoformat()] += int(row["Total Dead and Missing"])
    rows = stack.sql(
        "select date_key::text as month, sum(dead_and_missing)::int as persons from core.fct_missing_migrant group by 1"
    )
    assert {row["month"]: row["persons"] for row in rows} == expected


@pytest.mark.parametrize(
    ("column", "header"), [("region_received", "Region of Incident"), ("route_received", "Migration Route"),
                           ("cause_received", "Cause of Death")]
)  # fmt: skip
def test_incidents_by_what_the_publisher_wrote(
    stack: Stack, incidents: list[dict[str, str]], column: str, header: str
) -> None:
    rows = stack.sql(
        f"select coalesce({column}, '') as written, count(*) as incidents, sum(dead_and_missing)::int as persons"
        " from core.fct_missing_migrant group by 1"
    )
    incidents_by, persons_by = Counter(row[header].strip() for row in incidents), Counter[str]()
    for row in incidents:
        persons_by[row[header].strip()] += int(row["Total Dead and Missing"])
    assert {row["written"]: row["incidents"] for row in rows} == incidents_by
    assert {row["written"]: row["persons"] for row in rows} == persons_by


def test_every_region_route_and_cause_of_the_file_is_mapped(stack: Stack) -> None:
    keys = ("incident_region_key", "migration_route_key", "death_cause_key")
    unmapped = " + ".join(f"count(*) filter (where {key} = 'unmapped')" for key in keys)
    assert only_row(stack, f"select {unmapped} as rows from core.fct_missing_migrant")["rows"] == 0


def test_no_incident_tells_its_day_or_its_place(stack: Stack) -> None:
    held = stack.sql(
        "select table_schema, column_name from information_schema.columns where"
        " (table_schema, table_name) in (('raw_oim', 'missing_migrants'), ('core', 'fct_missing_migrant'))"
    )
    columns = {(row["table_schema"], row["column_name"]) for row in held}
    assert columns
    assert not {name for _, name in columns} & {"coordinates", "location_description", "information_source", "url"}
    assert not {("core", "reported_on"), ("core", "incident_number")} & columns
    query = "select count(*) as rows from core.fct_missing_migrant where extract(day from date_key) <> 1"
    assert only_row(stack, query)["rows"] == 0


def test_irregular_flows_add_up(stack: Stack, flows: list[dict[str, str]]) -> None:
    counted = only_row(
        stack,
        "select sum(movements)::int as movements, count(*) - count(movements) as unknown from core.fct_irregular_flow",
    )
    known = [int(row["n"]) for row in flows if row["n"]]
    assert counted == {"movements": sum(known), "unknown": len(flows) - len(known)}
    assert counted["movements"] == 5_915_174


@pytest.mark.parametrize(
    ("key", "header"), [("country_key", "geo"), ("nationality_key", "nat"), ("date_key::text", "t")]
)
def test_irregular_flows_by_country_nationality_and_month(
    stack: Stack, flows: list[dict[str, str]], key: str, header: str
) -> None:
    """Codes of countries that are no more, or no ISO codes, are members of their own: each keeps its sum."""
    rows = stack.sql(
        f"select {key} as key, sum(coalesce(movements, 0))::int as movements from core.fct_irregular_flow group by 1"
    )
    expected: Counter[str] = Counter()
    for row in flows:
        expected[row[header]] += int(row["n"] or 0)
    assert {row["key"]: row["movements"] for row in rows} == expected


def test_the_sealed_original_is_the_file(stack: Stack, real_data: Path) -> None:
    loaded = only_row(
        stack,
        "select delivery.sha256 from ops.delivery join ops.load on load_id = delivery_id"
        " where (delivery.institution, delivery.dataset) = ('oij', 'police_statistics') order by load_id limit 1",
    )
    sealed = open_sealed(Settings(home=stack.home), loaded["sha256"])
    assert sealed == (real_data / "oij" / "oij_estadisticas_2020.csv").read_bytes()
