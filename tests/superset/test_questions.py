"""What a stored chart asks, and what goes beyond it; `tests/attacks` tries it over HTTP."""

from typing import Any

import pytest
from fences.questions import strays
from hypothesis import given
from hypothesis import strategies as st

CHART = {
    "groupby": ["offence_es"],
    "metrics": ["total_offences"],
    "x_axis": "month",
    "granularity_sqla": "month",
    "time_grain_sqla": "P1M",
    "row_limit": 1000,
}
TABLE = {"all_columns": ["nationality_es", "movements"], "order_by_cols": ['["movements", false]'], "row_limit": 10}
FILTERABLE = {"year"}
ASKED = {
    "columns": [
        {"columnType": "BASE_AXIS", "sqlExpression": "month", "label": "month", "timeGrain": "P1M"},
        "offence_es",
    ],
    "metrics": ["total_offences"],
    "orderby": [("total_offences", False)],
    "granularity": "month",
    "filter": [{"col": "year", "op": "IN", "val": [2022]}],
    "extras": {"time_grain_sqla": "P1M", "where": "", "having": ""},
    "row_limit": 1000,
    "post_processing": [{"operation": "pivot", "options": {}}, {"operation": "flatten"}],
    "time_range": "No filter",
    "annotation_layers": [],
    "result_type": "full",
}


def test_its_own_question_goes_nowhere_else() -> None:
    assert list(strays(ASKED, CHART, FILTERABLE)) == []


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=6,
)


@given(field=st.text(min_size=1, max_size=20), value=anything)
def test_a_field_that_nobody_knows_holds_nothing(field: str, value: Any) -> None:
    """So that a new version of Superset does not open what the one before kept shut."""
    asked = {f"{field}_of_tomorrow": value}
    assert bool(list(strays(asked, CHART, FILTERABLE))) == bool(value)


@given(name=st.text(min_size=1).filter(lambda name: name not in {"offence_es", "total_offences", "month"}))
@pytest.mark.parametrize("field", ["columns", "groupby", "series_columns", "metrics"])
def test_another_name_is_refused(field: str, name: str) -> None:
    for written in (name, {"sqlExpression": name, "label": name, "expressionType": "SQL"}):
        assert list(strays({field: [written]}, CHART, FILTERABLE)) == [field]
    axis = {"columnType": "BASE_AXIS", "sqlExpression": name, "label": "month"}
    assert list(strays({field: [axis]}, CHART, FILTERABLE)) == [field]


#: What a page asks of that table.
FIRST_TEN = {"columns": ["nationality_es", "movements"], "orderby": [["movements", False]]}


@pytest.mark.parametrize(
    ("asked", "is_refused"),
    [
        (FIRST_TEN, False),
        (FIRST_TEN | {"orderby": [["movements", True]]}, True),
        (FIRST_TEN | {"orderby": []}, True),
        (FIRST_TEN | {"orderby": None}, True),
        (FIRST_TEN | {"columns": ["movements"]}, True),
        (FIRST_TEN | {"metrics": ["movements"]}, True),
        ({"row_limit": 10}, False),
        ({"row_limit": 11}, True),
        ({"row_offset": 10}, True),
        ({"filter": [{"col": "movements", "op": "<", "val": 5}]}, True),
        ({"filter": [{"col": {"sqlExpression": "1"}, "op": "<", "val": 5}]}, True),
    ],
)
def test_the_first_ten_stay_the_first_ten(asked: dict[str, Any], is_refused: bool) -> None:
    assert bool(list(strays(asked, TABLE, FILTERABLE))) == is_refused


ONLY = {"expressionType": "SIMPLE", "subject": "indicator_id", "operator": "IN", "comparator": ["I-04", "nota"]}
SOME_ROWS = {"all_columns": ["text_1"], "adhoc_filters": [ONLY]}
ITS_OWN = {"col": "indicator_id", "op": "IN", "val": ["I-04", "nota"]}


@pytest.mark.parametrize(
    ("filters", "is_refused"),
    [
        ([ITS_OWN], False),
        ([ITS_OWN, {"col": "year", "op": "IN", "val": [2022]}], False),
        ([], True),
        (None, True),
        ([{"col": "year", "op": "IN", "val": [2022]}], True),
        ([ITS_OWN | {"val": ["I-01", "nota"]}], True),
        ([ITS_OWN | {"op": "NOT IN"}], True),
        ([ITS_OWN, ITS_OWN | {"val": ["I-04"]}], True),
        ([ITS_OWN, {"col": "text_1", "op": "==", "val": "7"}], True),
    ],
)
def test_a_chart_of_some_rows_stays_one_of_these(filters: list[dict[str, Any]] | None, is_refused: bool) -> None:
    asked = {"columns": ["text_1"], "filter": filters}
    assert bool(list(strays(asked, SOME_ROWS, FILTERABLE))) == is_refused
