"""Of a published chart a reader asks what it shows: every other question that the protocol allows is tried."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from superset_session import SupersetSession

pytestmark = pytest.mark.stack

Question = dict[str, Any]
_SQL = "(select string_agg(rolname, ',') from pg_roles)"
SQL_COLUMN = {"expressionType": "SQL", "sqlExpression": _SQL, "label": "x"}
SQL_METRIC = {"expressionType": "SQL", "sqlExpression": f"max({_SQL})", "label": "x"}
#: Which rows of its dataset the chart of offences by month shows.
OWN = [
    {"col": "series", "op": "IN", "val": ["reported_offences"]},
    {"col": "breakdown", "op": "IN", "val": ["offence"]},
]
#: Written as a page writes the axis of a chart.
SQL_AXIS = {**SQL_COLUMN, "columnType": "BASE_AXIS"}


@pytest.fixture(scope="module")
def charts(coordinator: SupersetSession) -> dict[str, dict[str, Any]]:
    """Kind → form of a published chart of that kind."""
    found = coordinator.ask("/api/v1/dashboard/panorama/charts").json()["result"]
    return {chart["form_data"]["viz_type"]: chart["form_data"] for chart in found}


@pytest.fixture(scope="module")
def of_the_page(charts: dict[str, dict[str, Any]], panorama: dict[str, Any]) -> Question:
    """What the dashboard's page asks for the chart of offences by month."""
    form = charts["echarts_timeseries_line"]
    query = {
        "columns": [{"columnType": "BASE_AXIS", "sqlExpression": "period_start", "label": "period_start",
                     "expressionType": "SQL", "timeGrain": "P1M"}, "category_es"],
        "metrics": ["total_offences"],
        "orderby": [["total_offences", False]],
        "granularity": "period_start",
        "time_range": "No filter",
        "series_columns": ["category_es"],
        "extras": {"time_grain_sqla": "P1M", "having": "", "where": ""},
        "filters": OWN,
        "row_limit": 1000,
        "post_processing": [
            {"operation": "pivot", "options": {"index": ["period_start"], "columns": ["category_es"], "aggregates": {
                "total_offences": {"operator": "mean"}}}},
            {"operation": "flatten"},
        ],
    }  # fmt: skip
    return {
        "datasource": {"id": int(form["datasource"].split("__")[0]), "type": "table"},
        "form_data": {**form, "dashboardId": panorama["id"]},
        "queries": [query],
        "result_format": "json",
        "result_type": "full",
    }


def query_with(**changes: Any) -> Callable[[Question], None]:
    return lambda question: question["queries"][0].update(changes)


def extras_with(**changes: Any) -> Callable[[Question], None]:
    return lambda question: question["queries"][0]["extras"].update(changes)


def form_with(**changes: Any) -> Callable[[Question], None]:
    return lambda question: question["form_data"].update(changes)


def question_with(**changes: Any) -> Callable[[Question], None]:
    return lambda question: question.update(changes)


FORECAST = {"operation": "prophet", "options": {"time_grain": "P1M", "periods": 9_999, "confidence_interval": 0.8}}
RESAMPLE = {"operation": "resample", "options": {"rule": "1S", "method": "ffill"}}
ANNOTATION = {
    "annotationType": "EVENT", "sourceType": "table", "name": "x", "value": 1, "show": True, "style": "solid",
    "overrides": {},
}  # fmt: skip
BEYOND: dict[str, Callable[[Question], None]] = {
    "SQL as column": query_with(columns=[SQL_COLUMN]),
    "SQL as axis": query_with(columns=[SQL_AXIS]),
    "SQL as series": query_with(series_columns=[SQL_COLUMN]),
    "SQL as metric": query_with(metrics=[SQL_METRIC]),
    "aggregate that the chart has not": query_with(metrics=[
        {"expressionType": "SIMPLE", "aggregate": "MAX", "column": {"column_name": "value_lower"}, "label": "x"}]),
    "SQL as order": query_with(orderby=[[SQL_COLUMN, True]]),
    "SQL as order of metrics": query_with(orderby=[[SQL_METRIC, True]]),
    "SQL as condition": extras_with(where="1 = 1"),
    "SQL as condition on groups": extras_with(having="1 = 1"),
    "SQL as limit of series": query_with(series_limit=5, series_limit_metric=SQL_METRIC),
    "SQL in a filter": query_with(filters=[*OWN, {"col": SQL_COLUMN, "op": "==", "val": "x"}]),
    "column that the chart has not": query_with(columns=["value_lower"]),
    "filter on such a column": query_with(filters=[*OWN, {"col": "value_lower", "op": "<", "val": 5}]),
    "more rows": query_with(row_limit=5000),
    "other grain of time": extras_with(time_grain_sqla="P1D"),
    "the other end of the order": query_with(row_offset=1000),
    "rows that the chart has not": query_with(filters=[]),
    "rows of another series": query_with(filters=[{**OWN[0], "val": ["border_entries"]}, OWN[1]]),
    "filter on a category": query_with(filters=[*OWN, {"col": "category_es", "op": "IN", "val": ["Hurto"]}]),
    "another moment": query_with(granularity="category_es", is_timeseries=True),
    "columns without end": query_with(post_processing=[
        {"operation": "histogram", "options": {"column": "x", "bins": 9}}]),
    "columns twice and twice again": query_with(post_processing=[
        {"operation": "select", "options": {"columns": ["period_start", "period_start"]}}] * 2),
    "many questions at once": lambda question: question.update(queries=question["queries"] * 20),
    "dashboard by another name": form_with(dashboardId={"id": 1}),
    "forecast": query_with(post_processing=[FORECAST]),
    "resampling": query_with(post_processing=[RESAMPLE]),
    "comparison in time": query_with(time_offsets=["1 year ago"]),
    "annotations": query_with(annotation_layers=[ANNOTATION]),
    "count of rows": query_with(is_rowcount=True),
    "older name of columns": query_with(groupby=["value_lower"]),
    "older name of conditions": query_with(where="1 = 1"),
    "other dataset": question_with(datasource={"id": 1, "type": "table"}),
    "other chart": form_with(slice_id=1),
    "no chart": form_with(slice_id=None),
    "no dashboard": form_with(dashboardId=None),
    "filter that is not there": form_with(type="NATIVE_FILTER", native_filter_id="NATIVE_FILTER-x"),
    "the SQL itself": question_with(result_type="query"),
    "the SQL itself within": query_with(result_type="query"),
    "samples": question_with(result_type="samples"),
    "rows behind": question_with(result_type="drill_detail"),
    "columns": question_with(result_type="columns"),
}  # fmt: skip


def test_the_page_s_own_question_is_answered(coordinator: SupersetSession, of_the_page: Question) -> None:
    answer = coordinator.ask("/api/v1/chart/data", "POST", of_the_page)
    assert answer.status_code == 200, answer.text
    assert answer.json()["result"][0]["data"]


@pytest.mark.parametrize(
    "within",
    [
        query_with(filters=[*OWN, {"col": "period_start", "op": "TEMPORAL_RANGE", "val": "2020-01-01 : 2021-01-01"}]),
        query_with(row_limit=10),
        question_with(result_type="results"),
        question_with(result_format="csv"),
        question_with(force=True),
    ],
    ids=["a period", "fewer rows", "as a table", "as a file", "anew"],
)
def test_what_narrows_a_chart_is_answered(
    coordinator: SupersetSession, of_the_page: Question, within: Callable[[Question], None]
) -> None:
    question = deepcopy(of_the_page)
    within(question)
    answer = coordinator.ask("/api/v1/chart/data", "POST", question)
    assert answer.status_code == 200, answer.text


#: Who writes SQL may see the one of a published chart.
ALLOWED_TO_ANALYSTS = {"the SQL itself", "the SQL itself within"}
CASES = [("coordinator", name) for name in BEYOND] + [("analyst", name) for name in BEYOND.keys() - ALLOWED_TO_ANALYSTS]


@pytest.mark.parametrize(("account", "beyond"), sorted(CASES))
def test_any_other_question_is_refused(
    account: str, request: pytest.FixtureRequest, of_the_page: Question, beyond: str
) -> None:
    """An analyst reads the published database through its dashboards too."""
    question = deepcopy(of_the_page)
    BEYOND[beyond](question)
    answer = request.getfixturevalue(account).ask("/api/v1/chart/data", "POST", question)
    assert answer.status_code in {400, 403, 404}, answer.text[:400]
    assert '"data"' not in answer.text


@pytest.mark.parametrize("name", sorted(ALLOWED_TO_ANALYSTS))
def test_an_analyst_sees_the_sql_of_a_published_chart(
    analyst: SupersetSession, of_the_page: Question, name: str
) -> None:
    question = deepcopy(of_the_page)
    BEYOND[name](question)
    assert "release.producer_figure" in analyst.ask("/api/v1/chart/data", "POST", question).text


MAP_BEYOND: dict[str, dict[str, Any]] = {
    "SQL as metric": {"metric": SQL_METRIC},
    "SQL as entity": {"entity": SQL_COLUMN},
    "SQL as condition": {"where": "1 = 1"},
    "SQL as filter": {"adhoc_filters": [
        {"expressionType": "SQL", "clause": "WHERE", "sqlExpression": "1 = 1", "isExtra": True}]},
    "filter on another column": {"extra_filters": [{"col": "province_name", "op": "in", "val": ["Heredia"]}]},
    "filter of the page on another column": {"extra_form_data": {"filters": [
        {"col": "province_name", "op": "IN", "val": ["Heredia"]}]}},
    "other column": {"entity": "province_name"},
    "other kind": {"viz_type": "time_table", "metrics": ["total_offences"], "groupby": ["province_name"]},
    "more rows": {"row_limit": 50_000},
    "other chart": {"slice_id": 1},
    "no dashboard": {"dashboardId": None},
}  # fmt: skip


@pytest.fixture(scope="module")
def of_the_map(charts: dict[str, dict[str, Any]], panorama: dict[str, Any]) -> dict[str, Any]:
    return {**charts["country_map"], "dashboardId": panorama["id"], "extra_filters": []}


def ask_older(session: SupersetSession, form: dict[str, Any], method: str = "POST", address: str = "") -> Any:
    content = {"form_data": json.dumps(form)}
    headers = {"X-CSRFToken": session.token, "Referer": str(session.client.base_url)}
    where = {"params": content} if method == "GET" else {"data": content}
    return session.client.request(method, f"/superset/explore_json/{address}", headers=headers, **where)


def test_the_map_s_own_question_is_answered(coordinator: SupersetSession, of_the_map: dict[str, Any]) -> None:
    answer = ask_older(coordinator, of_the_map)
    assert answer.status_code == 200, answer.text
    assert answer.json()["data"]


@pytest.mark.parametrize("beyond", MAP_BEYOND.values(), ids=MAP_BEYOND)
@pytest.mark.parametrize("method", ["POST", "GET"])
def test_any_other_question_of_the_map_is_refused(
    coordinator: SupersetSession, of_the_map: dict[str, Any], beyond: dict[str, Any], method: str
) -> None:
    answer = ask_older(coordinator, of_the_map | beyond, method)
    assert answer.status_code in {400, 403, 404}, answer.text[:400]


def test_an_answer_to_one_account_is_not_kept_for_another(
    administrator: SupersetSession, coordinator: SupersetSession, of_the_map: dict[str, Any]
) -> None:
    """Superset keeps what it answers to a `GET` and asks for no permission before it gives it again."""
    form = of_the_map | {"entity": "province_name"}
    ask_older(administrator, form, "GET")
    assert ask_older(coordinator, form, "GET").status_code in {400, 403, 404}


@pytest.mark.parametrize(
    "address", ["?samples=true", "?query=true", "?columns=true", "?drill_detail=true", "table/9/?query=true"]
)
@pytest.mark.parametrize("account", ["coordinator", "analyst"])
def test_the_address_of_the_map_asks_for_nothing_more(
    account: str, request: pytest.FixtureRequest, of_the_map: dict[str, Any], address: str
) -> None:
    session: SupersetSession = request.getfixturevalue(account)
    assert ask_older(session, of_the_map, address=address).status_code == 403


def own_filters(form: dict[str, Any]) -> list[dict[str, Any]]:
    """Which rows of its dataset a chart shows, as its page asks for them."""
    return [{"col": one["subject"], "op": one["operator"], "val": one["comparator"]} for one in form["adhoc_filters"]]


def test_a_chart_of_the_first_shows_the_first(coordinator: SupersetSession, panorama: dict[str, Any]) -> None:
    """Ten nationalities: not the eleventh, and not the rarest."""
    found = coordinator.ask("/api/v1/dashboard/panorama/charts").json()["result"]
    form = next(one["form_data"] for one in found if "diez nacionalidades" in one["slice_name"])
    own = own_filters(form)
    query = {
        "columns": form["all_columns"],
        "orderby": [["place", True]],
        "row_limit": form["row_limit"],
        "filters": own,
    }
    question = {
        "datasource": {"id": int(form["datasource"].split("__")[0]), "type": "table"},
        "form_data": {**form, "dashboardId": panorama["id"]},
    }
    others = (
        *({"row_offset": 10}, {"orderby": [["place", False]]}, {"orderby": []}, {"orderby": None}, {"filters": []}),
        *({"orderby": [], "metrics": []}, {"columns": ["value"]}, {"columns": []}, {"metrics": ["value"]}),
    )
    statuses = [
        coordinator.status("/api/v1/chart/data", "POST", question | {"queries": [query | change]})
        for change in ({}, *others)
    ]
    assert statuses[0] == 200
    assert set(statuses[1:]) <= {400, 403}


def test_a_chart_of_some_rows_shows_these(coordinator: SupersetSession) -> None:
    """Many charts read one dataset of released figures, each its own part of it."""
    victims = coordinator.ask("/api/v1/dashboard/victimas").json()["result"]
    found = coordinator.ask("/api/v1/dashboard/victimas/charts").json()["result"]
    form = next(one["form_data"] for one in found if one["slice_name"] == "Víctimas detectadas por sexo")
    own = own_filters(form)
    order = [json.loads(declared) for declared in form["order_by_cols"]]
    query = {"columns": form["all_columns"], "orderby": order, "row_limit": form["row_limit"], "filters": own}
    question = {
        "datasource": {"id": int(form["datasource"].split("__")[0]), "type": "table"},
        "form_data": {**form, "dashboardId": victims["id"]},
    }
    others: list[list[dict[str, Any]]] = [
        [],
        own[:1],
        [own[0], own[1] | {"val": ["institution_pair"]}],
        [own[0], own[1] | {"op": "NOT IN"}],
        [*own, {"col": "text_1", "op": "==", "val": "5"}],
    ]
    statuses = [
        coordinator.status("/api/v1/chart/data", "POST", question | {"queries": [query | {"filters": filters}]})
        for filters in (own, *others)
    ]
    assert statuses == [200, *[403] * len(others)]


def test_a_reader_is_not_told_what_postgresql_says(coordinator: SupersetSession, of_the_page: Question) -> None:
    question = deepcopy(of_the_page)
    filters = [*OWN, {"col": "period_start", "op": "IN", "val": ["CANARIO7F3A"]}]
    question["queries"] = [
        {"columns": ["period_start"], "metrics": ["total_offences"], "filters": filters, "row_limit": 10}
    ]
    answer = coordinator.ask("/api/v1/chart/data", "POST", question)
    assert answer.status_code == 400
    assert not [word for word in ("CANARIO7F3A", "LINE", "invalid input", "period_start IN") if word in answer.text]


def test_an_answer_to_a_reader_holds_no_sql_and_nobody_s_address(
    coordinator: SupersetSession, of_the_page: Question, of_the_map: dict[str, Any]
) -> None:
    of_panorama = ("", "/datasets", "/charts")
    answers = [
        coordinator.ask("/api/v1/chart/data", "POST", of_the_page),
        ask_older(coordinator, of_the_map),
        *(coordinator.ask(f"/api/v1/dashboard/panorama{part}") for part in of_panorama),
        *map(coordinator.ask, ("/api/v1/dashboard/", "/api/v1/me/")),
    ]
    assert {answer.status_code for answer in answers} == {200}
    told = " ".join(answer.text for answer in answers)
    assert "Denunci" in told
    assert not [word for word in ("select ", "SELECT ", "sum(", "@faro", "Traceback") if word in told]


@pytest.mark.parametrize(
    "path",
    ["/api/v1/dashboard/related/owners", "/api/v1/chart/related/owners", "/api/v1/dashboard/related/roles",
     "/api/v1/dashboard/related/created_by", "/api/v1/theme/related/created_by", "/api/v1/log/recent_activity/"],
)  # fmt: skip
def test_a_reader_gets_no_list_of_people_or_roles(coordinator: SupersetSession, path: str) -> None:
    assert coordinator.status(path) in {403, 404}


def test_a_refusal_names_no_dataset(coordinator: SupersetSession, of_the_page: Question) -> None:
    for number in range(1, 30):
        answer = coordinator.ask(
            "/api/v1/chart/data", "POST", of_the_page | {"datasource": {"id": number, "type": "table"}}
        )
        assert "core." not in answer.text
        assert "datasource_name" not in answer.text
