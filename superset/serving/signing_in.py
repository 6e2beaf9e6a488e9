"""What the login page does by itself must not undo that somebody signs in on it."""

from flask import Flask, Response, request, session

_REPORTS = "/superset/log/"
#: Flask-Login's. Asking for the user instead would write into the session of who has none.
_USER = "_user_id"


def undisturbed(app: Flask) -> None:
    """The page reports what happens on it before anybody is signed in.

    Refused, a report brings a session of its own; on a busy server that arrives late and replaces the new one.
    """
    app.before_request(_report_of_nobody)


def _report_of_nobody() -> Response | None:
    is_of_nobody = request.path == _REPORTS and _USER not in session
    return Response(status=204) if is_of_nobody else None
