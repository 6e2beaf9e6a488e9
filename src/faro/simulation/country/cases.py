"""The cases that are opened on complaints, and how far and how fast each goes."""

from typing import Final

import numpy as np
import polars as pl

from faro.simulation.country import days
from faro.simulation.country.codes import PROSECUTION_OFFICE
from faro.simulation.country.columns import DATASETS
from faro.simulation.country.draw import Bools, Draw, Ints
from faro.simulation.country.registry import with_number

_OPENED, _SPECIALISED = 0.85, 0.7
_OF_THE_SPECIALISED_OFFICE: Final = ["Trata de personas", "Tráfico ilícito de migrantes"]
_OFFICE_CODES: Final = ("1219", "0042", "0057", "0058", "0060", "0062", "0061", "0062")


def open_cases(draw: Draw, complaints: pl.DataFrame) -> pl.DataFrame:
    """The cases with the day of each step; a step that is never reached lies after the end of the history."""
    has_victim = complaints["group"].is_not_null()
    opened = complaints.filter(pl.Series(draw.happens(_OPENED, len(complaints))) | has_victim)
    day = opened["_day"].to_numpy() + draw.between(1, 20, len(opened))
    dated = opened.with_columns(filed=pl.col("_day")).with_columns(
        pl.Series("_day", day),
        pl.Series("_updated", day),
        pl.Series("opened_on", days.dates(day)),
        office=_office(draw, opened),
    )
    numbered = with_number(DATASETS["fiscalia/cases"], dated).with_columns(case_number=_file_number())
    return pl.concat([numbered, _way(draw, day, opened["group"].is_not_null().to_numpy())], how="horizontal")


def _office(draw: Draw, opened: pl.DataFrame) -> pl.Series:
    """Trafficking and smuggling mostly go to the specialised office."""
    special = draw.happens(_SPECIALISED, len(opened)) & opened["offence"].is_in(_OF_THE_SPECIALISED_OFFICE).to_numpy()
    local = pl.format("Fiscalía de {}", "province")
    return opened.select(pl.when(pl.Series(special)).then(pl.lit("FACTRA")).otherwise(local)).to_series()


def _file_number() -> pl.Expr:
    """`22-000031-1219-PE`, as the courts number their files."""
    code = pl.col("office").replace_strict(
        dict(zip(PROSECUTION_OFFICE, _OFFICE_CODES, strict=True)), return_dtype=pl.String
    )
    number = pl.col("case_number")
    return pl.format("{}-0{}-{}-PE", number.str.slice(6, 2), number.str.slice(9), code)


def _way(draw: Draw, opened: Ints, has_victim: Bools) -> pl.DataFrame:
    """Days on which the investigation, the accusation, the trial and the sentence end, and how far each case goes."""
    count = len(opened)
    accuses = draw.happens(np.where(has_victim, 0.6, 0.4), count)
    tried = accuses & draw.happens(0.78, count)
    investigated = opened + 20 + draw.waiting(260, count)
    accused = investigated + 15 + draw.waiting(210, count)
    judged = accused + 20 + draw.waiting(320, count)
    return pl.DataFrame(
        {
            "accuses": accuses,
            "tried": tried,
            "dismissed": draw.happens(0.55, count),
            "convicts": draw.happens(0.7, count),
            "investigated": investigated,
            "accused": np.where(accuses, accused, days.LAST + 1),
            "judged": np.where(tried, judged, days.LAST + 1),
            "sentenced": np.where(tried, judged + draw.between(5, 30, count), days.LAST + 1),
        }
    )
