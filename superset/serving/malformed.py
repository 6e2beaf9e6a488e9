"""A request that cannot be meant is answered with a sentence and 400: it is no fault of the server's.

Superset takes what it is sent apart without looking first, in hundreds of places, and answers each exception with 500.
Which one it was it says to its log only, so that is where it is noted.
"""

import logging
from collections.abc import Iterator

from flask import Flask, Response, g, has_request_context, request
from jsonschema import ValidationError as WrongJson
from marshmallow import ValidationError as WrongFields
from psycopg2.errors import InFailedSqlTransaction
from sqlalchemy.exc import DataError, IntegrityError, NoResultFound, NoSuchTableError, ProgrammingError
from superset.exceptions import SupersetException
from superset.key_value.exceptions import KeyValueParseKeyError
from werkzeug.exceptions import HTTPException

from serving.refusals import refused
from serving.wording import worded

#: What taking a request apart raises where it is of another shape, and PostgreSQL where a value is of another type, is
#: there already or names what may not be read; after which it does nothing more in that transaction.
_OF_READING = (
    *(TypeError, ValueError, LookupError, AttributeError),
    *(DataError, IntegrityError, ProgrammingError, InFailedSqlTransaction, NoResultFound, NoSuchTableError),
    *(WrongJson, WrongFields, KeyValueParseKeyError),
)
#: Where statements are sent, and kinds of errors that are not theirs.
_STATEMENTS = "/api/v1/sqllab/"
_OF_THE_SERVER = {"GENERIC_BACKEND_ERROR", "BACKEND_TIMEOUT_ERROR"}


def tell(app: Flask) -> None:
    logging.getLogger().addHandler(_Notes(logging.WARNING))
    app.after_request(_told)


class _Notes(logging.Handler):
    """Keeps with the request what went wrong while it was answered."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error and has_request_context():
            g.setdefault("faults", []).append(error)


def _told(response: Response) -> Response:
    """One fault of another kind, and the answer stays as it is."""
    faults = g.pop("faults", [])
    if response.status_code == 500 and faults and all(any(map(_is_of_reading, _chain(each))) for each in faults):
        return not_understood()
    if response.status_code == 500 and request.path.startswith(_STATEMENTS):
        return _of_the_statement(response, are_judgements=not any(len(list(_chain(each))) > 1 for each in faults))
    return response


def not_understood(status: int = 400) -> Response:
    """In the reader's language, and without a word of what was asked."""
    return refused(
        status,
        worded(
            es="La petición no se entiende: revise la dirección y los valores que lleva",
            en="The request cannot be understood: check its address and the values in it",
        ),
    )


def _of_the_statement(response: Response, are_judgements: bool) -> Response:
    """Whoever writes SQL is told what is wrong with it; an error without a kind is of the request around it.

    `are_judgements`: whether Superset says so itself, and not because of another error.
    """
    said = response.get_json(silent=True)
    kinds = {one.get("error_type") for one in said.get("errors", [])} if isinstance(said, dict) else set()
    if kinds == {None}:
        return not_understood()
    if kinds and (are_judgements or _OF_THE_SERVER.isdisjoint(kinds)):
        response.status_code = 422
    return response


def _is_of_reading(error: BaseException) -> bool:
    """Also what says itself that the request is to blame."""
    if isinstance(error, HTTPException):
        return (error.code or 500) < 500
    return isinstance(error, _OF_READING) or (isinstance(error, SupersetException) and error.status < 500)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what it came from, where it does not say that it is one of its own."""
    seen: list[BaseException] = []
    while error is not None and error not in seen:
        yield error
        seen.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
