"""The page «Publicaciones»: every release, whether it stands, and its files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from importlib.resources import files as package_files
from pathlib import Path
from string import Template

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from faro.publication.calendar import ZONE, next_dates, today
from faro.publication.dictionary import DEMONSTRATION, edition_told
from faro.stack.page import framed

FOLDER = "publicaciones"
ADDRESS = f"{FOLDER}/index.html"
_LOCALE = "es_CR"
_LONG = "d 'de' MMMM 'de' y"
_KILOBYTE = 1000
_WORKBOOK, _MANIFEST = "cifras.xlsx", "manifest.json"
#: File → what it is to whoever reads, in the order in which they are offered.
_FILES = {
    _WORKBOOK: "Cifras en Excel",
    "notas.md": "Notas: cómo se leen y se citan",
    "notes.md": "Notes in English",
    "diccionario.csv": "Diccionario de datos",
    "cifras.csv": "Cifras en CSV",
    "cifras.parquet": "Cifras en Parquet",
    _MANIFEST: "Manifiesto: SHA-256 de cada archivo",
}


@dataclass(frozen=True)
class OfferedFile:
    """A file with its SHA-256 and how many bytes it has."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Release:
    """A release as its page tells of it. `reason`: why it was withdrawn; `files`: none where they are not offered."""

    number: int
    edition: str
    published_at: datetime
    is_demonstration: bool
    reason: str | None
    withdrawn_at: datetime | None
    files: tuple[OfferedFile, ...]


def write_first_page(site: Path) -> None:
    """The page before there is a release; one that is there stays."""
    if not (site / ADDRESS).exists():
        write_page(site, downloads_page([], today(), is_open=True))


def write_page(site: Path, content: str) -> None:
    """Into its place, whole; not where it is there already."""
    page = site / ADDRESS
    if page.exists() and page.read_text(encoding="utf-8") == content:
        return
    page.parent.mkdir(parents=True, exist_ok=True)
    beside = page.with_name(f".unfinished-{page.name}")
    beside.write_text(content, encoding="utf-8")
    beside.replace(page)


def downloads_page(releases: Sequence[Release], day: date, is_open: bool) -> str:
    """The whole page, of releases from the newest on."""
    current = next((release for release in releases if release.reason is None), None)
    return framed(
        "Publicaciones · Faro",
        _part(
            "downloads.html",
            demonstration=_demonstration(current),
            current=_current(releases, current, is_open),
            releases=_listed(releases, current),
            dates=_dates(day),
        ),
        root="../",
    )


def _demonstration(current: Release | None) -> str:
    if not current or not current.is_demonstration:
        return ""
    return f'<p class="warning"><strong>{escape(DEMONSTRATION["es"])}</strong></p>'


def _current(releases: Sequence[Release], current: Release | None, is_open: bool) -> str:
    """What whoever comes for the figures of today needs."""
    if not releases:
        return "<p>Todavía no hay ninguna publicación aquí.</p>"
    if not current:
        return "<p>Hoy no rige ninguna publicación: todas fueron retiradas. Abajo dice por qué.</p>"
    edition = escape(edition_told(current.edition)["es"])
    told = f"Rige la número {current.number}, edición {edition}, publicada el {_long(current.published_at)}."
    if not is_open:
        return f"<p>{told}</p>\n<p>La coalición no ha abierto sus archivos: por ahora no se descargan.</p>"
    return f"<p>{told}</p>\n{_card(current)}"


def _card(release: Release) -> str:
    """The workbook, which holds the notes and the dictionary too."""
    file = next((file for file in release.files if file.name == _WORKBOOK), None)
    if not file:
        return ""
    link = f'<a href="{_link(release, file)}" download><strong>Descargar las cifras en Excel</strong>'
    told = f"{file.name}, {_size(file.size)}. Trae también las notas y el diccionario de datos."
    return f'<ul class="cards"><li>{link}{told}</a></li></ul>'


def _listed(releases: Sequence[Release], current: Release | None) -> str:
    if not releases:
        return ""
    rows = "\n".join(_row(release, current) for release in releases)
    return _part("downloads_table.html", rows=rows)


def _row(release: Release, current: Release | None) -> str:
    mark = ' <span class="quiet">demostración</span>' if release.is_demonstration else ""
    cells = {
        "Número": f"<strong>{release.number}</strong>",
        "Edición": escape(release.edition) + mark,
        "Publicada": _short(release.published_at),
        "Estado": _state(release, current),
        "Archivos": _files_of(release, is_open=release is current),
    }
    told = "".join(f'<td data-label="{label}"><div>{cell}</div></td>' for label, cell in cells.items())
    return f"<tr>{told}</tr>"


def _state(release: Release, current: Release | None) -> str:
    if release.withdrawn_at and release.reason is not None:
        return f"<strong>Retirada</strong> el {_short(release.withdrawn_at)}: {escape(release.reason)}"
    if release is current:
        return "<strong>Vigente</strong>"
    return f"Sustituida por la {current.number}" if current else ""


def _files_of(release: Release, is_open: bool) -> str:
    if not release.files:
        return "—"
    lines = "".join(_line(release, file) for file in _ordered(release))
    count = len(release.files)
    return f"<details{' open' if is_open else ''}><summary>{count} archivos</summary><ul>{lines}</ul></details>"


def _line(release: Release, file: OfferedFile) -> str:
    mark = f" <code>{file.sha256[:12]}…</code>" if file.name == _MANIFEST else ""
    link = f'<a href="{_link(release, file)}" download>{escape(_named(file))}</a>'
    return f'<li>{link} <span class="quiet">{escape(file.name)}, {_size(file.size)}</span>{mark}</li>'


def _ordered(release: Release) -> list[OfferedFile]:
    places = {name: place for place, name in enumerate(_FILES)}
    return sorted(release.files, key=lambda file: (places.get(file.name, len(places)), file.name))


def _named(file: OfferedFile) -> str:
    return _FILES.get(file.name, file.name)


def _link(release: Release, file: OfferedFile) -> str:
    return escape(f"{release.number}/{file.name}")


def _dates(day: date) -> str:
    dates = [f"el {format_date(each, _LONG, locale=_LOCALE)}" for each in next_dates(day)]
    return f"Se preparan {format_list(dates, locale=_LOCALE)}. Salen cuando dos personas las aprueban."


def _size(size: int) -> str:
    """In bytes, kilobytes or megabytes."""
    amount = float(size)
    for unit in ("bytes", "kB"):
        if amount < _KILOBYTE:
            return f"{format_decimal(amount, format='0', locale=_LOCALE)}\N{NO-BREAK SPACE}{unit}"
        amount /= _KILOBYTE
    return f"{format_decimal(amount, format='0.0', locale=_LOCALE)}\N{NO-BREAK SPACE}MB"


def _short(moment: datetime) -> str:
    return format_date(moment.astimezone(ZONE), "dd/MM/yyyy", locale=_LOCALE)


def _long(moment: datetime) -> str:
    return format_date(moment.astimezone(ZONE), _LONG, locale=_LOCALE)


def _part(name: str, **told: str) -> str:
    """What the file of that name, beside this module, holds, with these words in it."""
    return Template((package_files("faro.publication") / name).read_text(encoding="utf-8")).substitute(told)
