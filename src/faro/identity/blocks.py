"""The tokens by which two rows about one person find each other: each is shared by few, and one is enough.

Every block is a text of its own kind before it becomes a token. None is a birth date or a surname alone: those are
shared by too many.
"""

from collections.abc import Iterator

import polars as pl

from faro.identity.distinct import each_distinct
from faro.identity.documents import one_left_out
from faro.identity.phonetics import sounds


def blocks_of(facts: pl.DataFrame) -> pl.Series:
    """The texts of each row's blocks, as a list."""
    known = facts.with_columns(*_sounding(facts), *_birth()).select(*_blocks())
    listed = pl.concat_list(pl.all()).list.drop_nulls().list.unique(maintain_order=True)
    return known.select(listed.alias("blocks"))["blocks"]


def documents_near(facts: pl.DataFrame) -> pl.Series:
    """The number and each text that is left of it without one character: a typing error leaves one in common."""
    distinct = facts["document"].drop_nulls().unique()
    near = {number: one_left_out(number) for number in distinct}
    return pl.Series("document_near", [near.get(number) for number in facts["document"]], dtype=pl.List(pl.String))


def _sounding(facts: pl.DataFrame) -> Iterator[pl.Series]:
    """How the first word of a name sounds; an order of all words in which every register agrees."""
    for name in ("given", "first_surname"):
        yield each_distinct(facts[name], lambda text: sounds(text.split()[0])).alias(f"sound_{name}")
    yield each_distinct(facts["second_surname"], sounds).alias("sound_second_surname")
    yield each_distinct(facts["names"], lambda text: " ".join(sorted(sounds(text).split()))).alias("sound_names")


def _birth() -> Iterator[pl.Expr]:
    birth = pl.col("birth")
    day, month = birth.dt.day(), birth.dt.month()
    swappable = pl.format("{}-{}-{}", birth.dt.year(), pl.min_horizontal(day, month), pl.max_horizontal(day, month))
    # the first of January stands for a day that nobody knows: whole villages share it
    yield pl.when(~_is_first_of_january()).then(swappable).alias("birth_either_way")
    yield birth.dt.year().cast(pl.String).alias("birth_year")


def _is_first_of_january() -> pl.Expr:
    return (pl.col("birth").dt.month() == 1) & (pl.col("birth").dt.day() == 1)


def _blocks() -> Iterator[pl.Expr]:
    yield _block("phone", "phone")
    yield _block("birth and surname", "birth_either_way", "sound_first_surname")
    yield _block("birth and given", "birth_either_way", "sound_given")
    yield _block("year and name", "birth_year", "sound_first_surname", "sound_given")
    yield _block("year and names", "birth_year", "sound_names")
    yield _block("year and surnames", "birth_year", "sound_first_surname", "sound_second_surname")
    yield _block("surnames and given", "sound_first_surname", "sound_second_surname", "sound_given")
    yield _named_at("province")
    yield _named_at("canton")


def _block(kind: str, *parts: str) -> pl.Expr:
    """Nothing where a part is unknown."""
    return pl.concat_str(pl.lit(kind), *parts, separator="|").alias(kind)


def _named_at(place: str) -> pl.Expr:
    """For rows without a birth date: all names at one place."""
    at = pl.col("places").list.eval(pl.element().filter(pl.element().str.starts_with(place + " "))).list.first()
    return pl.concat_str(pl.lit("names at"), at, pl.col("sound_names"), separator="|").alias(place)
