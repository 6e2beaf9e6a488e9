"""I-36 and I-37: migrants objects of smuggling, and what smuggling turns into."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from recomputation.detection import counted_in_each
from recomputation.facts import Facts
from recomputation.figures import EVERY, NOTHING, TOTAL, counts, divided, finished, lacks, lacks_any, share
from recomputation.prosecution import accused, cases, with_first_age
from recomputation.wording import NOT_RECORDED, yes_or_no

SMUGGLING: Final = "migrant_smuggling"
_EVENTS: Final = "dgme/smuggling_events"


def i36(facts: Facts) -> pl.DataFrame:
    """Migrants objects of smuggling; events, cases and accused persons beside them."""
    events = _events(facts).select("border_post", "route", event_number="number")
    rows = facts.of_persons("dgme/smuggled_migrants").drop_nulls("year").sort("day", "age")
    rows = rows.with_columns(pl.col("event_number").str.strip_chars()).join(events, on="event_number", how="left")
    rows = rows.with_columns(pl.col("border_post", "route").fill_null(NOT_RECORDED))
    persons = with_first_age(rows)
    return pl.concat(
        [
            counts(TOTAL, persons, EVERY),
            *(counts(by, persons, pl.col(by), share(persons, lacks(by))) for by in ("sex", "age_group", "nationality")),
            counted_in_each("border_post", persons, rows, "border_post"),
            counted_in_each("smuggling_route", persons, rows, "route"),
            *_measures(facts, persons),
        ]
    )


def _measures(facts: Facts, persons: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Four rows in each year that has migrants, also with 0."""
    is_smuggling = pl.col("offence") == SMUGGLING
    counted = {
        "migrants": persons.select("year", unit="person"),
        "events": _events(facts).select("year", unit="number"),
        "cases": cases(facts).filter(is_smuggling).select("year", unit="number"),
        "accused": accused(facts).filter(is_smuggling).select("year", unit="person"),
    }
    for measure, units in counted.items():
        found = units.group_by("year").agg(numerator=pl.col("unit").n_unique())
        rows = persons.select("year").unique().join(found, on="year", how="left").with_columns(
            pl.col("numerator").fill_null(0), category=pl.lit(measure), denominator=NOTHING
        )  # fmt: skip
        yield finished("measure", rows.with_columns(value="numerator"))


def i37(facts: Facts) -> pl.DataFrame:
    """From smuggling to trafficking, abuses and fees."""
    events = _events(facts).drop_nulls("year").with_columns(
        answered=pl.col("became_trafficking").is_in(["yes", "no"]),
        counted=pl.col("unaccompanied_minors").is_not_null() & pl.col("migrants").is_not_null(),
    )  # fmt: skip
    of_route = [_measured("measure_and_route", events, measure, "route") for measure in _MEASURES]
    of_year = [_measured("measure", events, measure) for measure in _MEASURES]
    conversion = of_year[0].with_columns(breakdown=EVERY, category=EVERY)
    return pl.concat([conversion, *of_year, *of_route])


def _of(part: pl.Expr, whole: pl.Expr, missing: pl.Expr) -> dict[str, pl.Expr]:
    return {"numerator": part, "denominator": whole, "missing": missing.mean()}


_ANSWERED, _COUNTED, _ABUSED = pl.col("answered"), pl.col("counted"), ~lacks_any("abuses")
#: Measure → how the events of a group make numerator and denominator, and which of them lack the fact.
_MEASURES: Final = {
    "conversion": _of((pl.col("became_trafficking") == "yes").sum(), _ANSWERED.sum(), ~_ANSWERED),
    "abuse": _of(_ABUSED.sum(), pl.len(), ~_ABUSED),
    "unaccompanied_minors": _of(
        pl.col("unaccompanied_minors").filter(_COUNTED).sum(), pl.col("migrants").filter(_COUNTED).sum(), ~_COUNTED
    ),
    "median_fee": _of(pl.col("fee_usd").median(), pl.col("fee_usd").count(), pl.col("fee_usd").is_null()),
}


def _measured(breakdown: str, events: pl.DataFrame, measure: str, *by: str) -> pl.DataFrame:
    grouped = events.group_by("year", *by).agg(**_MEASURES[measure])
    category = pl.concat_str(pl.lit(measure), *by, separator="|")
    grouped = grouped.with_columns(category=category)
    rows = divided(grouped)
    if measure == "median_fee":  # not of a whole: the number of fees stands in the numerator
        rows = rows.with_columns(numerator="denominator", denominator=NOTHING, value="numerator")
    return finished(breakdown, rows, grouped.select("year", "category", not_recorded_share="missing"))


def _events(facts: Facts) -> pl.DataFrame:
    rows = facts.of_events(_EVENTS, "detected_on")
    rows = facts.coded("dgme", rows, {"border_post": "border_post", "route": "smuggling_route"})
    rows = facts.several("dgme", rows, {"abuses": "smuggling_abuse"})
    answer = pl.col("became_trafficking").map_elements(yes_or_no, return_dtype=pl.String, skip_nulls=False)
    return rows.with_columns(answer)
