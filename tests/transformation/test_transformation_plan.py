"""What a layer builds: what follows from what changed, less what follows from what failed; never silently nothing."""

import pytest
from small_manifest import MODELS, id_of, small_manifest, work

from faro.transformation.layers import LAYERS, ModelOutsideLayers, layer_of
from faro.transformation.manifest import Manifest
from faro.transformation.plan import NothingRan, Plan, plan_layer


@pytest.fixture(scope="module")
def small() -> Manifest:
    return small_manifest()


def names(plan: Plan) -> set[str]:
    return {node.name for node in plan.build}


def planned(small: Manifest, asked, failed=()) -> set[str]:
    return set().union(*(names(plan_layer(small, asked, layer, failed)) for layer in LAYERS))


OF_THE_LEDGER = {"stg_ops__loads", "fct_delivery"}
OF_THE_POLICE = {
    "stg_oij__police_statistics", "fct_reported_offence", "i01", "i03", "indicator_value", "published", "offences"
}  # fmt: skip
OF_REFERRALS = {"stg_eri__referrals", "stg_eri__referral_versions", "int_eri__known_version", "hist_referral"}
OF_PERSONS = {"int_person_record", "fct_referral", "i02", "i03", "indicator_value", "published"}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (work("oij/police_statistics"), OF_THE_POLICE),
        (work("eri/referrals"), OF_PERSONS | OF_REFERRALS),
        (work(links_changed=True), OF_PERSONS),
        (work(again=["i01"]), {"i01", "indicator_value", "published"}),
        (work(again=["gone"]), set()),
    ],
)
def test_only_what_follows_from_what_changed_is_built(small: Manifest, asked, expected: set[str]) -> None:
    assert planned(small, asked) == expected | OF_THE_LEDGER


def test_a_new_project_builds_all(small: Manifest) -> None:
    assert planned(small, work(is_new_project=True)) == {*MODELS, "catalogue_sex"}
    plan = plan_layer(small, work(is_new_project=True), "core", ())
    assert plan.rest == plan.blocked == ()
    assert plan.selection == ["--select", "path:models/intermediate", "path:models/core"]


def test_a_part_is_selected_by_the_files_of_its_nodes(small: Manifest) -> None:
    plan = plan_layer(small, work("oij/police_statistics"), "core", ())
    assert plan.selection == ["--select", "file:fct_delivery", "file:fct_reported_offence"]


def test_most_of_a_layer_is_selected_by_what_is_not_built(small: Manifest) -> None:
    plan = plan_layer(small, work("oij/police_statistics"), "marts", ())
    assert {node.name for node in plan.rest} == {"i02"}
    assert plan.selection == ["--select", "path:models/marts", "--exclude", "file:i02"]


def test_an_empty_part_is_a_plan_too(small: Manifest) -> None:
    assert plan_layer(small, work(), "marts", ()).build == ()


def test_a_dataset_that_dbt_does_not_know_is_not_nothing_to_do(small: Manifest) -> None:
    with pytest.raises(NothingRan):
        plan_layer(small, work("eri/referals"), "staging", ())
    assert "stg_eri__referrals" in planned(small, work("eri/referrals", "ina/courses"))


def test_what_depends_on_a_failure_waits_and_the_rest_does_not(small: Manifest) -> None:
    asked = work("oij/police_statistics", "eri/referrals")
    marts = plan_layer(small, asked, "marts", {"fct_referral"})
    assert {node.name for node in marts.blocked} == {"i02", "i03"}
    # a view is what its tables are; without it the marts that are current could not be asked
    assert names(marts) == {"i01", "indicator_value"}
    release = plan_layer(small, asked, "release", {"fct_referral"})
    assert names(release) == {"offences"}
    assert {node.name for node in release.blocked} == {"published"}


def test_a_failure_of_the_same_layer_is_tried_again_where_something_is_new_for_it(small: Manifest) -> None:
    assert "i02" in names(plan_layer(small, work("eri/referrals"), "marts", {"i02"}))


def test_what_depends_on_an_old_failure_waits_also_when_something_else_changed(small: Manifest) -> None:
    marts = plan_layer(small, work("oij/police_statistics"), "marts", {"fct_referral"})
    assert names(marts) == {"i01", "indicator_value"}
    assert {node.name for node in marts.blocked} == {"i03"}


def test_a_later_failure_keeps_no_earlier_layer_waiting(small: Manifest) -> None:
    assert "fct_referral" in names(plan_layer(small, work("eri/referrals"), "core", {"i02"}))


def test_a_test_that_stands_free_runs_with_the_last_of_what_it_reads(small: Manifest) -> None:
    asked = work("eri/referrals")
    assert "no_fan_out" in plan_layer(small, asked, "marts", ()).selection
    assert "no_fan_out" not in plan_layer(small, asked, "core", ()).selection
    assert "no_fan_out" not in plan_layer(small, work("oij/police_statistics"), "marts", ()).selection


def test_the_datasets_behind_a_model_are_known(small: Manifest) -> None:
    assert small.datasets_of(id_of("i03")) == {"oij/police_statistics", "eri/referrals"}
    assert small.datasets_of(id_of("stg_eri__referral_versions")) == {"eri/referrals"}
    assert small.datasets_of(id_of("fct_delivery")) == set()


def test_a_file_outside_the_layers_is_an_error() -> None:
    assert layer_of("models/intermediate/int_x.sql") == "core"
    with pytest.raises(ModelOutsideLayers):
        layer_of("models/quality/x.sql")
    with pytest.raises(ModelOutsideLayers):
        layer_of("models/core_of_something/x.sql")
