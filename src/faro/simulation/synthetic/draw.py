"""Draws with stated weights from one seeded source, so that the same bytes come out on every machine."""

import random
from collections.abc import Mapping
from datetime import date, timedelta
from typing import TypeVar

_T = TypeVar("_T")


class Draw:
    """A seeded source of choices."""

    def __init__(self, seed: str) -> None:
        self.source = random.Random(seed)  # noqa: S311 - reproducible test data, not a secret

    def one(self, weights: Mapping[_T, float]) -> _T:
        return self.source.choices(list(weights), list(weights.values()))[0]

    def happens(self, share: float) -> bool:
        return self.source.random() < share

    def number(self, low: int, high: int) -> int:
        return self.source.randint(low, high)

    def day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.source.randint(0, (last - first).days))
