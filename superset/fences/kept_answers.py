"""Superset keeps what it answers to a `GET` of an older chart, and gives it to whoever asks next."""

from flask import Flask, Response, request
from serving.refusals import refused

_OLDER_CHARTS = "/superset/explore_json/"


def forget(app: Flask) -> None:
    """Its pages ask by `POST`, of which nothing is kept without its permissions; so may everybody."""
    app.before_request(_refuse_get)


def _refuse_get() -> Response | None:
    is_kept = request.method != "POST" and request.path.startswith(_OLDER_CHARTS)
    return refused(403) if is_kept else None
