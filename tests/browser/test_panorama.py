"""The overview as a coordinator sees it, on a desk and on a telephone."""

import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser
from superset_page import SupersetPage

pytestmark = [pytest.mark.stack, pytest.mark.browser]

ROOM = Path(__file__).resolve().parents[2] / "superset" / "assets"
TITLES = {
    yaml.safe_load((ROOM / "charts" / f"{cell['chart']}.yml").read_text())["title"]["es"]
    for row in yaml.safe_load((ROOM / "dashboards" / "panorama.yml").read_text())["rows"]
    for cell in row
    if "chart" in cell
}
ENGLISH = ("Loading", "No results", "Something went wrong", "Unexpected error", "Sign in", "undefined", "NaN", "null")


@pytest.fixture(scope="module", params=[1440, 390], ids=["1440px", "390px"])
def panorama(request: pytest.FixtureRequest, stack, chromium: Browser, screenshots: Path) -> Iterator[SupersetPage]:  # type: ignore[no-untyped-def]
    page = SupersetPage(chromium, stack.superset_url, request.param)
    page.sign_in("coordinacion", stack.secret("superset_coordinacion"))
    page.open_dashboard("panorama", len(TITLES))
    page.keep_picture(str(screenshots / f"panorama-{request.param}.png"))
    yield page
    page.close()


def test_every_chart_is_drawn(panorama: SupersetPage) -> None:
    charts = panorama.charts()
    assert {chart["title"] for chart in charts} == TITLES
    empty = [chart["title"] for chart in charts if not chart["drawn"] or min(chart["width"], chart["height"]) < 40]
    assert empty == []


def test_nothing_went_wrong(panorama: SupersetPage) -> None:
    assert panorama.errors() == []
    assert panorama.refused == []
    text = panorama.text()
    assert "No se pudo" not in text
    assert not re.search(r"\bError\b", text)


def test_the_page_is_in_spanish(panorama: SupersetPage) -> None:
    text = panorama.text()
    assert [word for word in ENGLISH if re.search(rf"\b{word}\b", text)] == []


def test_cards_do_not_overlap(panorama: SupersetPage) -> None:
    over = [
        (one["name"], other["name"])
        for one, other in combinations(panorama.cards(), 2)
        if min(one["right"], other["right"]) - max(one["left"], other["left"]) > 1
        and min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) > 1
    ]
    assert over == []


def test_nothing_is_cut_at_the_side(panorama: SupersetPage) -> None:
    assert panorama.cut_texts() == []
    assert not panorama.scrolls_sideways()


def test_numbers_are_written_as_in_costa_rica(panorama: SupersetPage) -> None:
    figures = next(chart["text"] for chart in panorama.charts() if chart["title"] == "Cifras clave")
    assert re.search(r"\d{1,3}\u00a0\d{3}", figures)
    assert not re.search(r"\d[.,]\d{3}\b", figures)


def test_every_source_is_listed(panorama: SupersetPage) -> None:
    sources = next(chart["text"] for chart in panorama.charts() if chart["title"] == "De dónde vienen los datos")
    assert all(route in sources for route in ("SFTP", "API", "Base de datos"))


def test_no_other_host_is_asked(panorama: SupersetPage) -> None:
    assert panorama.outside == []


def test_the_login_page_is_ours_and_spanish(stack, chromium: Browser, screenshots: Path) -> None:  # type: ignore[no-untyped-def]
    page = SupersetPage(chromium, stack.superset_url, 1440)
    page.page.goto(f"{stack.superset_url}/login/")
    page.page.wait_for_selector("input#username, input[name=username]")
    page.keep_picture(str(screenshots / "login-1440.png"))
    assert "Iniciar sesión" in page.text()
    assert page.page.title() == "Faro"
    assert page.outside == []
    page.close()
