"""`POST /v1/inbox`: where an institution that has an API receives what Faro answers, as a file with a name."""

import re
from pathlib import Path
from typing import Annotated

from fastapi import Depends, FastAPI, Query, Request
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.datastructures import UploadFile

from faro.simulation.desk import Desk
from faro.simulation.institutions import INBOX, ensure_folders
from faro.simulation.outbox import write_changed
from faro.simulation.refusals import Refusal

LOCATION = "/v1/inbox"
LARGEST_FILE = 20 * 2**20
_NAME = re.compile(r"[\w][\w .()+-]{0,199}")


def add_inbox(app: FastAPI, desk: Desk, faro_home: Path) -> None:
    """Takes a form with the field `file`, or a raw body whose name is the parameter `name`."""
    bearer = HTTPBearer(auto_error=False)

    @app.post(LOCATION)
    async def inbox(
        request: Request,
        credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)],
        name: Annotated[str | None, Query()] = None,
    ) -> JSONResponse:
        client = desk.bearer(credentials.credentials if credentials else None)
        desk.within_limit(client)
        desk.during_service()
        _refuse_large(int(request.headers.get("Content-Length") or 0))
        given, content = await _file(request, name)
        _refuse_large(len(content))
        is_new = write_changed(ensure_folders(faro_home, client) / INBOX / _safe(given), content)
        return JSONResponse({"name": given, "bytes": len(content)}, status_code=201 if is_new else 200)


async def _file(request: Request, name: str | None) -> tuple[str, bytes]:
    if not request.headers.get("Content-Type", "").startswith("multipart/form-data"):
        return name or "", await request.body()
    async with request.form(max_files=1) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise Refusal(400, "invalid_request", "Missing or malformed: file")
        return file.filename or "", await file.read()


def _safe(name: str) -> str:
    """The name of a file, never a way to another folder nor a hidden one."""
    if not _NAME.fullmatch(name):
        raise Refusal(400, "invalid_name", "A file name has letters, digits, blanks and . _ - ( ) + only")
    return name


def _refuse_large(size: int) -> None:
    if size > LARGEST_FILE:
        raise Refusal(413, "too_large", f"A file may have {LARGEST_FILE} bytes")
