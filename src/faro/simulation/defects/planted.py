"""A defect that was planted, and what a sound pipeline makes of it."""

from dataclasses import dataclass
from typing import Literal

#: `linked`: the person is still found to be the same; `repaired`: the value is; `quarantined`: the row is held back.
Outcome = Literal["linked", "repaired", "quarantined"]


@dataclass(frozen=True, order=True)
class Planted:
    """Where, what and with which outcome; `version` is the day of that version of the record."""

    dataset: str
    record_key: str
    version: str
    column: str
    defect: str
    expected: Outcome
