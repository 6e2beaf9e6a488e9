"""Dates that name their month, `March 28, 2019` or `28 de marzo de 2019`: nothing about their order is open."""

from typing import Final

import polars as pl

_SPANISH: Final = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
    "diciembre",
)  # fmt: skip
_ENGLISH: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
#: Whole names and their first three letters; Costa Rica also writes setiembre.
_MONTHS: Final = {
    written: number
    for names in (_SPANISH, _ENGLISH)
    for number, name in enumerate(names, start=1)
    for written in (name, name[:3])
} | {"setiembre": 9, "set": 9, "sept": 9}

_NAMED: Final = (
    r"(?i)^(?:(?<name>\p{L}+)\.?\s+(?<day>\d{1,2}),?\s+(?<year>\d{4})"
    r"|(?<other_day>\d{1,2})[\s\-]+(?:de\s+)?(?<other_name>\p{L}+)\.?,?[\s\-]+(?:del?\s+)?(?<other_year>\d{4}))$"
)


def with_month_numbers(text: pl.Series) -> pl.Series:
    """The same texts, trimmed; those that name a month become `2019-3-28`."""
    trimmed = text.str.strip_chars()
    if not trimmed.str.contains(r"\p{L}{3}").any():
        return trimmed
    parts = trimmed.str.extract_groups(_NAMED).struct.unnest()
    name = pl.coalesce("name", "other_name").str.to_lowercase().replace_strict(_MONTHS, default=None)
    written = pl.format("{}-{}-{}", pl.coalesce("year", "other_year"), name, pl.coalesce("day", "other_day"))
    return parts.with_columns(trimmed.alias("text")).select(pl.coalesce(written, "text")).to_series()
