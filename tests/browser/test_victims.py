"""The victims as a coordinator sees them: what the release says, and nothing once it is withdrawn."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml
from playwright.sync_api import Browser
from psycopg.types.json import Jsonb
from running_stack import Stack
from superset_page import SupersetPage

from faro.publication.bundle import COUNTS, Inputs, digest
from faro.publication.bundle import FIGURES as OF_FIGURES
from faro.publication.counts import counts_written
from faro.publication.figures import Facts
from faro.publication.inputs import contract_texts
from faro.releases.published import Published

pytestmark = [pytest.mark.stack, pytest.mark.browser]

ASSETS = Path(__file__).resolve().parents[2] / "superset" / "assets"
CHARTS = [
    cell["chart"]
    for row in yaml.safe_load((ASSETS / "dashboards" / "victimas.yml").read_text())["rows"]
    for cell in row
    if "chart" in cell
]
TOTAL = ("total", "Total", "total", "Total")
ACCREDITED = ("I-04", "Víctimas acreditadas")
DETECTED = ("I-01", "Víctimas de trata detectadas")
REACHED = ("I-31", "Etapas del proceso penal")
#: Indicator, breakdown and category, period, value; None is suppressed.
FIGURES = [
    (DETECTED, TOTAL, "2024", 1098.0),
    (DETECTED, TOTAL, "2025", 1117.0),
    (DETECTED, TOTAL, "2026", 640.0),
    (DETECTED, ("sex", "Sexo", "woman", "Mujer"), "2025", 882.0),
    (DETECTED, ("sex", "Sexo", "man", "Hombre"), "2025", None),
    (DETECTED, ("sex", "Sexo", "not_recorded", "No registrado"), "2025", 7.0),
    (DETECTED, ("sex", "Sexo", "woman", "Mujer"), "2015–2025", 5559.0),
    (ACCREDITED, TOTAL, "2024", 46.0),
    (ACCREDITED, TOTAL, "2025", None),
    (ACCREDITED, TOTAL, "2015–2025", 363.0),
    *(
        (REACHED, ("funnel_stage", "Etapa alcanzada", stage, name), "2015–2025", count)
        for stage, name, count in [
            ("complaint", "Denuncia", 210.0),
            ("trial", "Juicio", None),
            ("conviction", "Condena", 31.0),
            ("sentence", "Sentencia", 40.0),
        ]
    ),
]
SUMMARY = {"held": ["2019 (I-31)"], "earlier": [], "figures": 0, "suppressed": 0, "last_load": 0, "last_change": 0}
FACTS = Facts("2026-T3", "2026-10-15", "prueba")
NOTHING = Published({}, frozenset(), frozenset())
_PROPOSAL = """
    insert into publication.proposal (edition, sha256, is_demonstration, summary)
    values ('2026-T3', repeat('0', 64), true, %s) returning proposal_id
"""
_FILE = "insert into publication.file (proposal_id, name, is_public, sha256, content) values (%s, %s, false, %s, %s)"
_RELEASE = """
    insert into publication.release (release_id, proposal_id)
    select coalesce(max(release_id), 0) + 1, %s from publication.release returning release_id
"""
_FIGURE = """
    insert into publication.figure (release_id, indicator_id, indicator_es, indicator_en, unit_es, unit_en, period,
        breakdown, breakdown_es, breakdown_en, category, category_es, category_en, value, status, sources)
    values (%s, %s, %s, 'x', 'personas', 'persons', %s, %s, %s, 'x', %s, %s, 'x', %s, %s, 'eri/resolutions')
"""


def publish(connection: psycopg.Connection) -> int:
    """The number of a release with these figures; it was made of nothing, and says so to the releases after it."""
    proposal = connection.execute(_PROPOSAL, [Jsonb(SUMMARY)]).fetchone()
    assert proposal is not None
    files = {**Inputs((), {}, contract_texts(), FACTS, "").files(), COUNTS: counts_written(NOTHING), OF_FIGURES: b""}
    for name, content in files.items():
        connection.execute(_FILE, [*proposal, name, digest(content), content])
    release = connection.execute(_RELEASE, proposal).fetchone()
    assert release is not None
    for (indicator, name), (breakdown, *labels), period, value in FIGURES:
        status = "suppressed" if value is None else "published"
        connection.execute(_FIGURE, [*release, indicator, name, period, breakdown, *labels, value, status])
    connection.commit()
    return int(release[0])


def withdraw(connection: psycopg.Connection, number: int) -> None:
    connection.execute(
        "insert into publication.withdrawal (release_id, reason, withdrawn_by) values (%s, 'De una prueba', 'prueba')"
        " on conflict do nothing",
        [number],
    )
    connection.commit()


@pytest.fixture(scope="module")
def publisher(stack: Stack) -> Iterator[psycopg.Connection]:
    with psycopg.connect(stack.uri("faro_publisher")) as connection:
        yield connection


@pytest.fixture(scope="module")
def published(publisher: psycopg.Connection) -> Iterator[int]:
    """The number of a release that stands for these tests only."""
    number = publish(publisher)
    yield number
    withdraw(publisher, number)


def opened(stack: Stack, chromium: Browser, width: int, picture: Path) -> SupersetPage:
    page = SupersetPage(chromium, stack.superset_url, width)
    page.sign_in("coordinacion", stack.secret("superset_coordinacion"))
    page.open_dashboard("victimas", len(CHARTS))
    page.keep_picture(str(picture))
    return page


@pytest.fixture(scope="module", params=[1440, 390], ids=["1440px", "390px"])
def victims(
    request: pytest.FixtureRequest, published: int, stack: Stack, chromium: Browser, screenshots: Path
) -> Iterator[SupersetPage]:
    page = opened(stack, chromium, request.param, screenshots / f"victimas-{request.param}.png")
    yield page
    page.close()


def text_of(page: SupersetPage, slug: str) -> str:
    title = yaml.safe_load((ASSETS / "charts" / f"{slug}.yml").read_text())["title"]["es"]
    found: dict[str, Any] = next(chart for chart in page.charts() if chart["title"] == title)
    return re.sub(r"\s+", " ", found["text"])


def test_it_says_which_release_it_shows(victims: SupersetPage, published: int) -> None:
    notice = text_of(victims, "release_notice")
    assert f"Publicación {published} · edición 2026-T3 · publicada el " in notice
    assert "Demostración: datos sintéticos, aprobados automáticamente" in notice
    assert "estos años de estos indicadores: 2019 (I-31)." in notice
    assert "No quiere decir cero" in notice
    assert "De 2026, que está en curso, se publican los totales" in notice


def test_figures_are_those_of_the_ledger(victims: SupersetPage) -> None:
    headline = text_of(victims, "victims_headline")
    assert "1 117" in headline
    assert "19 más que en 2024 (1 098). Una diferencia así puede ser casual." in headline
    assert "Fuente: Equipo de Respuesta Inmediata" in headline
    by_sex = text_of(victims, "victims_by_sex")
    assert in_order(by_sex, "Mujer", "No registrado", "Hombre")
    assert "2026" not in by_sex, "what is not published at all is no protected figure"
    assert "640" in text_of(victims, "victims_detected_by_year")
    assert "882" in by_sex
    assert "5 559" in by_sex


def in_order(text: str, *labels: str) -> bool:
    places = [text.index(label) for label in labels]
    return places == sorted(places)


def test_stages_are_in_their_order_whatever_is_shown(victims: SupersetPage) -> None:
    assert in_order(text_of(victims, "justice_funnel"), "Denuncia", "Juicio", "Sentencia", "Condena")


def test_what_is_protected_is_said_and_is_no_zero(victims: SupersetPage) -> None:
    accredited = text_of(victims, "victims_headline").split("Víctimas acreditadas")[1]
    assert "protegida" in accredited
    assert "2015–2025: 363" in accredited
    assert "2024" not in accredited, "a figure that is not shown is compared with one that is"
    man = text_of(victims, "victims_by_sex").split("Hombre")[1].split("Unidad")[0]
    assert "protegida" in man
    by_year = text_of(victims, "victims_accredited_by_year")
    assert "protegida" in by_year
    assert not [text for text in (accredited, man, by_year) if re.search(r"(?<!\d)0(?!\d)", text)]


def test_a_table_that_the_release_has_not_says_so(victims: SupersetPage, published: int) -> None:
    assert f"La publicación {published} no trae estas cifras" in text_of(victims, "referrals_by_channel")


def test_nothing_went_wrong(victims: SupersetPage) -> None:
    assert victims.errors() == []
    assert victims.refused == []
    assert victims.outside == []
    assert victims.cut_texts() == []
    assert not victims.scrolls_sideways()
    assert [chart["title"] for chart in victims.charts() if not chart["drawn"]] == []


def test_what_is_withdrawn_is_shown_no_longer(
    publisher: psycopg.Connection, published: int, stack: Stack, chromium: Browser, screenshots: Path
) -> None:
    withdraw(publisher, published)
    before = publisher.execute("select release_id from publication.current_release").fetchone()
    page = opened(stack, chromium, 1440, screenshots / "victimas-withdrawn.png")
    shown = [text_of(page, slug) for slug in CHARTS]
    page.close()
    expected = f"Publicación {before[0]} ·" if before else "No hay ninguna publicación vigente"
    assert expected in shown[0]
    assert not [text for text in shown if "1 117" in text or f"ublicación {published} " in text]
    assert before or all("No hay ninguna publicación vigente" in text for text in shown)
