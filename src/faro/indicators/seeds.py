"""The seeds that follow from the definitions: indicators, breakdowns, and the categories that no vocabulary holds."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from faro.indicators.definitions import TOTAL, Definitions
from faro.vocabularies.lists import special_members
from faro.vocabularies.seeds import SEEDS, as_csv

_CATALOGUES = SEEDS / "catalogues"
#: Column → (what it means, its type).
_INDICATOR = {
    "code": ("Number of the indicator.", "text"),
    "name_es": ("Name in Spanish.", "text"),
    "name_en": ("Name in English.", "text"),
    "domain": ("Part of the set that it belongs to.", "text"),
    "domain_es": ("That part in Spanish.", "text"),
    "domain_en": ("That part in English.", "text"),
    "unit": ("Unit of the values.", "text"),
    "unit_es": ("Unit in Spanish.", "text"),
    "unit_en": ("Unit in English.", "text"),
    "kind": ("count, rate, share, median or sum.", "text"),
    "definition_es": ("Definition in Spanish.", "text"),
    "definition_en": ("Definition in English.", "text"),
    "numerator": ("What the numerator counts.", "text"),
    "denominator": ("What the denominator counts; empty where there is none.", "text"),
    "rules": ("What decides in doubt.", "text"),
    "breakdowns": ("Breakdowns beside the total, separated by blanks.", "text"),
    "sources": ("Datasets it comes from, separated by blanks.", "text"),
    "limitations_es": ("Limitations in Spanish.", "text"),
    "limitations_en": ("Limitations in English.", "text"),
    "mart": ("Mart that computes it.", "text"),
    "position": ("Place in the set.", "integer"),
}
_BREAKDOWN = {
    "code": ("Code of the breakdown.", "text"),
    "name_es": ("Name in Spanish.", "text"),
    "name_en": ("Name in English.", "text"),
    "members": ("Lists whose codes make up a category, in their order, separated by |.", "text"),
    "several": ("Whether one unit may have several categories.", "boolean"),
    "ordered": ("Whether its categories have an order of their own.", "boolean"),
    "position": ("Place in the set.", "integer"),
}
_CATEGORY = {
    "list": ("List of the member.", "text"),
    "code": ("Code of the member.", "text"),
    "name_es": ("Label in Spanish.", "text"),
    "name_en": ("Label in English.", "text"),
    "position": ("Place in the list.", "integer"),
}


def seeds(given: Definitions) -> dict[Path, str]:
    """Path → content of each seed."""
    return {
        _CATALOGUES / "catalogue_indicator.csv": as_csv(_INDICATOR, _indicators(given)),
        _CATALOGUES / "catalogue_breakdown.csv": as_csv(_BREAKDOWN, _breakdowns(given)),
        _CATALOGUES / "catalogue_category.csv": as_csv(_CATEGORY, _categories(given)),
    }


def properties() -> dict[str, Any]:
    """What dbt has to know of them."""
    described = (
        ("catalogue_indicator", "The indicators.", _INDICATOR, ["code"]),
        ("catalogue_breakdown", "What indicators are broken down by.", _BREAKDOWN, ["code"]),
        ("catalogue_category", "Categories of the lists that no vocabulary holds.", _CATEGORY, ["list", "code"]),
    )
    return {"version": 2, "seeds": [_seed(*each) for each in described]}


def _seed(name: str, description: str, columns: dict[str, tuple[str, str]], key: list[str]) -> dict[str, Any]:
    return {
        "name": name,
        "description": f"{description} Generated from contracts/indicators.yml, do not edit: faro derive.",
        "config": {"column_types": {column: kind for column, (_, kind) in columns.items()}},
        "data_tests": [{"unique_together": {"arguments": {"columns": key}}}],
        "columns": [{"name": column, "description": text} for column, (text, _) in columns.items()],
    }


def _indicators(given: Definitions) -> Iterator[tuple[Any, ...]]:
    for position, each in enumerate(given.indicators.values(), start=1):
        domain, unit = given.domains[each.domain], given.units[each.unit]
        yield (
            *(each.id, each.es, each.en),
            *(each.domain, domain["es"], domain["en"]),
            *(each.unit, unit["es"], unit["en"], each.kind),
            *(each.definition["es"], each.definition["en"]),
            *(each.numerator, each.denominator or None, each.rules),
            *(" ".join(each.breakdowns), " ".join(each.sources)),
            *(each.limitations["es"], each.limitations["en"]),
            *(each.mart, position),
        )


def _breakdowns(given: Definitions) -> Iterator[tuple[Any, ...]]:
    yield TOTAL, "Total", "Total", TOTAL, False, False, 0
    for position, each in enumerate(given.breakdowns.values(), start=1):
        yield each.code, each.es, each.en, "|".join(each.members), each.several, each.ordered, position


def _categories(given: Definitions) -> Iterator[tuple[Any, ...]]:
    yield TOTAL, TOTAL, "Total", "Total", 1
    for name, members in given.own.items():
        labelled = [(code, labels["es"], labels["en"]) for code, labels in members.items()]
        for position, (code, es, en) in enumerate([*labelled, *special_members()], start=1):
            yield name, code, es, en, position
