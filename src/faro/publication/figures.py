"""A figure as it is published, with everything that whoever reads needs to know of it."""

from dataclasses import dataclass
from typing import Literal

#: A value; one that would tell of too few; one that nobody records.
Status = Literal["published", "suppressed", "no_data"]


@dataclass(frozen=True)
class PublishedFigure:
    """A row of a release, in the order of its columns; `period` is a year or two with a dash between them, both in it.

    `breakdown` and `category` are codes, "total" for the figure itself; `value` is there where the status is
    "published"; `sources` are datasets, with commas.
    """

    indicator_id: str
    indicator_es: str
    indicator_en: str
    unit_es: str
    unit_en: str
    period: str
    breakdown: str
    breakdown_es: str
    breakdown_en: str
    category: str
    category_es: str
    category_en: str
    value: float | None
    status: Status
    sources: str


@dataclass(frozen=True)
class Facts:
    """What the files of a release say of it. `prepared_on`: YYYY-MM-DD; `code`: the version of Faro that made it;
    `held`: what stays as in the release before, as 2019 (I-31, I-32); `out_of_turn`: why, where it is not of the
    calendar.
    """

    edition: str
    prepared_on: str
    code: str
    held: tuple[str, ...] = ()
    out_of_turn: str | None = None
    is_demonstration: bool = False
