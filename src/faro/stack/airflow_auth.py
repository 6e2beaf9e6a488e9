"""Airflow's auth manager: nobody is shown its interface, each sign-in has an address, and what it opened ends."""

from typing import Any

from fastapi import FastAPI
from starlette.responses import PlainTextResponse
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from faro.sign_in import CLIENT
from faro.stack.airflow_sign_in import AccountableSignIns

#: Where a FastAPI application describes itself to anybody; it asks no account there, and Airflow closes only its own.
_DESCRIPTIONS = ("/openapi.json", "/docs", "/redoc", "/changelog")


class GuardedFabAuthManager(AccountableSignIns):
    """Airflow knows by the end of this name that permissions are kept in its database."""

    def get_fastapi_middlewares(self) -> list[tuple[Any, dict[str, Any]]]:
        return [*super().get_fastapi_middlewares(), (Undescribed, {}), (Addressed, {})]


class Undescribed:
    """Answers 404 where an application would describe itself, whichever is mounted beside Airflow's own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _describes(scope):
            await PlainTextResponse("Not Found", 404)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


class Addressed:
    """Lets whoever counts sign-ins know the address of the client, which Airflow's token does not hand on."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        CLIENT.set(scope["client"][0] if scope.get("client") else None)
        await self._app(scope, receive, send)


def _describes(scope: Scope) -> bool:
    asked = f"{scope['path'].rstrip('/')}/"
    return any(asked.startswith(f"{place}{page}/") for place in _places(scope["app"]) for page in _DESCRIPTIONS)


def _places(app: FastAPI) -> list[str]:
    """The paths of the application and of those that are mounted in it."""
    return ["", *(route.path for route in app.routes if isinstance(route, Mount))]
