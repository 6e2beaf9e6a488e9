"""Making Data Docs pages of ours: a list of validations in Spanish, one style, and no other host asked."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template

from babel.dates import format_datetime
from babel.numbers import format_decimal

from faro.contracts import find_contract
from faro.settings import Settings
from faro.validation.places import results_folder, site_folder

#: What Great Expectations loads from content networks; its pages are readable without.
_FROM_OTHER_HOSTS = re.compile(
    r'<link\b[^>]*\bhref="https?://[^>]*>|<script\b[^>]*\bsrc="https?://[^>]*>\s*</script>|<img\b[^>]*\bsrc="https?://[^>]*>'
)
_STYLE = '<link rel="stylesheet" href="/data-docs/faro.css">'


@dataclass(frozen=True)
class _Result:
    """One validation, as the list shows it."""

    page: str
    dataset: str
    delivery: str
    moment: datetime
    rules: int
    failed: int


def finish_pages(settings: Settings) -> None:
    """Style the pages just built and replace their index by our list, newest first."""
    folder = site_folder(settings)
    (folder / "faro.css").write_text(_resource("data_docs.css"), encoding="utf-8")
    for page in folder.rglob("*.html"):
        page.write_text(_own(page.read_text(encoding="utf-8")), encoding="utf-8")
    newest_first = sorted(_results(settings), key=lambda result: result.moment, reverse=True)
    rows = "\n".join(_row(result) for result in newest_first)
    index = Template(_resource("data_docs.html")).substitute(rows=rows)
    (folder / "index.html").write_text(index, encoding="utf-8")


def are_of_this_version(settings: Settings) -> bool:
    """Whether the list begins as ours does: pages of an earlier version may show what ours do not."""
    index = site_folder(settings) / "index.html"
    beginning, *_ = _resource("data_docs.html").partition("$rows")
    return index.exists() and index.read_text(encoding="utf-8").startswith(beginning)


def _own(html: str) -> str:
    """The page without what it wants from other hosts, in our style."""
    alone = _FROM_OTHER_HOSTS.sub("", html)
    return alone if _STYLE in alone else alone.replace("</head>", f"{_STYLE}</head>", 1)


def _results(settings: Settings) -> Iterator[_Result]:
    folder = results_folder(settings)
    for path in folder.rglob("*.json"):
        yield _read(path, folder)


def _read(path: Path, folder: Path) -> _Result:
    found = json.loads(path.read_text(encoding="utf-8"))
    institution, _, dataset = found["suite_name"].partition(".")
    statistics = found["statistics"]
    return _Result(
        page=str(Path("validations") / path.relative_to(folder).with_suffix(".html")),
        dataset=find_contract(institution, dataset).title,
        delivery=path.stem.rpartition("__")[2],
        moment=datetime.fromisoformat(found["meta"]["run_id"]["run_time"]),
        rules=statistics["evaluated_expectations"],
        failed=statistics["unsuccessful_expectations"],
    )


def _row(result: _Result) -> str:
    moment = format_datetime(result.moment.astimezone(), "dd/MM/yyyy HH:mm", locale="es_CR")
    verdict = "Cumple" if not result.failed else f"{format_decimal(result.failed, locale='es_CR')} por atender"
    kind = "met" if not result.failed else "unmet"
    return (
        f'<tr><td><a href="{escape(result.page)}">{escape(result.dataset)}</a></td><td>{escape(result.delivery)}</td>'
        f'<td>{moment}</td><td>{result.rules}</td><td class="{kind}">{verdict}</td></tr>'
    )


def _resource(name: str) -> str:
    return (files("faro.validation") / name).read_text(encoding="utf-8")
