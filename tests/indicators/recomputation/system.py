"""I-38: how the sources deliver, what the fund spends, whom prevention reaches, who calls."""

from typing import Final

import polars as pl

from recomputation.facts import Facts
from recomputation.figures import EVERY, NOTHING, TOTAL, divided, finished, rates
from recomputation.prosecution import TRAFFICKING
from recomputation.reading import LOADS

_REJECTED: Final = "rejected"
_CAMPAIGN: Final = "campaign"


def i38(facts: Facts) -> pl.DataFrame:
    """Data, fund, training and calls."""
    return pl.concat(
        [
            _deliveries(facts),
            _coded_to_ictip(facts),
            _fund(facts),
            *_prevention(facts),
            _calls(facts),
        ]
    )


def _deliveries(facts: Facts) -> pl.DataFrame:
    loads = (
        facts.frames[LOADS].sort("load_id").with_columns(year=pl.col("received_on").dt.year(), category="institution")
    )
    loads = loads.with_columns(is_on_time=_is_on_time())
    rows = pl.col("accepted").sum(), pl.col("delivered").sum()
    total = loads.with_columns(category=EVERY).group_by("year", "category").agg(numerator=rows[0], denominator=rows[1])
    complete = loads.group_by("year", "category").agg(numerator=rows[0], denominator=rows[1])
    failed = loads.group_by("year", "category").agg(
        numerator=(pl.col("state") == _REJECTED).sum(), denominator=pl.len()
    )
    known = loads.drop_nulls("is_on_time").group_by("year", "category")
    in_time = known.agg(numerator=pl.col("is_on_time").sum(), denominator=pl.len())
    named = {TOTAL: total, "completeness": complete, "contract_failures": failed, "timeliness": in_time}
    return pl.concat([finished(name, divided(grouped)) for name, grouped in named.items()])


def _is_on_time() -> pl.Expr:
    """Within one and a half of the contract's cadences after the dataset's load before; null for the first."""
    waited = pl.col("received_on").diff().over("institution", "dataset").dt.total_days()
    return waited * 2 <= pl.col("cadence_days") * 3


def _coded_to_ictip(facts: Facts) -> pl.DataFrame:
    """Of the forms in use those that have a code."""
    codes = list(facts.lists.attribute("exploitation_form", "ictip_code"))
    forms = facts.accredited.select("year", form="exploitation_forms").explode("form").drop_nulls().unique()
    return rates("coded_to_ictip", forms, pl.lit("eri"), pl.col("form").is_in(codes), unit="form")


def _fund(facts: Facts) -> pl.DataFrame:
    rows = facts.of_events("eri/fund_execution", "period").drop_nulls("year")
    rows = facts.coded("eri", rows, {"budget_line": "fund_line"})
    both = pl.col("spent_crc").is_not_null() & pl.col("budget_crc").is_not_null()
    grouped = rows.group_by("year", category="budget_line").agg(
        numerator=pl.col("spent_crc").filter(both).sum(),
        denominator=pl.col("budget_crc").filter(both).sum(),
        not_recorded_share=(~both).mean(),
    )
    unknown = grouped.select("year", "category", "not_recorded_share")
    return finished("fund_execution", divided(grouped.drop("not_recorded_share")), unknown)


def _prevention(facts: Facts) -> list[pl.DataFrame]:
    rows = facts.of_events("eri/prevention_activities", "held_on").drop_nulls("year")
    rows = facts.coded("eri", rows, {"audience": "audience", "activity_type": "prevention_activity"})
    campaigns = rows.filter(pl.col("activity_type") == _CAMPAIGN)
    return [
        _persons("persons_trained", rows, "persons_trained"),
        _persons("campaign_reach", campaigns, "persons_reached"),
    ]


def _persons(breakdown: str, rows: pl.DataFrame, column: str) -> pl.DataFrame:
    grouped = rows.group_by("year", category="audience").agg(
        numerator=pl.col(column).sum(), not_recorded_share=pl.col(column).is_null().mean()
    )
    figures = grouped.drop("not_recorded_share").with_columns(denominator=NOTHING, value="numerator")
    return finished(breakdown, figures, grouped.select("year", "category", "not_recorded_share"))


def _calls(facts: Facts) -> pl.DataFrame:
    rows = facts.of_events("emergencias911/calls", "called_at").drop_nulls("year")
    rows = facts.coded("emergencias911", rows, {"incident_type": "incident_type"})
    about = rows.filter(pl.col("incident_type") == TRAFFICKING)
    grouped = about.group_by("year", category=pl.col("day").dt.strftime("%Y-%m")).agg(numerator=pl.len())
    return finished("emergency_calls", grouped.with_columns(denominator=NOTHING, value="numerator"))
