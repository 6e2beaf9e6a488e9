"""Compares what a page asks of the data with what the stored chart asks; knows nothing of Superset."""

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

Chart = Mapping[str, Any]

#: Fields of a stored chart that name columns and metrics, whatever its kind calls them.
_NAMING = (
    "columns", "groupby", "all_columns", "series_columns", "x_axis", "series", "entity", "granularity_sqla",
    "metrics", "metric", "percent_metrics", "secondary_metric", "size", "timeseries_limit_metric", "x_axis_sort",
)  # fmt: skip
#: Fields of a question that can only make its answer shorter.
_HARMLESS = {
    "applied_time_extras",
    "from_dttm",
    "to_dttm",
    "inner_from_dttm",
    "inner_to_dttm",
    "order_desc",
    "time_range",
}
#: What a page does with the rows that it was given, each once: others make many columns of few, or last for hours.
_AFTERWARDS = {"contribution", "cum", "flatten", "pivot", "rename", "sort"}
#: Kinds of answer: rows, as the chart or as a table.
ROWS = frozenset({"full", "results", "post_processed"})


def strays(
    question: Mapping[str, Any], chart: Chart, filterable: Collection[str], answers: Collection[str] = ROWS
) -> Iterator[str]:
    """Fields in which a question (as Superset's `QueryObject` holds it) goes beyond the stored chart.

    `filterable` are the columns that the dashboard's own filters narrow, `answers` the kinds of answer allowed.
    """
    for field, value in question.items():
        if field == "result_type" and value in answers:
            continue
        if value and field not in _HARMLESS and not _is_asked(field, value, chart, filterable):
            yield field
    yield from _left_out(question, chart)


def _left_out(question: Mapping[str, Any], chart: Chart) -> Iterator[str]:
    """What a chart would show other rows without: its own filters, and of the first of many what makes them first."""
    asked = [_condition(one) for one in question.get("filter") or []]
    if "filter" in question and any(condition not in asked for condition in _conditions(chart)):
        yield "filter"
    if "orderby" not in question or not (declared := _declared_orders(chart)):
        return
    if [list(order) for order in question["orderby"] or []] != declared:
        yield "orderby"
    if set(map(str, question.get("columns") or [])) != set(chart.get("all_columns") or []):
        yield "columns"
    if question.get("metrics"):
        yield "metrics"


def _is_asked(field: str, value: Any, chart: Chart, filterable: Collection[str]) -> bool:
    known = list(_names(chart))
    match field:
        case "columns" | "groupby" | "series_columns" | "metrics":
            return all(_is_named(name, chart, known) for name in value)
        case "orderby":
            return all(_is_named(name, chart, known) for name, _ in value)
        case "granularity":
            return value in _moments(chart)
        case "series_limit_metric" | "timeseries_limit_metric":
            return _is_named(value, chart, known)
        case "filter":
            narrowing = [*_moments(chart), *filterable]
            return all(_is_column(one.get("col"), narrowing) or _condition(one) in _conditions(chart) for one in value)
        case "extras":
            return not any(wish for name, wish in value.items() if (name, wish) != _grain(chart))
        case "row_limit" | "series_limit" | "timeseries_limit":
            return bool(value <= int(chart.get(field) or chart.get("limit") or 0))
        case "post_processing":
            steps = [step.get("operation") for step in value]
            return set(steps) <= _AFTERWARDS and len(steps) == len(set(steps))
    return bool(value == chart.get(field))


def _declared_orders(chart: Chart) -> list[list[Any]]:
    return [json.loads(order) for order in chart.get("order_by_cols") or []]


def _conditions(chart: Chart) -> list[tuple[Any, ...]]:
    """Column, operator and values of each filter that a stored chart declares."""
    declared = [one for one in chart.get("adhoc_filters") or [] if one.get("expressionType") == "SIMPLE"]
    return [(one.get("subject"), one.get("operator"), one.get("comparator")) for one in declared]


def _condition(asked: Mapping[str, Any]) -> tuple[Any, ...]:
    return asked.get("col"), asked.get("op"), asked.get("val")


def _moments(chart: Chart) -> list[Any]:
    """Where a chart's period is told."""
    return [chart[field] for field in ("granularity_sqla", "x_axis") if chart.get(field)]


def _names(chart: Chart) -> Iterator[Any]:
    """Columns and metrics of a stored chart: their names, or the expression that it declares itself."""
    for field in _NAMING:
        value = chart.get(field) or []
        yield from value if isinstance(value, list) else [value]
    for order in chart.get("order_by_cols") or []:
        yield json.loads(order)[0]


def _is_named(asked: Any, chart: Chart, known: list[Any]) -> bool:
    """A name of the chart's, an expression of its own, or its axis, which a page writes as an expression."""
    if isinstance(asked, Mapping) and asked.get("columnType") == "BASE_AXIS":
        is_of_the_chart = asked.get("timeGrain") in (None, chart.get("time_grain_sqla"))
        return is_of_the_chart and _is_column(asked.get("sqlExpression"), known) and asked.get("label") in known
    return asked in known


def _is_column(asked: Any, known: list[Any]) -> bool:
    return isinstance(asked, str) and asked in known


def _grain(chart: Chart) -> tuple[str, Any]:
    return "time_grain_sqla", chart.get("time_grain_sqla")
