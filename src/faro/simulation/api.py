"""The institutions' HTTP API: OAuth2 client credentials, pages by cursor, ETag, limits, outages and an inbox."""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Annotated

from fastapi import Depends, FastAPI, Form, Query, Request, Response
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBasic, HTTPBasicCredentials, HTTPBearer

from faro.simulation.api_health import dataset_states
from faro.simulation.api_inbox import add_inbox
from faro.simulation.dataset_file import Edition
from faro.simulation.desk import REALM, Desk
from faro.simulation.refusals import Refusal, answer_refusals
from faro.simulation.resources import Resource

Check = Callable[[], Awaitable[bool]]


def create_app(desk: Desk, faro_home: Path, sftp_answers: Check) -> FastAPI:
    """The API over one desk; `sftp_answers` lets /health speak for the whole process."""
    app = FastAPI(title="Institutions (simulated)", version="1", docs_url=None, redoc_url=None)
    answer_refusals(app)
    _add_token(app, desk)
    for resource in desk.resources.values():
        _add_resource(app, desk, resource)
    add_inbox(app, desk, faro_home)
    _add_health(app, desk, sftp_answers)
    return app


def _add_token(app: FastAPI, desk: Desk) -> None:
    basic = HTTPBasic(realm=REALM, auto_error=False)

    @app.post("/oauth/token")
    async def token(
        request: Request,
        credentials: Annotated[HTTPBasicCredentials | None, Depends(basic)],
        grant_type: Annotated[str, Form()],
    ) -> JSONResponse:
        desk.within_limit(f"token from {request.client.host if request.client else 'unknown'}")
        given = credentials or HTTPBasicCredentials(username="", password="")
        client = desk.known_client(given.username, given.password)
        if grant_type != "client_credentials":
            raise Refusal(400, "unsupported_grant_type", "Only client_credentials is offered")
        seconds = desk.behaviour.token_seconds
        answer = {"access_token": desk.signer.access_token(client, seconds), "token_type": "Bearer", "scope": client}
        return JSONResponse(answer | {"expires_in": seconds}, headers={"Cache-Control": "no-store"})


def _add_resource(app: FastAPI, desk: Desk, resource: Resource) -> None:
    bearer = HTTPBearer(auto_error=False)

    @app.get(resource.location)
    async def read(
        request: Request,
        credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)],
        limit: Annotated[int | None, Query()] = None,
        cursor: Annotated[str | None, Query()] = None,
    ) -> Response:
        client = desk.bearer(credentials.credentials if credentials else None)
        desk.within_limit(client)
        desk.within_scope(client, resource)
        desk.during_service()
        size, edition = desk.page_size(limit), desk.edition(resource)
        headers = _headers(edition)
        # Only a first page may be "not modified": later ones belong to a reading that has begun.
        if cursor is None and _matches(request.headers.get("If-None-Match"), headers["ETag"]):
            return Response(status_code=304, headers=headers)
        return JSONResponse(desk.page(resource, edition, cursor, size), headers=headers)


def _add_health(app: FastAPI, desk: Desk, sftp_answers: Check) -> None:
    @app.get("/health")
    async def health() -> JSONResponse:
        datasets = dataset_states(desk.resources.values())
        readable = all(state["state"] != "unreadable" for state in datasets.values())
        sftp = await sftp_answers()
        state: Mapping[str, object] = {
            "status": "ok" if sftp and readable else "failing",
            "sftp": "answers" if sftp else "does not answer",
            "datasets": datasets,
        }
        return JSONResponse(state, status_code=200 if sftp and readable else 503)


def _headers(edition: Edition) -> dict[str, str]:
    headers = {"ETag": f'"{edition.version}"', "Cache-Control": "private, no-cache"}
    return headers | {"X-Synthetic": "true"} if edition.is_synthetic else headers


def _matches(asked: str | None, etag: str) -> bool:
    """Whether If-None-Match names this version; weak and strong tags compare alike here (RFC 9110, 13.1.2)."""
    candidates = [tag.strip().removeprefix("W/") for tag in (asked or "").split(",")]
    return "*" in candidates or etag in candidates
