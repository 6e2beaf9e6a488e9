"""Whoever signs in lands on the overview, not on a list of files."""

from flask import Flask, Response, redirect, request
from flask_appbuilder import IndexView, expose

HOME = "/superset/dashboard/panorama/"


class PanoramaIndexView(IndexView):
    """The root address."""

    @expose("/")
    def index(self) -> Response:
        return redirect(HOME)


def welcome(app: Flask) -> None:
    """Superset's own first page lists files; the overview takes its place."""
    app.before_request(_welcome)


def _welcome() -> Response | None:
    return redirect(HOME) if request.path == "/superset/welcome/" else None
