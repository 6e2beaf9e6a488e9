"""A warehouse whose marts hold a few counts."""

from collections.abc import Iterator

import pytest
from marts_of_counts import COUNTS, fill
from private_warehouse import Warehouse


@pytest.fixture
def counted(warehouse: Warehouse) -> Iterator[Warehouse]:
    """A warehouse of one test, with figures that nobody has published."""
    with warehouse.copy() as copy:
        fill(copy, COUNTS)
        yield copy
