"""What is to be done with a delivery: which rows are held back and why, or whether all of it is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from faro.errors import Reportable
from faro.loading.findings import DeliveryHeld, RowsQuarantined, RowsToReview
from faro.parsing import Problem
from faro.validation import Validation
from faro.validation.outcome import WHOLE_DATASET_RULES

#: More broken rows than this share mean that the layout changed, not that clerks erred.
MAX_SHARE_OF_BROKEN_ROWS = 0.5
#: Fewer broken rows than this are clerks' errors, whatever their share: a night may bring two rows.
MIN_BROKEN_ROWS_TO_HOLD = 10


@dataclass(frozen=True)
class Reason:
    """Why a row is held back."""

    column: str | None
    rule: str


Reasons = Mapping[int, list[Reason]]


@dataclass(frozen=True)
class Verdict:
    """Row → reasons, whether everything is held, and what people have to know, in the words of their own headers."""

    file: str
    rows: int
    reasons: Reasons
    validation: Validation
    headers: Mapping[str, str] = field(default_factory=dict)
    may_be_held: bool = True

    @cached_property
    def held_by(self) -> str | None:
        """The rule that holds the whole delivery back; corrected rows are judged one by one."""
        if not self.may_be_held:
            return None
        whole = [
            check.rule for check in self.validation.checks if not check.success and check.rule in WHOLE_DATASET_RULES
        ]
        if whole:
            return whole[0]
        broken = len(self.reasons)
        is_torn = broken >= MIN_BROKEN_ROWS_TO_HOLD and broken > self.rows * MAX_SHARE_OF_BROKEN_ROWS
        return "too_many_broken_rows" if is_torn else None

    @property
    def is_held(self) -> bool:
        return self.held_by is not None

    @property
    def findings(self) -> list[Reportable]:
        held: list[Reportable] = (
            [DeliveryHeld(file=self.file, count=self.rows, rule=self.held_by)] if self.held_by else []
        )
        return [*held, *self._quarantined(), *self._to_review()]

    def _quarantined(self) -> Iterable[Reportable]:
        rows_by_reason = defaultdict(list)
        for row, reasons in self.reasons.items():
            for reason in reasons:
                rows_by_reason[reason].append(row)
        for reason, rows in rows_by_reason.items():
            column = self._as_received(reason.column)
            yield RowsQuarantined(file=self.file, count=len(rows), row=min(rows), column=column, rule=reason.rule)

    def _to_review(self) -> Iterable[Reportable]:
        for check in self.validation.checks:
            if not check.success and check.severity == "warning":
                column = self._as_received(check.column)
                yield RowsToReview(file=self.file, count=check.unexpected, column=column, rule=check.rule)

    def _as_received(self, column: str | None) -> str:
        return self.headers.get(column, column) if column else "—"


def judge(
    file: str,
    rows: int,
    problems: Iterable[Problem],
    validation: Validation,
    headers: Mapping[str, str] | None = None,
    *,
    may_be_held: bool = True,
) -> Verdict:
    """Put the parser's problems and the failed checks together; a cell that could not be read is reported once.

    `headers`: the contract's column → the header under which it came.
    """
    reasons: dict[int, list[Reason]] = defaultdict(list)
    for problem in problems:
        reasons[problem.row].append(Reason(problem.column, problem.rule))
    unread = {(row, reason.column) for row, found in reasons.items() for reason in found}
    for failure in validation.failures:
        if (failure.row, failure.column) not in unread:
            reasons[failure.row].append(Reason(failure.column, failure.rule))
    return Verdict(file, rows, dict(sorted(reasons.items())), validation, headers or {}, may_be_held)
