"""The first staging model has every raw column, reads its one source, and is written once."""

from pathlib import Path

import pytest
import yaml

from faro.contracts import Contract, all_contracts, find_contract
from faro.scaffold.staging import staging_files, write_staging

CONTRACTS = all_contracts()


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.id)
def test_model_and_page_name_every_raw_column(contract: Contract, tmp_path: Path) -> None:
    sql, yml = staging_files(contract, tmp_path).values()
    (model,) = yaml.safe_load(yml)["models"]
    names = [column["name"] for column in model["columns"]]
    assert names == [*(raw.name for raw in contract.raw_columns), "load_id", "row_number", "sha256"]
    assert all(column["description"] for column in model["columns"])
    assert model["description"].endswith(model["config"]["meta"]["grain"])
    assert f"in_force('{contract.institution}', '{contract.dataset}')" in sql
    for raw in contract.raw_columns:
        assert f"as {raw.name},\n" in sql or f"\n    {raw.name},\n" in sql


def test_texts_are_trimmed_tokens_are_not_and_yes_or_no_has_three_states(tmp_path: Path) -> None:
    sql = next(iter(staging_files(find_contract("oapvd", "assistance"), tmp_path).values()))
    assert "{{ trimmed('service') }} as service," in sql
    assert "\n    document_number,\n" in sql
    assert "\n    birth_month,\n" in sql
    assert "{{ three_state('filed_complaint') }} as filed_complaint," in sql


def test_what_people_changed_is_never_touched(tmp_path: Path) -> None:
    contract = find_contract("mtss", "labour_inspections")
    sql, yml = write_staging(contract, tmp_path)
    sql.write_text("select 1")
    yml.unlink()
    assert write_staging(contract, tmp_path) == [yml]
    assert sql.read_text() == "select 1"
    assert write_staging(contract, tmp_path) == []
