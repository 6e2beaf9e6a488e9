"""Data Docs as a reader without the internet sees it."""

import json
import re
from pathlib import Path

import pytest

from faro.settings import Settings
from faro.validation.pages import finish_pages
from faro.validation.places import results_folder, site_folder

PAGE = """<html><head>
<link rel="stylesheet" href="https://elsewhere.example/a.css"><script
 src="https://elsewhere.example/a.js"></script><script>let own = 1</script></head>
<body><img class="logo" src="https://elsewhere.example/logo.png?d=1"><p>Reglas</p></body></html>"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A site as Great Expectations leaves it: one page, one result with two unmet rules."""
    settings = Settings(home=tmp_path)
    place = Path("oij/police_statistics/__none__/20260102T030405.000000Z")
    page = site_folder(settings) / "validations" / place / "oij-oij__police_statistics__7.html"
    result = results_folder(settings) / place / "oij-oij__police_statistics__7.json"
    for path in (page, result):
        path.parent.mkdir(parents=True)
    page.write_text(PAGE)
    found = {
        "suite_name": "oij.police_statistics",
        "statistics": {"evaluated_expectations": 10, "unsuccessful_expectations": 2},
        "meta": {"run_id": {"run_time": "2026-01-02T03:04:05+00:00"}},
    }
    result.write_text(json.dumps(found))
    return settings


def test_pages_ask_no_other_host_and_keep_their_own_script(settings: Settings) -> None:
    finish_pages(settings)
    page = next((site_folder(settings) / "validations").rglob("*.html")).read_text()
    assert "elsewhere.example" not in page
    assert "let own = 1" in page
    assert '<link rel="stylesheet" href="/data-docs/faro.css">' in page


def test_finishing_twice_changes_nothing(settings: Settings) -> None:
    finish_pages(settings)
    once = {path: path.read_text() for path in site_folder(settings).rglob("*.*") if path.is_file()}
    finish_pages(settings)
    assert {path: path.read_text() for path in once} == once


def test_the_list_names_the_dataset_and_what_is_unmet(settings: Settings) -> None:
    finish_pages(settings)
    index = (site_folder(settings) / "index.html").read_text()
    links = re.findall(r'href="(validations/[^"]+)">([^<]+)<', index)
    assert [title for _, title in links] == ["Estadísticas policiales"]
    assert (site_folder(settings) / links[0][0]).exists()
    assert "2 por atender" in index
