"""The indicators: declared once in contracts/indicators.yml, rendered as seeds, as pages of the marts, as a guide."""

from faro.indicators.definitions import Breakdown, Definitions, Indicator, IndicatorsInvalid, definitions
from faro.indicators.marts import dbt_properties
from faro.indicators.page import page
from faro.indicators.seeds import seeds

__all__ = [
    "Breakdown",
    "Definitions",
    "Indicator",
    "IndicatorsInvalid",
    "dbt_properties",
    "definitions",
    "page",
    "seeds",
]
