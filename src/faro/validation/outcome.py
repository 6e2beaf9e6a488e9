"""What a validation found, without any value of the data."""

from dataclasses import dataclass

from faro.errors import Severity

#: The rules that hold a whole delivery back instead of rows.
WHOLE_DATASET_RULES = frozenset({"columns", "too_few_rows"})


@dataclass(frozen=True)
class Check:
    """One expectation's result. `unexpected` counts rows; a check of the whole dataset has 0 or 1."""

    expectation: str
    rule: str
    column: str | None
    severity: Severity
    success: bool
    evaluated: int
    unexpected: int


@dataclass(frozen=True)
class RowFailure:
    """A row that a critical check holds back."""

    row: int
    column: str | None
    rule: str


@dataclass(frozen=True)
class Validation:
    """All checks of one delivery."""

    suite: str
    checks: tuple[Check, ...]
    failures: tuple[RowFailure, ...]
