"""The guides of `docs/` as pages of the start page's site."""

import re
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from pathlib import Path
from posixpath import normpath
from typing import Any
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from faro.stack.page import framed

FOLDER = "guias"
_IMAGES = "images"
_NOT_GUIDES = {"CHANGELOG"}
_GROUPS = {
    "Leer y preguntar": ("guia-coordinacion", "guia-analisis", "indicadores", "matriz-de-bus", "glosario"),
    "Publicar": ("guia-publicaciones",),
    "Entregar y cargar": ("guia-correcciones", "guia-ingenieria", "guia-institucion-nueva"),
    "Operar": ("operacion", "operacion-compose", "seguridad"),
}
_OTHERS = "Otras"
_BACK = '<nav><a href="../index.html">← Inicio</a></nav>'
#: What says that a file is generated; it is for whoever edits it.
_OPENING_COMMENT = re.compile(r"\A<!--.*?-->\s*", re.DOTALL)


@dataclass(frozen=True)
class Guide:
    """One guide, rendered."""

    name: str
    title: str
    body: str

    @property
    def address(self) -> str:
        """Where its page is in the site."""
        return f"{FOLDER}/{self.name}.html"


def write_guides(docs: Path, site: Path) -> list[Guide]:
    """A page for each guide, and the images that they show; none where the project came without its guides."""
    folder = site / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    guides = read_guides(docs)
    for guide in guides:
        page = site / guide.address
        page.parent.mkdir(parents=True, exist_ok=True)
        content = f"{_BACK}\n<article>\n{guide.body}</article>"
        page.write_text(framed(f"{guide.title} · Faro", content, root="../"), encoding="utf-8")
    if guides and (docs / _IMAGES).is_dir():
        (folder / _IMAGES).mkdir(exist_ok=True)
        for image in (docs / _IMAGES).iterdir():
            shutil.copyfile(image, folder / _IMAGES / image.name)
    return guides


def read_guides(docs: Path) -> list[Guide]:
    """Every guide, by name."""
    sources = [path for path in sorted(docs.glob("*.md")) if path.stem not in _NOT_GUIDES]
    images = [path.relative_to(docs).as_posix() for path in (docs / _IMAGES).rglob("*") if path.is_file()]
    served = {source.name: f"{source.stem}.html" for source in sources} | {image: image for image in images}
    return [_guide(source, served) for source in sources]


def listed(guides: Sequence[Guide]) -> str:
    """The guides as links for the start page, by what they help to do."""
    if not guides:
        return ""
    groups = "\n".join(_group(label, members) for label, members in _grouped(guides).items() if members)
    return f'<h2>Guías</h2>\n<div class="guides">\n{groups}\n</div>'


def _grouped(guides: Sequence[Guide]) -> dict[str, list[Guide]]:
    by_name = {guide.name: guide for guide in guides}
    groups = {label: [by_name.pop(name) for name in names if name in by_name] for label, names in _GROUPS.items()}
    return groups | {_OTHERS: [*by_name.values()]}


def _group(label: str, guides: Iterable[Guide]) -> str:
    links = "\n".join(f'  <li><a href="{guide.address}">{escape(guide.title)}</a></li>' for guide in guides)
    return f"<section>\n<h3>{label}</h3>\n<ul>\n{links}\n</ul>\n</section>"


def _guide(source: Path, served: Mapping[str, str]) -> Guide:
    markdown = _markdown()
    env = {"served": served}
    tokens = markdown.parse(_OPENING_COMMENT.sub("", source.read_text(encoding="utf-8")), env)
    title = next((text for _, text in _headings(tokens)), source.stem)
    return Guide(source.stem, title, markdown.renderer.render(tokens, markdown.options, env))


def _markdown() -> MarkdownIt:
    """Tables, but no raw HTML: it is shown as it was written."""
    markdown = MarkdownIt("js-default", {"html": False})
    markdown.core.ruler.push("heading_ids", _name_headings)
    markdown.core.ruler.push("served_links", _mend_links)
    markdown.add_render_rule("code_inline", _code)
    markdown.add_render_rule("table_open", _open_table)
    markdown.add_render_rule("table_close", _close_table)
    return markdown


def _headings(tokens: Sequence[Token]) -> Iterator[tuple[Token, str]]:
    """The opening of each heading, and its text."""
    for opening, content in pairwise(tokens):
        if opening.type == "heading_open":
            yield opening, "".join(each.content for each in content.children or ())


def _name_headings(state: StateCore) -> None:
    """Ids as GitHub makes them, so that a link to a part of a guide works in both places."""
    taken: Counter[str] = Counter()
    for opening, text in _headings(state.tokens):
        name = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")
        opening.attrSet("id", f"{name}-{taken[name]}" if taken[name] else name)
        taken[name] += 1


def _mend_links(state: StateCore) -> None:
    for token in state.tokens:
        if token.children:
            token.children = [*_mended(token.children, state.env["served"])]


def _mended(tokens: Iterable[Token], served: Mapping[str, str]) -> Iterator[Token]:
    """Links lead to pages; of a link or an image that leads to nothing served, only the text is left."""
    leads_somewhere = False
    for token in tokens:
        if token.type == "image":
            yield from _image(token, served)
            continue
        if token.type == "link_open":
            target = _target(str(token.attrGet("href")), served)
            leads_somewhere = target is not None
            token.attrSet("href", target or "")
        if leads_somewhere or token.type not in {"link_open", "link_close"}:
            yield token


def _image(token: Token, served: Mapping[str, str]) -> list[Token]:
    source = served.get(_normal(str(token.attrGet("src"))))
    if source is None:
        return token.children or []
    token.attrSet("src", source)
    return [token]


def _target(link: str, served: Mapping[str, str]) -> str | None:
    page, mark, place = link.partition("#")
    if not page or urlsplit(link).scheme:
        return link
    target = served.get(_normal(page))
    return None if target is None else f"{target}{mark}{place}"


def _normal(path: str) -> str:
    return normpath(unquote(path))


def _code(_renderer: Any, tokens: Sequence[Token], index: int, *_rendering: Any) -> str:
    """A long name may go on in the next line after a sign, and not within a word."""
    return f"<code>{re.sub('(?<=[._/])', '<wbr>', escape(tokens[index].content, quote=False))}</code>"


def _open_table(*_rendering: Any) -> str:
    return '<div class="table"><table>\n'


def _close_table(*_rendering: Any) -> str:
    return "</table></div>\n"
