"""Every answer of the API that is not data, in one form: `{"error": code, "error_description": sentence}`."""

from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException


class Refusal(Exception):
    """An answer other than the data: status, machine-readable code, sentence, headers."""

    def __init__(self, status: int, code: str, description: str, **headers: str) -> None:
        self.status, self.code, self.description = status, code, description
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def answer_refusals(app: FastAPI) -> None:
    """Let the app answer refusals, its own and the framework's, in that form."""
    app.add_exception_handler(Refusal, _refuse)
    app.add_exception_handler(RequestValidationError, _refuse_request)
    app.add_exception_handler(HTTPException, _refuse_as_framework)


async def _refuse(_request: Request, refusal: Exception) -> JSONResponse:
    if not isinstance(refusal, Refusal):
        raise refusal
    content = {"error": refusal.code, "error_description": refusal.description}
    return JSONResponse(content, status_code=refusal.status, headers=refusal.headers)


async def _refuse_request(_request: Request, error: Exception) -> JSONResponse:
    """A parameter that is missing or not what it should be: its name, never what was sent."""
    if not isinstance(error, RequestValidationError):
        raise error
    names = ", ".join(sorted({str(problem["loc"][-1]) for problem in error.errors()}))
    return await _refuse(_request, Refusal(400, "invalid_request", f"Missing or malformed: {names}"))


async def _refuse_as_framework(_request: Request, error: Exception) -> JSONResponse:
    """What FastAPI itself refuses (an unknown path, a malformed header), in the same form as everything else."""
    if not isinstance(error, HTTPException):
        raise error
    code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "_")
    content = {"error": code, "error_description": error.detail}
    return JSONResponse(content, status_code=error.status_code, headers=error.headers)
