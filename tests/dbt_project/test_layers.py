"""One direction only: each layer reads what the layer before it wrote."""

from typing import Any

import pytest

from faro.contracts import all_contracts
from faro.transformation.layers import LAYERS
from faro.transformation.manifest import Manifest
from faro.transformation.plan import plan_layer
from faro.transformation.rounds import rounds_of
from faro.transformation.work import Work

MAY_READ = {
    "staging": {"source:raw", "source:ops"},
    "intermediate": {"staging", "intermediate", "reference", "source:identity"},
    "core": {"staging", "intermediate", "core", "reference"},
    "exact": {"staging", "intermediate", "core", "exact", "reference"},
    "marts": {"core", "exact", "marts", "reference"},
    "release": {"marts", "reference", "source:ops", "source:publication"},
}


def layer(manifest: dict[str, Any], unique_id: str) -> str:
    if unique_id in manifest["sources"]:
        return "source:" + manifest["sources"][unique_id]["schema"].split("_")[0]
    return manifest["nodes"][unique_id]["schema"]


def test_every_model_lives_in_a_layer(models):
    assert {model["schema"] for model in models} == set(MAY_READ)
    assert all(model["schema"] in model["fqn"][1:3] for model in models)


@pytest.mark.parametrize("name", MAY_READ)
def test_a_layer_reads_the_one_before_it(manifest, models, name):
    strays = {
        model["name"]: stray
        for model in models
        if model["schema"] == name
        and (stray := {layer(manifest, parent) for parent in model["depends_on"]["nodes"]} - MAY_READ[name])
    }
    assert strays == {}


def test_each_staging_model_reads_one_source(models):
    staging = [model for model in models if model["schema"] == "staging"]
    assert all(len(model["depends_on"]["nodes"]) == 1 for model in staging)
    of_the_ledger = {model["name"] for model in staging if model["name"].startswith("stg_ops__")}
    of_all_versions = {model["name"] for model in staging if model["name"].endswith("_versions")}
    assert {model["name"] for model in staging} - of_the_ledger - of_all_versions == {
        f"stg_{contract.institution}__{contract.dataset}" for contract in all_contracts()
    }


def test_only_staging_reads_what_institutions_delivered(manifest, models):
    readers = {
        model["schema"]
        for model in models
        for parent in model["depends_on"]["nodes"]
        if parent in manifest["sources"] and manifest["sources"][parent]["schema"].startswith("raw_")
    }
    assert readers == {"staging"}


def test_only_the_persons_of_rows_are_read_of_identity(manifest):
    assert [s["name"] for s in manifest["sources"].values() if s["schema"] == "identity"] == ["person_of_row"]


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_is_built_whole_and_a_large_one_by_both_cores(manifest, name):
    parsed = Manifest(manifest)
    new = Work("f", 1, 0, 0, is_new_project=True, datasets={}, links_changed=True, again=[])
    plan = plan_layer(parsed, new, name, ())
    rounds = rounds_of(parsed, plan)
    parts = [part for each in rounds for part in each]
    assert sorted(node.id for part in parts for node in part.build) == sorted(node.id for node in plan.build)
    assert sorted(check.id for part in parts for check in part.loose_checks) == sorted(
        check.id for check in plan.loose_checks
    )
    longest = sum(max(len(part.build) for part in each) for each in rounds)
    assert longest <= (0.75 if name in {"reference", "staging", "core"} else 1) * len(plan.build)
