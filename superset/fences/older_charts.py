"""Charts of the older kind are asked by another protocol, whose address can ask for more than their form."""

from flask import Flask, Response, request
from serving.refusals import refused

_ADDRESS = "/superset/explore_json"
#: Parts of an address that say how a form is answered; Superset knows others, which give samples, SQL and columns.
_HARMLESS = {"form_data", "dashboard_id", "slice_id", "force", "json", "csv", "xlsx", "full", "results"}


def guard(app: Flask) -> None:
    """By `POST` only: what Superset answers to a `GET` it keeps, and gives to whoever asks next."""
    app.before_request(_refuse)


def _refuse() -> Response | None:
    if not request.path.startswith(_ADDRESS):
        return None
    asks_more = request.method != "POST" or not request.args.keys() <= _HARMLESS
    return refused(403) if asks_more else None
