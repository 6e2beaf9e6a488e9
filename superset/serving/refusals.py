"""A person who may not see a page, or asks for one that is not there, reads a sentence and finds the way back."""

from flask import Flask, Response, g, jsonify, request
from flask_limiter import RateLimitExceeded
from werkzeug.exceptions import HTTPException

from serving.landing import HOME
from serving.wording import worded

_TITLES = {
    403: "No tiene permiso para ver esta página",
    404: "Esta página no existe",
    429: "Demasiados intentos de entrar",
}
_ADVICE = {
    400: "Vuelva a la página anterior y repita lo que hizo; si se repite, avise a quien administra Faro.",
    403: "Su cuenta puede ver los tableros publicados. Si necesita algo más, pídalo a quien administra Faro.",
    404: "Es posible que la dirección esté mal escrita o que la página se haya movido.",
    429: "Espere un minuto y vuelva a intentarlo. Si no recuerda su contraseña, pídala a quien administra Faro.",
}
_PAGE = """<!doctype html>
<html lang="es"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · Faro</title><link rel="icon" href="/faro-static/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/faro-static/page.css"></head>
<body><main><img src="/faro-static/faro.svg" alt="Faro" height="40"><h1>{title}</h1><p>{advice}</p>
<p><a href="{home}">Volver al Panorama</a></p></main></body></html>
"""


def speak(app: Flask) -> None:
    for status in _TITLES:
        app.register_error_handler(status, _refuse)
    app.register_error_handler(RateLimitExceeded, _slow_down)
    app.after_request(_insisted)


def _refuse(error: HTTPException) -> Response:
    return refused(error.code or 404)


def _slow_down(_: RateLimitExceeded) -> Response:
    """To whom asks for more in a second than one address may; nobody tried to sign in."""
    return refused(
        429,
        worded(es="Demasiadas peticiones a la vez", en="Too many requests at once"),
        worded(es="Espere un momento y vuelva a cargar la página.", en="Wait a moment and load the page again."),
    )


def insist(status: int, title: str = "", advice: str = "") -> None:
    """The request ends with this refusal, whatever those between make of the exception that ends it."""
    g.refusal = (status, title, advice)


def _insisted(response: Response) -> Response:
    refusal = g.pop("refusal", None)
    return refused(*refusal) if refusal else response


def refused(status: int, title: str = "", advice: str = "") -> Response:
    """An answer of that status: a page for a browser, JSON for a program."""
    title = title or _TITLES[status]
    if request.path.startswith("/api/") or not request.accept_mimetypes.accept_html:
        answer = jsonify(errors=[{"message": title, "level": "error"}])
    else:
        page = _PAGE.format(title=title, advice=advice or _ADVICE[status], home=HOME)
        answer = Response(page, mimetype="text/html")
    answer.status_code = status
    return answer
