"""Free text as clerks write it, names included, so that what must never be loaded is there to be kept out."""

from typing import Final

import polars as pl

from faro.simulation.country.draw import Draw

OBSERVATIONS: Final = (
    "Se entrevista a {}, quien manifiesta temor y pide no contactar a su familia.",
    "{} indica que le retuvieron los documentos; se coordina traslado.",
    "Se recibe a {} en compañía de personal de salud; requiere valoración.",
    "{} relata la oferta de trabajo que recibió; vecina del lugar confirma.",
    "Se toma nota del relato de {}; queda pendiente ampliar la entrevista.",
)
NARRATIVES: Final = (
    "{} fue captada con una oferta de empleo y trasladada; se le impedía salir sola.",
    "{} refiere jornadas sin descanso y retención de su pago.",
    "Una persona conocida ofreció alojamiento a {} y luego exigió el pago de una deuda.",
    "{} señala amenazas contra su familia si denunciaba.",
)
REASONS: Final = (
    "Ingreso de {} por presunta explotación; familia ampliada en valoración.",
    "{} se encontraba sin persona adulta responsable.",
    "Seguimiento a {} por recomendación del ERI.",
)


def written(draw: Draw, templates: tuple[str, ...], people: pl.DataFrame) -> pl.Series:
    """One of the texts each, with the person's name in it."""
    template = draw.pick(templates, len(people))
    name = pl.concat_str("given_names", "first_surname", separator=" ")
    both = people.select(name.alias("name")).with_columns(template=template)
    parts = pl.col("template").str.split("{}")
    return both.select(pl.concat_str(parts.list.first(), "name", parts.list.last())).to_series()
