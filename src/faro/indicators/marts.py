"""What dbt has to know of the marts and seeds of the indicators: all marts have the same columns and checks."""

from pathlib import Path
from typing import Any

from faro.indicators.definitions import TOTAL, Definitions, Indicator
from faro.indicators.seeds import properties
from faro.settings import PROJECT
from faro.vocabularies.seeds import SEEDS

FOLDER = PROJECT / "dbt_project" / "models" / "marts" / "indicators"
_GRAIN = "One row per year, breakdown and category."
_COLUMNS = (
    ("year", "integer", "Year."),
    ("breakdown", "text", "What the figure is broken down by; total for the figure itself."),
    ("category", "text", "Code of the category, those of a pair separated by |; total for the figure itself."),
    ("numerator", "numeric", "Numerator, or what stands for it."),
    ("denominator", "numeric", "Denominator; null where the figure has none."),
    ("value", "numeric", "The figure; null where nobody records what it needs."),
    ("not_recorded_share", "numeric", "Share of the units of the year that do not state what the row needs."),
)
_OF_A_RATE = (
    ("population_year", "integer", "Year of the estimate that the rate is taken of."),
    ("population_source", "text", "Source of that estimate."),
)


def dbt_properties(given: Definitions) -> dict[Path, dict[str, Any]]:
    """Path → what the file says: one page per mart, and one for the seeds."""
    marts = {FOLDER / f"{each.mart}.yml": _page(each) for each in given.indicators.values()}
    return {SEEDS / "_indicators.yml": properties(), **marts}


def _page(indicator: Indicator) -> dict[str, Any]:
    columns = _COLUMNS + (_OF_A_RATE if indicator.kind == "rate" else ())
    model = {
        "name": indicator.mart,
        "description": f"{indicator.id} {indicator.en}. {indicator.definition['en']} {_GRAIN}",
        "config": {"meta": {"grain": _GRAIN, "indicator": indicator.id}},
        "constraints": [
            {"type": "primary_key", "columns": ["year", "breakdown", "category"]},
            {"type": "check", "expression": _breakdown_is_declared(indicator)},
            {"type": "check", "expression": _value_is_in_range(indicator)},
            {"type": "check", "expression": "not_recorded_share between 0 and 1"},
        ],
        "columns": [_column(*each) for each in columns],
    }
    return {"version": 2, "models": [model]}


def _column(name: str, kind: str, description: str) -> dict[str, Any]:
    column: dict[str, Any] = {"name": name, "data_type": kind, "description": description}
    return column | ({"constraints": [{"type": "not_null"}]} if name == "not_recorded_share" else {})


def _breakdown_is_declared(indicator: Indicator) -> str:
    return "breakdown in ({})".format(", ".join(f"'{name}'" for name in (TOTAL, *indicator.breakdowns)))


def _value_is_in_range(indicator: Indicator) -> str:
    """A share of mixed units stands beside sums and medians, which have no upper end."""
    return "value between 0 and 1" if indicator.kind == "share" and indicator.unit == "share" else "value >= 0"
