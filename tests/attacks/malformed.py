"""Requests that no page of Superset's makes: each of its addresses, asked with what cannot be meant."""

import json
import random
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from running_stack import Demo

from faro.settings import PROJECT

_ADDRESSES = """
import json, logging, sys
logging.disable(logging.CRITICAL)
from superset.app import create_app
rules = create_app().url_map.iter_rules()
print(json.dumps([[rule.rule, sorted(rule.methods - {"HEAD", "OPTIONS"})] for rule in rules]))
"""
#: Asked for, these end the session, or take the whole time of a test.
_LEFT_OUT = re.compile(r"^/(log(in|out)|static|faro-static|lang|api/v1/security/(login|refresh)|health|ping)\b")
_PLACES = ("x", "-1", "0", "99999999999999999999", "null", "[1]", "%00", "1%27", "☃")
_RISON = (
    "(",
    "x",
    "!(x)",
    "(page:x)",
    "(filters:!((col:a)))",
    "(filters:x)",
    "!n",
    "(keys:!(x),page_size:!())",
    "('')",
)
_WRONG: tuple[Any, ...] = ([], {}, "x", -1, None, [[]], {"x": []}, 10**20, "\x00", True)
_FORMS = (
    *("[]", "1", "x", "null", '{"slice_id": []}', '{"slice_id": {}}', '{"slice_id": "x"}', '{"url_params": []}'),
    *('{"datasource": 1}', '{"datasource": "x__y", "viz_type": []}', '{"slice_id": 1, "viz_type": []}'),
)
_FIELDS = ("datasource", "queries", "form_data", "json_metadata", "params", "sql", "database_id", "client_id")
_OFTEN = 0.7


@dataclass(frozen=True)
class Request:
    """A request, and what repeats it."""

    method: str
    path: str
    parameters: dict[str, str]
    body: Any = None


def addresses(demo: Demo) -> list[tuple[str, list[str]]]:
    """Every rule of the running application with its methods, as Superset's own environment knows them."""
    server = next(each for each in demo.processes() if "gunicorn" in " ".join(each.cmdline()))
    told = subprocess.run(
        [PROJECT / ".venv-superset" / "bin" / "python", "-c", _ADDRESSES],
        env=server.environ(),
        check=True,
        capture_output=True,
        text=True,
    )
    return [(rule, methods) for rule, methods in json.loads(told.stdout.splitlines()[-1]) if not _LEFT_OUT.match(rule)]


def requests(rule: str, methods: list[str], chance: random.Random) -> Iterator[Request]:
    """One for each method: places, words of the address, and a body of wrong types."""
    for method in methods:
        path = re.sub(r"<[^>]+>", lambda _: chance.choice(_PLACES), rule)
        words = {"q": chance.choice(_RISON), "form_data": chance.choice(_FORMS), "slice_id": chance.choice(_PLACES)}
        asked = {name: word for name, word in words.items() if chance.random() < _OFTEN}
        yield Request(method, path, asked, None if method in ("GET", "DELETE") else _body(chance))


def _body(chance: random.Random) -> Any:
    if chance.random() < _OFTEN:
        return {field: chance.choice(_WRONG) for field in _FIELDS if chance.random() < _OFTEN}
    return chance.choice(_WRONG)
