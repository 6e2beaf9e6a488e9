"""Where people live: the districts of the project's own list, and addresses in the Costa Rican manner."""

from functools import cache
from typing import Any, Final

import polars as pl
import yaml

from faro.settings import PROJECT
from faro.simulation.country.draw import Draw
from faro.simulation.country.shares import shares

_TERRITORY: Final = PROJECT / "contracts" / "vocabularies" / "territory.yml"

#: Thousands of inhabitants: INEC figures quoted by the press, March 2026.
INHABITANTS: Final = {
    "San José": 1662.0,
    "Alajuela": 1075.0,
    "Cartago": 533.0,
    "Heredia": 546.0,
    "Guanacaste": 414.0,
    "Puntarenas": 506.0,
    "Limón": 456.0,
}
#: Where migrants live and pass.
MIGRANTS: Final = shares("provinces_of_migrants")
PROVINCE_CODE: Final = {province: code for code, province in enumerate(INHABITANTS, start=1)}

_DIRECTIONS = ("norte", "sur", "este", "oeste")
_LANDMARKS = (
    "de la iglesia",
    "de la escuela",
    "del EBAIS",
    "del parque",
    "de la pulpería",
    "de la plaza",
    "del puente",
    "del salón comunal",
)
_DETAILS = (
    "casa de madera",
    "casa verde",
    "portón negro",
    "segundo piso",
    "cuartería",
    "contiguo al taller",
    "casa esquinera",
)


@cache
def districts() -> pl.DataFrame:
    """province, canton, district in force, in the order of their codes."""
    members: dict[str, dict[str, Any]] = yaml.load(_TERRITORY.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)[
        "members"
    ]
    rows = []
    for member in members.values():
        if member.get("level") == "district" and "standing" not in member:
            canton = members[member["within"]]
            rows.append((members[canton["within"]]["name"], canton["name"], member["name"]))
    return pl.DataFrame(rows, schema=["province", "canton", "district"], orient="row")


@cache
def cantons() -> pl.DataFrame:
    return districts().select("province", "canton").unique(maintain_order=True)


def draw_districts(draw: Draw, weights: dict[str, float], count: int) -> pl.DataFrame:
    """Districts, those of a province's first cantons more often."""
    return _drawn(draw, districts(), weights, count)


def draw_cantons(draw: Draw, weights: dict[str, float], count: int) -> pl.DataFrame:
    return _drawn(draw, cantons(), weights, count)


def _drawn(draw: Draw, units: pl.DataFrame, weights: dict[str, float], count: int) -> pl.DataFrame:
    rank = pl.col("row").min().over("province", "canton").rank("dense").over("province")
    share = units.with_row_index("row").with_columns(share=1 / (rank + 2))
    weight = (
        pl.col("share")
        / pl.col("share").sum().over("province")
        * pl.col("province").replace_strict(weights, return_dtype=pl.Float64)
    )
    return units[draw.indices(share.select(weight).to_series().to_list(), count)]


def draw_addresses(draw: Draw, count: int) -> pl.Series:
    """`200 metros norte de la iglesia, casa verde`."""
    metres = pl.Series(draw.between(1, 12, count) * 25).cast(pl.String)
    parts = (metres, draw.pick(_DIRECTIONS, count), draw.pick(_LANDMARKS, count), draw.pick(_DETAILS, count))
    template = pl.format("{} metros {} {}, {}", *(part.alias(str(index)) for index, part in enumerate(parts)))
    return pl.select(template).to_series()
