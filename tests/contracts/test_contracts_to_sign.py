"""The contracts as they are: each says what a lawyer asks, leaves names at the door and takes no file of another."""

import re
from itertools import permutations
from pathlib import PurePosixPath

import pytest

from faro.contracts import all_contracts, institutions
from faro.parsing.headers import normalised
from faro.sources.sftp import _name_pattern

CONTRACTS = {contract.id: contract for contract in all_contracts()}
ABOUT_PERSONS = {name: contract for name, contract in CONTRACTS.items() if contract.person}
#: Counts, and what others publish: there is no record that a person of Costa Rica could have corrected.
AGGREGATE = {
    "dgme/border_entries", "oij/police_statistics", "unodc/glotip", "oim/missing_migrants", "oim/irregular_flows",
    "linea145/reports", "linea145/persons",
}  # fmt: skip
OF_COSTA_RICA = {name: contract for name, contract in CONTRACTS.items() if name not in AGGREGATE}
SENSITIVE = {
    "gender_identity", "disability", "indigenous_people", "mother_tongue", "education", "occupation",
    "migration_status", "care_type", "coverage", "subsidy", "amount_crc", "exploitation_forms", "suspected_form",
    "outcome", "reintegration_support",
}  # fmt: skip


def files_of(contract):
    """A name for each ending that the glob admits."""
    glob = PurePosixPath(contract.server.location).name
    start, _, tail = glob.replace("[!i]", "a").partition("*")
    endings = [f".{each}" for each in tail.strip(".{}").split(",")] if "{" in tail else [tail]
    return [f"{start}_2026{ending}" for ending in endings]


def test_thirteen_institutions_of_the_coalition_deliver():
    of_the_coalition = {name for name in institutions() if institutions()[name].country == "CRI"}
    assert len(of_the_coalition) == 13
    assert {contract.institution for contract in CONTRACTS.values()} == set(institutions())


def test_each_transport_serves_several_institutions():
    used = {(contract.transport, contract.institution) for contract in OF_COSTA_RICA.values()}
    assert all(sum(way == transport for way, _ in used) >= 3 for transport in ("sftp", "api", "postgres"))


@pytest.mark.parametrize("name", OF_COSTA_RICA)
def test_it_says_what_a_lawyer_asks(name):
    document = OF_COSTA_RICA[name].document
    laws = " ".join(each.description for each in document.authoritativeDefinitions)
    assert all(law in laws for law in ("Ley 9095", "Ley 8968", "Decreto 37554-JP"))
    assert len(set(re.findall(r"Ley (\d+)", laws)) - {"9095", "8968"}) >= 1 or name.startswith("eri/")
    assert all((document.description.purpose, document.description.usage, document.description.limitations))
    assert document.team.members


@pytest.mark.parametrize("name", OF_COSTA_RICA)
def test_a_person_can_have_a_record_corrected_or_withdrawn(name):
    contract = OF_COSTA_RICA[name]
    rectification = contract.custom("rectification")
    assert rectification["requestTo"]
    assert rectification["answeredWithinWorkingDays"] == 5
    assert contract.cadence_days <= rectification["reachesFaroWithinDays"] <= contract.cadence_days + 7
    relation = contract.relation
    assert (relation.type, relation.version) == ("keyedChanges", "updated_on")
    assert (relation.withdrawn.column, relation.withdrawn.value) == ("record_status", "Anulado")
    assert relation.withdrawn.value in contract.column("record_status").accepted_values


@pytest.mark.parametrize("name", ABOUT_PERSONS)
def test_who_somebody_is_stays_at_the_door(name):
    contract = ABOUT_PERSONS[name]
    treated = {column.identity: column.treatment for column in contract.columns if column.identity}
    assert treated["document_number"] == "token"
    assert treated["birth_date"] == "generalise"
    assert "full_name" in treated or {"given_names", "first_surname", "second_surname"} <= set(treated)
    assert all(treated.get(role, "token") == "token" for role in ("full_name", "given_names", "phone", "address"))


def test_what_the_law_calls_sensitive_is_marked_so():
    found = {
        (name, column.name): column.personal_data_class
        for name, contract in ABOUT_PERSONS.items()
        for column in contract.columns
        if column.name in SENSITIVE
    }
    assert {column for _, column in found} == SENSITIVE
    assert set(found.values()) == {"sensitive"}


def test_where_somebody_died_is_kept_in_no_form():
    contract = CONTRACTS["oim/missing_migrants"]
    dropped = {column.name for column in contract.columns if column.treatment == "drop"}
    assert dropped == {"location_description", "information_source", "coordinates", "url"}
    assert not any(contract.column(name).raw_columns for name in dropped)


def test_the_number_of_who_calls_is_kept_in_no_form():
    phone = CONTRACTS["emergencias911/calls"].column("caller_phone")
    assert (phone.personal_data_class, phone.raw_columns) == ("direct_identifier", ())


def test_no_file_is_a_delivery_of_two_datasets():
    by_files = [contract for contract in CONTRACTS.values() if contract.transport == "sftp"]
    names = {contract.id: _name_pattern(PurePosixPath(contract.server.location).name) for contract in by_files}
    assert all(names[contract.id].fullmatch(name) for contract in by_files for name in files_of(contract))
    both = [
        (one.id, other.id, name)
        for one, other in permutations(by_files, 2)
        if one.institution == other.institution
        for name in files_of(one)
        if names[other.id].fullmatch(name)
    ]
    assert both == []


@pytest.mark.parametrize("name", CONTRACTS)
def test_no_two_headers_of_an_edition_are_one_for_the_parser(name):
    for edition in CONTRACTS[name].editions:
        headers = [normalised(header) for header in edition.collected.values()]
        assert len(set(headers)) == len(headers)


@pytest.mark.parametrize("name", [name for name, c in CONTRACTS.items() if c.transport == "postgres"])
def test_headers_of_a_database_are_names_of_columns(name):
    headers = [header for edition in CONTRACTS[name].editions for header in edition.collected.values()]
    assert [header for header in headers if not re.fullmatch(r"[a-z][a-z0-9_]*", header)] == []
    assert CONTRACTS[name].editions[-1].headers["record_id"] == "id"
