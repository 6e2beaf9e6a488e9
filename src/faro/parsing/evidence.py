"""Which of two readings a column proves, and which of its cells that proof does not reach.

Some cells prove the first reading, some the second, some are open (both readings are possible, with different results).
- Only one reading is proven: it holds for the open cells too.
- Nothing is proven and cells are open: undecided. Nobody guesses.
- Both are proven: contradictory, unless the minority is at most 1 % of the proofs. Then the majority's reading holds;
  the minority is refused row by row, and so is every open cell next to it: one with no majority proof between the two.
"""

from dataclasses import dataclass
from enum import Enum

import polars as pl

#: The share of contradicting proofs up to which they are errors of single rows.
FEW = 0.01


class Outcome(Enum):
    """What the column proves."""

    FIRST = 1
    SECOND = -1
    IRRELEVANT = 0
    UNDECIDED = 2
    CONTRADICTORY = 3


@dataclass(frozen=True)
class Verdict:
    """The outcome, and the cells that it cannot be applied to."""

    outcome: Outcome
    contradicting: pl.Series
    uncertain: pl.Series
    total: int


def weigh(proof: pl.Series, open_: pl.Series) -> Verdict:
    """`proof`: 1 for the first reading, -1 for the second, null for none; `open_`: the cells to decide."""
    first, second = int((proof == 1).sum()), int((proof == -1).sum())
    none = pl.repeat(False, len(proof), eager=True)
    if first + second == 0:
        outcome = Outcome.UNDECIDED if open_.any() else Outcome.IRRELEVANT
        return Verdict(outcome, none, none, 0)
    minority = -1 if first >= second else 1
    contradicting = (proof == minority).fill_null(False)
    above = (proof.fill_null(strategy="forward") == minority).fill_null(False)
    below = (proof.fill_null(strategy="backward") == minority).fill_null(False)
    outcome = Outcome.FIRST if minority == -1 else Outcome.SECOND
    if min(first, second) > FEW * (first + second):
        outcome = Outcome.CONTRADICTORY
    return Verdict(outcome, contradicting, open_ & (above | below), first + second)
