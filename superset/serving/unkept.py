"""What Superset answers is kept by no browser and no proxy: the next person at a machine finds no figures in it."""

from flask import Flask, Response, request

#: Addresses of what holds no data: programs, images, maps, words.
THE_SAME_FOR_ALL = ("/static/", "/faro-static/", "/superset/language_pack/")


def forget(app: Flask) -> None:
    """Except what holds no data."""
    app.after_request(_unkept)


def _unkept(response: Response) -> Response:
    if not request.path.startswith(THE_SAME_FOR_ALL):
        response.headers["Cache-Control"] = "no-store"
    return response
