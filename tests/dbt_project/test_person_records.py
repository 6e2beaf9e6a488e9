"""Every dataset about persons reaches the table of records, in the role that its contract states, and no token does."""

import re

import pytest

from faro.contracts import all_contracts

ABOUT_PERSONS = {contract.id: contract for contract in all_contracts() if contract.person}
CALL = re.compile(r"persons_of\('(\w+)', '(\w+)', '(\w+)', '(\w+)', '(\w+)'\)")


@pytest.fixture(scope="module")
def calls(manifest):
    sql = manifest["nodes"]["model.faro.int_person_record"]["raw_code"]
    return {f"{institution}/{dataset}": rest for institution, dataset, *rest in CALL.findall(sql)}


def test_every_dataset_about_persons_is_there(calls):
    assert set(calls) == set(ABOUT_PERSONS)


@pytest.mark.parametrize("name", ABOUT_PERSONS)
def test_role_number_and_day_are_those_of_the_contract(calls, name):
    contract = ABOUT_PERSONS[name]
    assert calls[name] == [contract.person.role, *contract.key, contract.person.age_at]


@pytest.mark.parametrize("name", ABOUT_PERSONS)
def test_its_rows_are_reconciled(nodes, name):
    institution, dataset = name.split("/")
    wanted = f"institution_key = '{institution}' and dataset = '{dataset}'"
    found = [node for node in nodes if node["resource_type"] == "test" and node["config"].get("where") == wanted]
    assert [node["test_metadata"]["name"] for node in found] == ["reconciles"]
    assert f"source('raw_{institution}', '{dataset}_current')" in str(found[0]["test_metadata"]["kwargs"]["to"])


def test_no_token_leaves_raw(models):
    """None that stands for a person; those of record numbers are what models join by."""
    tokens = {
        f"stg_{contract.institution}__{contract.dataset}": {
            column.name for column in contract.columns if column.treatment == "token" and column.identity
        }
        for contract in all_contracts()
    }
    assert any(tokens.values())
    assert {
        model["name"]: kept for model in models if (kept := tokens.get(model["name"], set()) & set(model["columns"]))
    } == {}


def test_only_persons_without_name_are_a_table(models):
    described = next(model for model in models if model["name"] == "dim_person")["columns"]
    assert set(described) == {
        "person_key", "sex_key", "birth_month", "nationality_key", "gender_identity_key", "disability_key",
        "indigenous_people_key", "mother_tongue_key", "education_key", "occupation_key", "records", "institutions",
        "is_special",
    }  # fmt: skip


def test_what_is_about_one_person_is_in_no_release(models):
    individual = {model["unique_id"] for model in models if "person_key" in model["columns"]}
    assert {"model.faro.int_person_record", "model.faro.fct_accreditation", "model.faro.fct_service"} <= individual
    readers = {
        model["name"]
        for model in models
        if model["schema"] == "release" and individual & set(model["depends_on"]["nodes"])
    }
    assert readers <= {"unmapped_code"}  # counts of texts, see test_layers
