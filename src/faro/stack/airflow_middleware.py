"""What stands between Airflow's API and who asks it: it describes itself to nobody, and each question is understood."""

import logging
import re
from typing import Final

from airflow.api_fastapi.app import get_auth_manager
from airflow.api_fastapi.auth.managers.base_auth_manager import COOKIE_NAME_JWT_TOKEN
from fastapi import FastAPI, Request
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, StatementError
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from faro.sign_in import CLIENT

#: Where a FastAPI application describes itself to anybody; it asks no account there, and Airflow closes only its own.
_DESCRIPTIONS: Final = ("/openapi.json", "/docs", "/redoc", "/changelog")
#: The page that only forgets cookies, and the one that ends the session.
_FORGETS: Final = "/auth/logout"
_ENDS: Final = f"{_FORGETS}/"
#: Where Flask-AppBuilder keeps accounts and what they may; one's own password and name are elsewhere.
_ACCOUNTS: Final = re.compile(
    r"/+auth/+(fab/+v1/+)?(users|roles|permissions|resources|resetpasswords|registerusers?|groups)(/|$)", re.IGNORECASE
)
_LOOKS: Final = {"GET", "HEAD", "OPTIONS"}
_CHANGES: Final = {"add", "edit", "delete", "action", "action_post", "form"}
#: What taking a question apart raises where it is of another shape, and PostgreSQL where a value is of another type.
_OF_READING: Final = (TypeError, ValueError, LookupError, AttributeError, DataError, IntegrityError)
#: What tasks say of themselves, and say again after a 500.
_OF_TASKS: Final = "/execution/"
_log = logging.getLogger(__name__)


class Undescribed:
    """Answers 404 where an application would describe itself, whichever is mounted beside Airflow's own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _describes(scope):
            await PlainTextResponse("Not Found", 404)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


class Given:
    """Answers 403 to whoever would make or change accounts, roles or the password of others: `faro account` does.

    Who may give themselves two accounts approves a release alone.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _gives(scope):
            told = "Las cuentas, sus deberes y sus contraseñas se dan con «faro account», no en Airflow."
            await JSONResponse({"detail": told}, 403)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


class Addressed:
    """Lets whoever counts sign-ins know the address of the client, which Airflow's token does not hand on."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        CLIENT.set(scope["client"][0] if scope.get("client") else None)
        await self._app(scope, receive, send)


class Understood:
    """Answers 400 to a question that cannot be meant, which Airflow takes apart without looking first."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(_OF_TASKS):
            await self._app(scope, receive, send)
            return
        answer = _Answer(send)
        try:
            await self._app(scope, receive, answer)
        except Exception as error:
            if answer.has_begun or not _is_of_the_question(error):
                await answer.finish()
                raise
            _log.warning("a question was not understood: %s", type(error).__qualname__)
            await JSONResponse({"detail": "The request cannot be understood"}, 400)(scope, receive, send)
        else:
            await answer.finish()


class _Answer:
    """Sends what it is given, but holds an answer of 500 back until it is known what went wrong."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._held: list[Message] = []
        self.has_begun = False

    async def __call__(self, message: Message) -> None:
        if self._held or (message["type"] == "http.response.start" and message["status"] == 500):
            self._held.append(message)
        else:
            self.has_begun = True
            await self._send(message)

    async def finish(self) -> None:
        for message in self._held:
            await self._send(message)


def _is_of_the_question(error: Exception) -> bool:
    """Other errors of PostgreSQL's are no fault of who asks."""
    return isinstance(error, _OF_READING) or (isinstance(error, StatementError) and not isinstance(error, DBAPIError))


class Left:
    """Signing out ends the sign-in by whatever address and with whatever it is asked: session, cookie or token."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] not in (_FORGETS, _ENDS):
            await self._app(scope, receive, send)
            return
        for token in _tokens(Request(scope)):
            await run_in_threadpool(get_auth_manager().revoke_token, token)
        leaves = RedirectResponse(_ENDS) if scope["path"] == _FORGETS else self._app
        await leaves(scope, receive, send)


def _tokens(request: Request) -> list[str]:
    kind, _, bearer = request.headers.get("authorization", "").partition(" ")
    carried = [request.cookies.get(COOKIE_NAME_JWT_TOKEN), bearer if kind.lower() == "bearer" else None]
    return [token for token in carried if token]


def _gives(scope: Scope) -> bool:
    """Whether it is of the pages or the API of accounts and roles, and more than a look at them."""
    if not _ACCOUNTS.match(scope["path"]):
        return False
    return scope["method"] not in _LOOKS or not _CHANGES.isdisjoint(scope["path"].lower().split("/"))


def _describes(scope: Scope) -> bool:
    asked = f"{scope['path'].rstrip('/')}/"
    return any(asked.startswith(f"{place}{page}/") for place in _places(scope["app"]) for page in _DESCRIPTIONS)


def _places(app: FastAPI) -> list[str]:
    """The paths of the application and of those that are mounted in it."""
    return ["", *(route.path for route in app.routes if isinstance(route, Mount))]
