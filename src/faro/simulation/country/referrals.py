"""Who brings a presumed victim to the ERI; some are brought by two institutions that don't know of each other."""

from typing import Final

import numpy as np
import polars as pl

from faro.simulation.country.draw import Draw
from faro.simulation.country.shares import shares
from faro.simulation.country.texts import OBSERVATIONS, written

_TWICE = 0.12
REFERRERS: Final = shares("referrers")


def referral_rows(draw: Draw, victims: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    first = _rows(draw, victims, people)
    again = victims.filter(pl.Series(draw.happens(_TWICE, len(victims)))).with_columns(
        referred=pl.min_horizontal(pl.col("known"), pl.col("referred") + 2)
    )
    return pl.concat([first, _rows(draw, again, people)])


def _rows(draw: Draw, victims: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    count, them = len(victims), people[victims["who"]]
    day = victims["referred"].to_numpy()
    suspected = victims["forms"].str.split(";").list.first().replace("Trata sin forma precisada", None)
    return pl.DataFrame(
        {
            "_who": victims["who"],
            "_day": day,
            "_updated": np.minimum(day + draw.between(0, 2, count), victims["known"].to_numpy()),
            "referred_on": pl.Series(day).cast(pl.Int32).cast(pl.Date),
            "referring_institution": draw.pick(REFERRERS, count),
            "phone": them["phone"],
            "province": them["province"],
            "canton": draw.sometimes(them["canton"], 0.92),
            "suspected_form": draw.sometimes(suspected, 0.85),
            "observations": draw.sometimes(written(draw, OBSERVATIONS, them), 0.6),
        }
    )
