"""The 38 indicators a second time: from the accepted rows and who is who, in dataframes, without the warehouse's SQL.

What an indicator means is said in contracts/indicators.yml; this is a reading of it and of nothing else.
"""

from collections.abc import Callable
from typing import Final

import polars as pl

from recomputation import detection, profile, prosecution, protection, smuggling, system
from recomputation.facts import Facts
from recomputation.figures import SCHEMA
from recomputation.reading import Frames, read_frames, read_links, read_truth

__all__ = ["CELL", "INDICATORS", "Facts", "Frames", "read_frames", "read_links", "read_truth", "recomputed"]

#: What names one figure.
CELL: Final = ("indicator_id", "year", "breakdown", "category")
_ROOMS: Final = (detection, profile, protection, prosecution, smuggling, system)


def _numbered() -> dict[str, Callable[[Facts], pl.DataFrame]]:
    """`i07` of any room is I-07."""
    found = {
        f"I-{name[1:]}": function
        for room in _ROOMS
        for name, function in vars(room).items()
        if name[0] == "i" and name[1:].isdigit()
    }
    return dict(sorted(found.items()))


#: Indicator → how it is computed.
INDICATORS: Final = _numbered()


def recomputed(frames: Frames, persons: pl.DataFrame) -> pl.DataFrame:
    """Every figure: indicator_id, year, breakdown, category, numerator, denominator, value, not_recorded_share."""
    facts = Facts(frames, persons)
    parts = [
        function(facts).with_columns(indicator_id=pl.lit(name)).select("indicator_id", *SCHEMA)
        for name, function in INDICATORS.items()
    ]
    return pl.concat(parts).sort(CELL)
