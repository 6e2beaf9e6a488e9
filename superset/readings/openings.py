"""Superset's own log, which also tells audit who opened which dashboard."""

from typing import Any

from superset.utils.log import DBEventLogger

from readings.occasion import name_of
from readings.register import write

#: By it a page is given what stands on the dashboard, whatever address it has itself.
_OPENING = "DashboardRestApi.get"


class WitnessedOpenings(DBEventLogger):  # type: ignore[misc]
    """Raises NotWritten, and then nothing is opened."""

    def log(self, user_id: Any, action: Any, dashboard_id: Any, *others: Any, **more: Any) -> None:
        super().log(user_id, action, dashboard_id, *others, **more)
        if action == _OPENING and dashboard_id:
            from superset.models.dashboard import Dashboard

            from superset import db

            write("opened", "superset", [], None, dashboard=name_of(db.session.get(Dashboard, dashboard_id)))
