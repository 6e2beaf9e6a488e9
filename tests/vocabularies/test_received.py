"""Every code that a contract lists is mapped for the institution that writes it: nothing known arrives as unmapped."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from faro.contracts import all_contracts, contract_of
from faro.simulation.country import codes
from faro.vocabularies import normalise, vocabularies

LISTS = vocabularies()
TODAY = date(2026, 1, 1)

#: Dataset → column → the list whose members it holds.
HOLDS = {
    "ccss/care_episodes": {"care_type": "service", "establishment": "institution_unit"},
    "dgme/smuggling_events": {"border_post": "border_post", "route": "smuggling_route", "abuses": "smuggling_abuse"},
    "dgme/special_categories": {"category": "service"},
    "emergencias911/calls": {"incident_type": "incident_type"},
    "eri/assisted_returns": {"return_type": "return_type"},
    "eri/fund_execution": {"budget_line": "fund_line"},
    "eri/prevention_activities": {
        "activity_type": "prevention_activity",
        "audience": "audience",
        "institution": "prevention_organiser",
    },
    "eri/referrals": {"referring_institution": "detection_channel", "suspected_form": "exploitation_form"},
    "eri/resolutions": {
        "outcome": "resolution_outcome",
        "gender_identity": "gender_identity",
        "disability": "disability",
        "indigenous_people": "indigenous_people",
        "mother_tongue": "mother_tongue",
        "education": "education",
        "occupation": "occupation",
        "migration_status": "migration_status",
        "exploitation_forms": "exploitation_form",
        "labour_sector": "labour_sector",
        "means": "means",
        "control_methods": "control_method",
        "recruitment_method": "recruitment_method",
        "recruitment_platform": "recruitment_platform",
        "recruiter_relationship": "relationship",
    },
    "fiscalia/accused": {"role_in_offence": "role_in_offence", "relationship": "relationship"},
    "fiscalia/cases": {"offence": "offence", "office": "institution_unit", "case_state": "case_state"},
    "fiscalia/complaints": {"offence": "offence", "channel": "complaint_channel"},
    "fiscalia/stages": {"stage": "procedural_stage", "outcome": "procedural_outcome"},
    "imas/subsidies": {"subsidy": "service"},
    "inamu/services": {"service": "service"},
    "linea145/persons": {"person_role": "person_role"},
    "msp/detections": {"unit": "institution_unit", "suspected_form": "exploitation_form"},
    "msp/operations": {"unit": "institution_unit", "operation_type": "operation_type"},
    "msp/rejections": {"border_post": "border_post", "reason_code": "rejection_reason"},
    "mtss/labour_inspections": {"sector": "labour_sector", "outcome": "inspection_outcome"},
    "mtss/work_permits": {"sector": "labour_sector"},
    "oapvd/assistance": {"service": "service"},
    "oij/investigations": {"offence": "offence", "outcome": "procedural_outcome"},
    "oij/police_statistics": {"age_group": "age_group", "sex": "sex"},
    "oim/missing_migrants": {"incident_region": "incident_region"},
    "pani/protection_measures": {"measure": "service"},
    "poder_judicial/convictions": {"offence": "offence", "outcome": "procedural_outcome"},
    "poder_judicial/seizures": {"asset_type": "asset_type"},
    "poder_judicial/sentences": {"court": "institution_unit", "outcome": "procedural_outcome"},
    "unodc/glotip": {"sex": "sex", "age": "age_group"},
}
#: Cells that hold several codes have no enum in their contract.
SEVERAL = {
    "abuses": codes.ABUSE,
    "control_methods": codes.CONTROL_METHOD,
    "exploitation_forms": codes.EXPLOITATION_FORM,
    "means": codes.MEANS,
}
#: Columns with codes that no fact looks up in a list.
NO_LIST = {
    "ccss/care_episodes": {"coverage"},
    "dgme/border_entries": {"country"},
    "linea145/reports": {"urgency"},
    "unodc/glotip": {"indicator", "dimension"},
}
IN_EVERY_DATASET = {"document_type", "record_status"}
YES_NO = ["Si", "No"]


def held() -> Iterator[Any]:
    """Dataset, column and list of every column that holds codes of one."""
    for dataset, columns in HOLDS.items():
        for column, name in columns.items():
            yield pytest.param(dataset, column, name, id=f"{dataset}.{column}")
    for contract in all_contracts():
        if contract.person and contract.column("sex").accepted_values:
            yield pytest.param(contract.id, "sex", "sex", id=f"{contract.id}.sex")


def meanings(name: str, institution: str, text: str, day: date = TODAY, under: str = "") -> list[str]:
    """The members that the text of the institution stands for on that day, under that unit."""
    return [
        each.code
        for each in LISTS[name].synonyms
        if each.institution in (institution, "any")
        and (each.received, each.under) == (normalise(text), under)
        and (each.since or date.min) <= day <= (each.until or date.max)
    ]


@pytest.mark.parametrize(("dataset", "column", "name"), list(held()))
def test_every_code_of_a_contract_means_one_member(dataset, column, name):
    contract = contract_of(dataset)
    written = SEVERAL.get(column) or contract.column(column).accepted_values
    found = {text: meanings(name, contract.institution, text) for text in written}
    assert found
    assert {text: members for text, members in found.items() if len(members) != 1} == {}


def test_no_column_with_codes_is_forgotten():
    forgotten = {
        f"{contract.id}.{column.name}"
        for contract in all_contracts()
        for column in contract.columns
        if column.accepted_values not in ([], YES_NO)
        and column.name not in {"sex"} | IN_EVERY_DATASET
        and column.name not in HOLDS.get(contract.id, {}).keys() | NO_LIST.get(contract.id, set())
    }
    assert forgotten == set()


@pytest.mark.parametrize("institution", ["oij", "fiscalia", "poder_judicial"])
@pytest.mark.parametrize(
    ("day", "member"),
    [(date(2024, 9, 5), "trafficking_in_persons"), (date(2024, 9, 6), "trafficking_in_persons_2024")],
)
def test_the_law_of_the_day_decides_the_version_of_an_offence(institution, day, member):
    assert meanings("offence", institution, "Trata de personas", day) == [member]


def test_a_purpose_that_the_law_did_not_know_yet_is_unmapped():
    text = "Intermediación ilegal en acogimiento prenatal"
    assert meanings("exploitation_form", "eri", text, date(2024, 9, 5)) == []
    assert meanings("exploitation_form", "eri", text, date(2024, 9, 6)) == ["prenatal_intermediation"]


@pytest.mark.parametrize(
    ("written", "day", "unit"),
    [
        ("CR-6 MONTEVERDE", date(2021, 9, 28), "CR-60109"),
        ("CR-601 MONTEVERDE", date(2021, 9, 28), "CR-60109"),
        ("CR-6 MONTEVERDE", date(2021, 9, 29), "CR-612"),
        ("CR-601 MONTEVERDE", date(2021, 9, 29), "CR-61201"),
        ("CR-612 MONTEVERDE", date(2021, 9, 29), "CR-61201"),
        ("CR-6 PUERTO JIMENEZ", date(2022, 6, 20), "CR-60702"),
        ("CR-607 PUERTO JIMENEZ", date(2022, 6, 20), "CR-60702"),
        ("CR-6 PUERTO JIMENEZ", date(2022, 6, 21), "CR-613"),
        ("CR-607 PUERTO JIMENEZ", date(2022, 6, 21), "CR-61301"),
        ("CR-613 PUERTO JIMENEZ", date(2022, 6, 21), "CR-61301"),
    ],
)
@pytest.mark.parametrize("institution", ["oij", "eri"])
def test_a_new_canton_is_the_old_district_until_its_law(institution, written, day, unit):
    under, text = written.split(" ", 1)
    assert meanings("territory", institution, text, day, under) == [unit]


def test_the_spelling_of_one_institution_follows_the_law_too():
    assert meanings("territory", "oij", "MONTE VERDE", date(2021, 9, 28), "CR-601") == ["CR-60109"]
    assert meanings("territory", "oij", "MONTE VERDE", date(2021, 9, 29), "CR-601") == ["CR-61201"]
