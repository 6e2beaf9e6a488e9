"""A sign-in too many is answered as such by every address, also where Flask-AppBuilder would call it an error."""

from flask import Flask, Response, g
from serving.refusals import refused


def guard(app: Flask) -> None:
    """`faro.sign_in` says when."""
    app.after_request(_answer)


def _answer(response: Response) -> Response:
    return refused(429) if g.pop("too_many_attempts", False) else response
