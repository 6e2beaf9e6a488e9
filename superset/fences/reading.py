"""A request for data as Superset's two kinds of charts make it, and what git declares that it may ask."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from superset.models.dashboard import Dashboard
from superset.models.slice import Slice
from superset.utils import json

from fences.questions import Chart

#: Rows of a dashboard filter's list of values: Superset's own pages ask for so many.
_VALUES_OF_A_FILTER = 1000


@dataclass(frozen=True)
class Reading:
    """What is asked of one dataset, for the chart and the dashboard that `form` names."""

    datasource: Any
    form: Mapping[str, Any]
    #: Each as `QueryObject` holds it: its fields by name.
    questions: list[Mapping[str, Any]]

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> "Reading | None":
        """From what `raise_for_access` was given; None where no dataset is asked."""
        if context := asked.get("query_context"):
            kind = {"result_type": context.result_type}
            questions = [vars(query) | _elsewhere(query, context) for query in context.queries]
            return cls(context.datasource, context.form_data or {}, [kind, *questions])
        if viz := asked.get("viz"):
            return cls(viz.datasource, viz.form_data, [_question_of(viz)])
        if datasource := asked.get("datasource"):
            return cls(datasource, {}, [])
        return None

    def stands_on(self, session: Any) -> tuple[Dashboard | None, Slice | None]:
        """The dashboard and the chart that it is asked for, by its own word."""
        named = ((Dashboard, "dashboardId"), (Slice, "slice_id"))
        dashboard, chart = (session.get(kind, _number(self.form.get(field))) for kind, field in named)
        return dashboard, chart

    def declared(self, session: Any) -> tuple[Chart, set[str]] | None:
        """The stored chart and the columns that its dashboard's filters narrow; None if either is not from git.

        A filter's own list of values counts as a chart of those columns.
        """
        dashboard, chart = self.stands_on(session)
        if dashboard is None or not dashboard.is_managed_externally:
            return None
        filterable = set(_filtered_columns(dashboard, self.datasource.id))
        if self.form.get("type") == "NATIVE_FILTER":
            return {"columns": sorted(filterable), "row_limit": _VALUES_OF_A_FILTER}, filterable
        if chart is None or not chart.is_managed_externally or chart not in dashboard.slices:
            return None
        return (json.loads(chart.params), filterable) if chart.datasource == self.datasource else None


def _number(identity: Any) -> int:
    """Of what a request names, whatever it wrote there; 0 is nobody's."""
    return int(identity) if str(identity).isdecimal() else 0


def _filtered_columns(dashboard: Dashboard, dataset: int) -> Iterator[str]:
    for one in json.loads(dashboard.json_metadata or "{}").get("native_filter_configuration", []):
        for target in one.get("targets", []):
            if target.get("datasetId") == dataset and target.get("column"):
                yield target["column"]["name"]


def _elsewhere(query: Any, context: Any) -> dict[str, Any]:
    """A query may name a dataset of its own; the one of its context is what is asked about."""
    return {"datasource": query.datasource if query.datasource != context.datasource else None}


def _question_of(viz: Any) -> dict[str, Any]:
    """A chart of the older kind makes its question from its form, and changes the form in doing so: from a copy."""
    twin = type(viz)(viz.datasource, deepcopy(viz.form_data))
    question = twin.query_obj() | {"annotation_layers": viz.form_data.get("annotation_layers")}
    return question | {"viz_type": viz.form_data.get("viz_type")}
