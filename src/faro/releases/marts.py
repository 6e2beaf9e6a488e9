"""Figures of the marts, which are all that a release is made of."""

import psycopg

from faro.releases.errors import NothingCounted
from faro.releases.figures import IndicatorFigure

_FIGURES = """
    select indicator_id, year::text, breakdown, category, value::float8, numerator::float8, denominator::float8
    from marts.indicator_value order by indicator_id, year, breakdown, category
"""


def indicator_figures(connection: psycopg.Connection) -> list[IndicatorFigure]:
    """Every figure of every indicator, for whoever may read the marts. Raises NothingCounted."""
    try:
        figures = [IndicatorFigure(*row) for row in connection.execute(_FIGURES)]
    except psycopg.errors.UndefinedTable:
        raise NothingCounted from None
    if not figures:
        raise NothingCounted
    return figures
