"""Detected victims by nationality, of which a year that completes makes countries be published year by year."""

from collections import Counter

from faro.releases.figures import IndicatorFigure

EUROPE = ("ESP", "FRA", "DEU", "ITA", "PRT")
OTHERS = {"NIC": "central_america", "HND": "central_america", "COL": "south_america", "VEN": "south_america"}
OTHERS |= {"ECU": "south_america", "PER": "south_america", "DOM": "caribbean", "HTI": "caribbean"}


def _by_nationality(year: str, europeans: int, others: int) -> list[IndicatorFigure]:
    """So many of each country."""
    of_country = dict.fromkeys(EUROPE, europeans) | dict.fromkeys(OTHERS, others)
    of_group = Counter({"europe": len(EUROPE) * europeans})
    for group in OTHERS.values():
        of_group[group] += others
    of_breakdown = {
        "total": {"total": of_group.total()},
        "nationality_group": of_group,
        "nationality": {country: count for country, count in of_country.items() if count},
    }
    return [
        IndicatorFigure("I-01", year, breakdown, category, count, count, None)
        for breakdown, of_category in of_breakdown.items()
        for category, count in of_category.items()
    ]


#: Five of 2021 are of Europe, each of another country; 2022 goes on, and then is complete.
UNDER_WAY = [*_by_nationality("2020", 4, 4), *_by_nationality("2021", 1, 30), *_by_nationality("2022", 2, 2)]
COMPLETED = [
    *(one for one in UNDER_WAY if one.year != "2022"),
    *_by_nationality("2022", 30, 30),
    *_by_nationality("2023", 2, 2),
]
