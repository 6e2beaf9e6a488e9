"""What was published about Costa Rica and has to come out of the records of the synthetic country."""

from typing import Final

import polars as pl
import pytest
from published import ACCREDITED
from told import figures

GROUPS_OF_2022: Final = {"women": 18, "girls": 14, "men": 1, "boys": 5}
DEPENDANTS_OF_2022: Final = 4
#: SDG 16.2.2 by the census of that year.
RATE_OF_2022: Final = {"total": 0.753, "woman": 1.264, "man": 0.239}


def assert_published(rows: pl.DataFrame) -> None:
    """The figures of the marts, or of a recomputation."""
    assert figures(rows, "I-04", "total").items() >= ACCREDITED.items()
    assert figures(rows, "I-04", "sex_and_age", 2022) == GROUPS_OF_2022
    assert figures(rows, "I-12", "total")[2022] == DEPENDANTS_OF_2022
    rate = figures(rows, "I-02", "total", 2022) | figures(rows, "I-02", "sex", 2022)
    assert rate == pytest.approx(RATE_OF_2022, abs=5e-4)
