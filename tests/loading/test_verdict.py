"""What is done with a delivery: which rows are held, why, when all of it is, and what people are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faro.loading.findings import DeliveryHeld, RowsQuarantined, RowsToReview
from faro.loading.verdict import Reason, judge
from faro.parsing import Problem
from faro.validation import Check, RowFailure, Validation


def validation(*failures: RowFailure, checks: tuple[Check, ...] = ()) -> Validation:
    return Validation("prueba.datos", checks, failures)


def failed(rule: str, severity: str = "critical", unexpected: int = 1, success: bool = False) -> Check:
    return Check("expect_something", rule, "edad", severity, success, 10, unexpected)  # type: ignore[arg-type]


def test_a_sound_delivery_is_accepted_without_a_word() -> None:
    verdict = judge("a.csv", 10, [], validation(checks=(failed("required", success=True),)))
    assert (verdict.is_held, dict(verdict.reasons), verdict.findings) == (False, {}, [])


def test_a_cell_that_could_not_be_read_is_reported_once() -> None:
    """It is null in the work table, so the contract's `required` fails as well."""
    verdict = judge("a.csv", 10, [Problem(3, "edad", "not_an_integer")], validation(RowFailure(3, "edad", "required")))
    assert verdict.reasons == {3: [Reason("edad", "not_an_integer")]}


def test_other_cells_of_that_row_and_that_column_elsewhere_are_reported_too() -> None:
    failures = validation(RowFailure(3, "sexo", "required"), RowFailure(2, "edad", "required"))
    verdict = judge("a.csv", 10, [Problem(3, "edad", "not_an_integer")], failures)
    assert list(verdict.reasons.items()) == [
        (2, [Reason("edad", "required")]),
        (3, [Reason("edad", "not_an_integer"), Reason("sexo", "required")]),
    ]


def test_findings_count_rows_per_rule_and_column_and_name_the_first() -> None:
    failures = [RowFailure(row, "edad", "required") for row in (9, 4, 7)] + [RowFailure(4, "sexo", "required")]
    told = judge("a.csv", 20, [], validation(*failures)).findings
    assert [(type(each), each.facts["row"], each.facts["count"], each.facts["column"]) for each in told] == [
        (RowsQuarantined, 4, 3, "edad"),
        (RowsQuarantined, 4, 1, "sexo"),
    ]
    assert told[0].message("es").endswith("Complétela y envíe la fila de nuevo.")
    assert told[0].message("en").endswith("Fill it in and send the row again.")


@given(rows=st.integers(1, 60), broken=st.integers(0, 60))
def test_ten_or_more_broken_rows_hold_all_when_they_are_more_than_half(rows: int, broken: int) -> None:
    broken = min(rows, broken)
    verdict = judge("a.csv", rows, [Problem(row, None, "missing_cells") for row in range(broken)], validation())
    assert verdict.is_held == (2 * broken > rows and broken >= 10)
    assert verdict.held_by == ("too_many_broken_rows" if verdict.is_held else None)


@pytest.mark.parametrize(("rows", "broken", "is_held"), [(3, 2, False), (9, 9, False), (10, 10, True), (20, 10, False)])
def test_few_broken_rows_are_clerks_errors_whatever_their_share(rows: int, broken: int, is_held: bool) -> None:
    verdict = judge("a.csv", rows, [Problem(row, "edad", "not_an_integer") for row in range(broken)], validation())
    assert verdict.is_held == is_held
    assert len(verdict.reasons) == broken


def test_corrected_rows_are_judged_one_by_one() -> None:
    broken = [Problem(row, "edad", "not_an_integer") for row in range(30)]
    assert judge("a.xlsx", 30, broken, validation(checks=(failed("too_few_rows"),))).is_held
    judged = judge("a.xlsx", 30, broken, validation(checks=(failed("too_few_rows"),)), may_be_held=False)
    assert (judged.held_by, len(judged.reasons)) == (None, 30)


@pytest.mark.parametrize("rule", ["columns", "too_few_rows"])
def test_a_failed_check_of_the_whole_dataset_holds_all_of_it(rule: str) -> None:
    verdict = judge("a.csv", 10, [], validation(checks=(failed("unlisted_value", "warning"), failed(rule))))
    assert verdict.held_by == rule
    assert [type(each) for each in verdict.findings] == [DeliveryHeld, RowsToReview]
    assert verdict.findings[0].facts == {"file": "a.csv", "count": 10, "rule": rule}


def test_a_warning_holds_nothing_back() -> None:
    verdict = judge("a.csv", 10, [], validation(checks=(failed("unlisted_value", "warning", 9),)))
    assert (verdict.is_held, dict(verdict.reasons)) == (False, {})
    assert verdict.findings[0].severity == "warning"
    assert verdict.findings[0].facts["count"] == 9


def test_people_are_told_their_own_header() -> None:
    headers = {"edad": "Edad de la persona"}
    verdict = judge("a.csv", 10, [Problem(3, "edad", "not_an_integer")], validation(), headers)
    assert [finding.facts["column"] for finding in verdict.findings] == ["Edad de la persona"]
    assert [reason.column for reason in verdict.reasons[3]] == ["edad"]
