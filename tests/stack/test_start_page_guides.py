"""The guides as pages of the start page: all of them, whole, and leading only to what is served."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from starlette.testclient import TestClient

from faro.settings import PROJECT, Settings
from faro.stack import portal
from faro.stack.guides import Guide, listed, read_guides, write_guides

GUIDES = sorted(path.stem for path in (PROJECT / "docs").glob("*.md") if path.name != "CHANGELOG.md")
#: Written into the site by the pipeline, not by the start page.
WRITTEN_LATER = {"data-docs/index.html", "dbt/index.html"}
LOADED = {("img", "src"), ("script", "src"), ("link", "href"), ("iframe", "src"), ("source", "srcset")}


class Page(HTMLParser):
    """What a page links to, what it loads, and the places in it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path, self.text = path, path.read_text(encoding="utf-8")
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.ids: list[str] = []
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if (tag, name) in LOADED:
                self.loaded.append(value or "")
            elif name == "href":
                self.links.append(value or "")
            elif name == "id":
                self.ids.append(value or "")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Of a site that is written."""
    settings = Settings(home=tmp_path_factory.mktemp("guides"))
    portal.write_start_page(settings)
    return settings


@pytest.fixture(scope="module")
def pages(settings: Settings) -> dict[Path, Page]:
    return {path: Page(path) for path in settings.site.rglob("*.html")}


def references(pages: dict[Path, Page]) -> Iterator[tuple[Path, str, Path, str]]:
    """Page, link, the file of the site that it leads to, and the place in that file."""
    for path, page in pages.items():
        for link in page.links + page.loaded:
            if not urlsplit(link).scheme and link not in WRITTEN_LATER:
                target, _, place = unquote(link).partition("#")
                yield path, link, (path.parent / target).resolve() if target else path, place


def rendered(docs: Path, text: str) -> Guide:
    (docs / "ejemplo.md").write_text(text, encoding="utf-8")
    return next(guide for guide in read_guides(docs) if guide.name == "ejemplo")


def test_every_guide_has_a_page_and_the_changelog_has_none(settings: Settings) -> None:
    assert len(GUIDES) > 8
    assert sorted(path.stem for path in (settings.site / "guias").glob("*.html")) == GUIDES


def test_the_start_page_leads_to_every_guide_by_its_title(settings: Settings) -> None:
    start = (settings.site / "index.html").read_text(encoding="utf-8")
    found = dict(re.findall(r'href="guias/([\w-]+)\.html">([^<]+)<', start))
    assert sorted(found) == GUIDES
    assert (found["guia-coordinacion"], found["indicadores"]) == ("Guía de coordinación", "Los indicadores")


def test_every_page_is_in_spanish_and_has_a_title_and_a_way_back(pages: dict[Path, Page], settings: Settings) -> None:
    for path, page in pages.items():
        assert '<html lang="es">' in page.text
        heading = re.search(r"<h1[^>]*>([^<]+)</h1>", page.text)
        title = re.search(r"<title>([^<]+)</title>", page.text)
        assert heading is not None
        assert title is not None
        if path.parent != settings.site:
            assert title.group(1) == f"{heading.group(1)} · Faro"
            assert "../index.html" in page.links


def test_every_link_and_image_leads_to_a_file_of_the_site_and_a_place_in_it(
    pages: dict[Path, Page], settings: Settings
) -> None:
    found = list(references(pages))
    assert len(found) > 3 * len(GUIDES)
    assert [(page.name, link) for page, link, file, _ in found if not file.is_file()] == []
    assert [(page.name, link) for page, link, file, place in found if place and place not in pages[file].ids] == []
    assert all(file.is_relative_to(settings.site) for *_, file, _ in found)


def test_no_page_loads_anything_from_another_host(pages: dict[Path, Page], settings: Settings) -> None:
    assert [link for page in pages.values() for link in page.loaded if urlsplit(link).scheme or "//" in link] == []
    assert not any(re.search(r"<(style|script)\b", page.text) for page in pages.values())
    assert not re.search(r"url\(|@import", (settings.site / "style.css").read_text(encoding="utf-8"))


def test_no_two_places_of_a_page_share_a_name(pages: dict[Path, Page]) -> None:
    assert [page.path.name for page in pages.values() if len(page.ids) != len(set(page.ids))] == []


def test_nothing_of_the_markdown_is_left_in_a_page(pages: dict[Path, Page]) -> None:
    for page in pages.values():
        prose = re.sub(r"<(pre|code)\b.*?</\1>", "", page.text, flags=re.DOTALL)
        assert not re.search(r"^#+ |\]\(|\*\*|^\|", prose, re.MULTILINE), page.path.name
        assert "faro derive" not in page.text.split("<h1")[0]


def test_raw_html_is_shown_as_it_was_written(tmp_path: Path) -> None:
    guide = rendered(
        tmp_path, '# A <b>b</b>\n\n<script>alert(1)</script>\n\nx <img src="http://h/x.png"> [y](javascript:z)\n'
    )
    assert not re.search(r"<(script|b|img|a)\b", guide.body)
    assert "&lt;script&gt;" in guide.body
    assert "<b>" not in listed([guide])


def test_what_is_not_served_is_only_its_text(tmp_path: Path) -> None:
    (tmp_path / "otra.md").write_text("# Otra\n")
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "a.png").write_bytes(b"")
    links = "[uno](decisions/0001-a.md) [dos](../README.md) [`tres`](CHANGELOG.md) ![cuatro](https://h/x.png)"
    kept = "[otra](./otra.md#y-aquí) ![a](images/a.png) [fuera](https://example.org/)"
    body = rendered(tmp_path, f"# T\n\n{links}\n\n{kept}\n").body
    assert "<p>uno dos <code>tres</code> cuatro</p>" in body
    assert re.findall(r'(?:href|src)="([^"]+)"', body) == [
        "otra.html#y-aqu%C3%AD", "images/a.png", "https://example.org/"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "place"),
    [
        ("Después de un corte o de un `kill -9`", "después-de-un-corte-o-de-un-kill--9"),
        ("1. ¿Cuántas víctimas hubo, por año?", "1-cuántas-víctimas-hubo-por-año"),
        ("Qué hay en `core.dim_date`", "qué-hay-en-coredim_date"),
    ],
)
def test_headings_are_named_as_github_names_them(tmp_path: Path, heading: str, place: str) -> None:
    body = rendered(tmp_path, f"# T\n\n## {heading}\n\n## {heading}\n").body
    assert re.findall(r'<h2 id="([^"]+)"', body) == [place, f"{place}-1"]


def test_a_long_name_may_be_broken_after_a_sign_and_is_escaped(tmp_path: Path) -> None:
    assert "<code>ops.<wbr>a_<wbr>b/<wbr>&lt;c&gt; &amp;</code>" in rendered(tmp_path, "# T\n\n`ops.a_b/<c> &`\n").body


def test_a_table_scrolls_in_itself(tmp_path: Path) -> None:
    body = rendered(tmp_path, "# T\n\n| a | b |\n|---|---|\n| 1 | 2 |\n").body
    assert re.search(r'<div class="table"><table>.*</table></div>', body, re.DOTALL)


def test_a_guide_that_went_has_no_page_any_more(tmp_path: Path) -> None:
    docs, site = tmp_path / "docs", tmp_path / "site"
    docs.mkdir()
    for name in ("a", "b"):
        (docs / f"{name}.md").write_text(f"# {name}\n")
    write_guides(docs, site)
    (docs / "a.md").unlink()
    assert [guide.name for guide in write_guides(docs, site)] == ["b"]
    assert [path.name for path in (site / "guias").iterdir()] == ["b.html"]


def test_without_guides_the_start_page_does_not_speak_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portal, "PROJECT", tmp_path)
    start = portal.write_start_page(Settings(home=tmp_path / "home")).read_text(encoding="utf-8")
    assert "Guías" not in start
    assert "Panorama" in start


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "secrets.json"),
        ({"secrets": Path("/run/secrets")}, "/run/secrets"),
        ({"accounts": "secrets/ <a>"}, "secrets/ &lt;a&gt;"),
    ],
)
def test_the_start_page_says_where_accounts_are(tmp_path: Path, given: dict[str, object], told: str) -> None:
    start = portal.write_start_page(Settings(home=tmp_path, **given)).read_text(encoding="utf-8")
    assert f"{told}</code>" in start


def test_guides_images_and_style_are_served(settings: Settings) -> None:
    with TestClient(portal.application(settings), base_url="http://localhost") as client:
        for address in ("/guias/indicadores.html", "/style.css", "/guias/images/victimas.png"):
            answer = client.get(address)
            assert answer.status_code == 200
            assert answer.headers["Content-Security-Policy"] == "default-src 'self' data: 'unsafe-inline'"
