"""Readers are told figures: no SQL, no address of mail, no list of people or roles, by whatever address they ask.

Nor are they told PostgreSQL's words about what went wrong, which quote its statement.
"""

from typing import Any

from flask import Flask, Response, json, request
from serving.malformed import not_understood
from serving.refusals import refused
from serving.unkept import THE_SAME_FOR_ALL

#: Fields of Superset's answers that a dashboard's page does without.
_KEPT_BACK = {
    "query", "sql", "select_star", "expression", "fetch_values_predicate", "template_params", "stacktrace", "email",
    "owners", "created_by", "changed_by",
}  # fmt: skip
#: Answers that may say what PostgreSQL says; refusals are Faro's own words.
_OF_THE_DATA = {400, 422, 500}
#: Lists for the dialogs of who edits.
_LISTS = ("/related/", "/distinct/")


def guard(app: Flask) -> None:
    """Whatever the address: each answer is looked at before it leaves."""
    app.after_request(_for_readers)


def _for_readers(response: Response) -> Response:
    status = response.status_code
    if (
        not response.is_json
        or not (status == 200 or status in _OF_THE_DATA)
        or request.path.startswith(THE_SAME_FOR_ALL)
        or not _is_reader()
    ):
        return response
    if status in _OF_THE_DATA:
        return not_understood(status)
    if any(part in request.path for part in _LISTS):
        return refused(403)
    response.set_data(json.dumps(_without(response.get_json()), ensure_ascii=False))
    return response


def _is_reader() -> bool:
    from superset import security_manager

    return bool(security_manager.is_reader())


def _without(content: Any) -> Any:
    if isinstance(content, dict):
        return {name: _emptied(value) if name in _KEPT_BACK else _without(value) for name, value in content.items()}
    return [_without(value) for value in content] if isinstance(content, list) else content


def _emptied(value: Any) -> Any:
    """Pages go through lists without asking whether there is one."""
    return [] if isinstance(value, list) else None
