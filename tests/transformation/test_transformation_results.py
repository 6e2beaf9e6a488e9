"""dbt's results become one outcome per model, and what a log says of them holds no cell."""

import pytest
from small_manifest import id_of, small_manifest

from faro.transformation.manifest import Manifest
from faro.transformation.results import Outcome, held, outcomes
from faro.transformation.telling import line, tell

CANARY = "CANARIO7391"


@pytest.fixture(scope="module")
def small() -> Manifest:
    return small_manifest()


def result(name: str, status: str, seconds: float = 0.5, **more: object) -> dict[str, object]:
    given = {"unique_id": name, "status": status, "execution_time": seconds, "adapter_response": {}, "failures": None}
    return given | {"message": CANARY} | more


def outcome_of(small: Manifest, model: str, *results: dict[str, object]) -> Outcome:
    return outcomes(small, [small.by_name[model]], results)[id_of(model)]


def test_a_model_has_its_rows_and_the_seconds_of_its_tests(small: Manifest) -> None:
    found = outcome_of(
        small,
        "fct_reported_offence",
        result(id_of("fct_reported_offence"), "success", 2.0, adapter_response={"rows_affected": 7}),
        result("test.faro.sex_is_known", "pass", 0.25),
    )
    assert (found.status, found.rows, found.seconds, found.tests) == ("built", 7, 2.25, 1)


def test_a_warning_blocks_nothing(small: Manifest) -> None:
    found = outcome_of(
        small,
        "stg_eri__referrals",
        result(id_of("stg_eri__referrals"), "success"),
        result("test.faro.unique_number", "warn", failures=3),
    )
    assert (found.status, found.is_failure) == ("built", False)


def test_a_failed_test_is_its_models_and_names_itself(small: Manifest) -> None:
    found = outcome_of(
        small,
        "stg_eri__referrals",
        result(id_of("stg_eri__referrals"), "success"),
        result("test.faro.unique_number", "fail", failures=3),
    )
    assert (found.status, found.failed, found.failing_rows, found.is_built) == (
        "test failed",
        ("unique_number",),
        3,
        True,
    )


@pytest.mark.parametrize("what", ["fct_reported_offence", "test"])
def test_what_could_not_run_is_an_error(small: Manifest, what: str) -> None:
    model = id_of("fct_reported_offence")
    states = [result(model, "success"), result("test.faro.sex_is_known", "error")]
    if what != "test":
        states = [result(model, "error"), result("test.faro.sex_is_known", "skipped")]
    found = outcome_of(small, "fct_reported_offence", *states)
    assert (found.status, found.is_failure) == ("error", True)


def test_a_free_test_is_its_newest_parents(small: Manifest) -> None:
    found = outcomes(small, [], [result("test.faro.no_fan_out", "fail", failures=1)])
    assert {each.node.name for each in found.values()} == {"i02"}


def test_what_is_skipped_has_not_failed(small: Manifest) -> None:
    assert outcome_of(small, "i03", result(id_of("i03"), "skipped")).status == "skipped"
    assert outcome_of(small, "i03").status == "skipped"


def test_a_held_model_remembers_why(small: Manifest) -> None:
    node = small.by_name["stg_eri__referrals"]
    before = Outcome(node, "test failed", 1.0, failed=("unique_number",), failing_rows=3, is_built=True)
    good = held(before, Outcome(node, "built", 1.0, tests=1, is_built=True))
    assert (good.status, good.failed, good.failing_rows, good.is_failure) == ("held", ("unique_number",), 3, False)
    assert held(before, Outcome(node, "test failed", 1.0, failed=("x",), is_built=True)).is_failure


def test_the_log_has_a_line_per_model_failures_first_and_no_message_of_the_database(
    small: Manifest, capsys: pytest.CaptureFixture[str]
) -> None:
    node = small.by_name["i01"]
    tell("marts", [Outcome(node, "built", 1.5, 12, 3), Outcome(small.by_name["i02"], "error", failed=("error",))])
    opened, first, second, closed = capsys.readouterr().out.splitlines()
    assert (opened, closed) == ("::group::marts: 2", "::endgroup::")
    assert "marts.i02" in first
    assert [word for word in ("marts.i01", "1.50 s", "12 rows", "3 tests") if word not in second] == []
    tell("marts", [])
    assert capsys.readouterr().out == "marts: nothing to build\n"


def test_a_line_says_nothing_that_dbt_said(small: Manifest) -> None:
    found = outcome_of(small, "i01", result(id_of("i01"), "error"))
    assert CANARY not in line(found) + str(found)
