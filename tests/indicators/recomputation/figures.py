"""Rows of an indicator from its units: counts, sums, medians, rates and shares, each with its share of not recorded."""

from typing import Final

import polars as pl

from recomputation.wording import NOT_RECORDED

SCHEMA: Final = {
    "year": pl.Int64(),
    "breakdown": pl.String(),
    "category": pl.String(),
    "numerator": pl.Float64(),
    "denominator": pl.Float64(),
    "value": pl.Float64(),
    "not_recorded_share": pl.Float64(),
}
TOTAL: Final = "total"
EVERY: Final = pl.lit(TOTAL)
NOTHING: Final = pl.lit(None, pl.Float64)


def pair(*columns: str) -> pl.Expr:
    """`a|b` of the codes in these columns."""
    return pl.concat_str(*columns, separator="|")


def share(units: pl.DataFrame, missing: pl.Expr, *by: str) -> pl.DataFrame:
    """year (and what else is named), not_recorded_share: how many of the units lack the fact; one row per unit."""
    return units.group_by("year", *by).agg(not_recorded_share=missing.fill_null(False).mean())


def lacks(column: str) -> pl.Expr:
    return pl.col(column) == NOT_RECORDED


def lacks_any(column: str) -> pl.Expr:
    """Whether a list has no member."""
    return pl.col(column).list.len() == 0


def spread(units: pl.DataFrame, column: str) -> pl.DataFrame:
    """A unit once for each member of the list in that column; once as not recorded where the list is empty."""
    filled = pl.when(lacks_any(column)).then(pl.lit([NOT_RECORDED])).otherwise(column)
    return units.with_columns(filled.alias(column)).explode(column)


def members(units: pl.DataFrame, found: pl.DataFrame, column: str) -> pl.DataFrame:
    """The units (year, person) once for each different code in `found`; not recorded where it has none of them."""
    stated = found.filter(~lacks(column)).select("year", "person", column).unique()
    return units.join(stated, on=["year", "person"], how="left").with_columns(pl.col(column).fill_null(NOT_RECORDED))


def counts(
    breakdown: str, rows: pl.DataFrame, category: pl.Expr, unknown: pl.DataFrame | None = None, unit: str = "person"
) -> pl.DataFrame:
    """Different units by category."""
    grouped = rows.group_by("year", category.alias("category")).agg(numerator=pl.col(unit).n_unique())
    return finished(breakdown, grouped.with_columns(denominator=NOTHING, value="numerator"), unknown)


def rates(
    breakdown: str,
    rows: pl.DataFrame,
    category: pl.Expr,
    hit: pl.Expr,
    unknown: pl.DataFrame | None = None,
    unit: str = "person",
) -> pl.DataFrame:
    """Units that the condition holds for / units, within each category."""
    hits = pl.col(unit).filter(hit.fill_null(False)).n_unique()
    grouped = rows.group_by("year", category.alias("category")).agg(numerator=hits, denominator=pl.col(unit).n_unique())
    return finished(breakdown, divided(grouped), unknown)


def shares(
    breakdown: str, rows: pl.DataFrame, category: pl.Expr, of: pl.DataFrame, unknown: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Persons of each category / those of `of`: year (and columns of the rows that the share is within), person."""
    within = [each for each in of.columns if each != "person"]
    grouped = rows.group_by(*within, category.alias("category")).agg(numerator=pl.col("person").n_unique())
    everybody = of.group_by(within).agg(denominator=pl.col("person").n_unique())
    return finished(breakdown, divided(grouped.join(everybody, on=within)), unknown)


def medians(
    breakdown: str, rows: pl.DataFrame, category: pl.Expr, value: pl.Expr, unknown: pl.DataFrame | None = None
) -> pl.DataFrame:
    """The median of what is known; the numerator is of how many."""
    known = rows.with_columns(_value=value).drop_nulls("_value")
    grouped = known.group_by("year", category.alias("category")).agg(
        numerator=pl.len(), value=pl.col("_value").median()
    )
    return finished(breakdown, grouped.with_columns(denominator=NOTHING), unknown)


def sums(
    breakdown: str, rows: pl.DataFrame, category: pl.Expr, value: str, unknown: pl.DataFrame | None = None
) -> pl.DataFrame:
    """The sum of what is known, 0 of nothing; the denominator is of how many."""
    grouped = rows.group_by("year", category.alias("category")).agg(
        numerator=pl.col(value).sum(), denominator=pl.col(value).count()
    )
    return finished(breakdown, grouped.with_columns(value="numerator"), unknown)


def divided(grouped: pl.DataFrame) -> pl.DataFrame:
    """With the value numerator / denominator; a row without denominator says nothing and is none."""
    rows = grouped.filter(pl.col("denominator") > 0)
    return rows.with_columns(value=pl.col("numerator") / pl.col("denominator"))


def finished(breakdown: str, rows: pl.DataFrame, unknown: pl.DataFrame | None = None) -> pl.DataFrame:
    """The rows in the columns of an indicator; what `unknown` says of the year, or the category, else 0."""
    if unknown is None:
        rows = rows.with_columns(not_recorded_share=pl.lit(0.0))
    else:
        rows = rows.join(unknown, on=[each for each in unknown.columns if each != "not_recorded_share"], how="left")
    return rows.select(pl.lit(breakdown).alias(name) if name == "breakdown" else name for name in SCHEMA).cast(SCHEMA)
