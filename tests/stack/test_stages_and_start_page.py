"""What a person sees while the stack starts, and the page that leads everywhere afterwards."""

import io
import json
import re
from pathlib import Path

import pytest
from rich.console import Console
from starlette.testclient import TestClient

from faro.settings import Settings
from faro.stack.portal import application, write_start_page
from faro.stack.stages import Stages

OURS = "http://127.0.0.1:8000"


@pytest.fixture
def spanish(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FARO_LANGUAGE", "es")


def told(output: io.StringIO) -> list[str]:
    return output.getvalue().splitlines()


def test_without_a_terminal_every_stage_is_a_plain_line(tmp_path: Path) -> None:
    output = io.StringIO()
    with Stages(Console(file=output)) as stages:
        with stages.stage("Base de datos") as show:
            show("1/2")
        with stages.stage("Airflow"):
            pass
        stages.save(tmp_path / "stages.json")
    lines = told(output)
    assert [re.sub(r"\d+\.\d", "N", line) for line in lines] == [
        "… Base de datos", "✓ Base de datos (N s)", "… Airflow", "✓ Airflow (N s)"
    ]  # fmt: skip
    assert "\x1b" not in output.getvalue()
    assert json.loads((tmp_path / "stages.json").read_text()).keys() == {"Base de datos", "Airflow"}


@pytest.mark.usefixtures("spanish")
def test_a_stage_that_failed_is_named_and_not_counted() -> None:
    output = io.StringIO()
    stages = Stages(Console(file=output))
    with pytest.raises(RuntimeError), stages, stages.stage("Airflow"):
        raise RuntimeError
    assert told(output) == ["… Airflow", "✗ Falló la etapa «Airflow»."]
    assert stages.seconds == {}


def test_on_a_terminal_a_stage_ends_with_a_tick() -> None:
    output = io.StringIO()
    with Stages(Console(file=output, force_terminal=True, width=80)) as stages, stages.stage("Superset"):
        pass
    assert "✓ Superset" in re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", output.getvalue())


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, superset_port=18088, airflow_port=18080)


def test_the_start_page_leads_everywhere(settings: Settings) -> None:
    page = write_start_page(settings).read_text(encoding="utf-8")
    assert set(re.findall(r'href="([^"]+)"', page)) >= {
        "http://127.0.0.1:18088/superset/dashboard/panorama/", "http://127.0.0.1:18080/", "data-docs/index.html",
        "dbt/index.html",
    }  # fmt: skip
    assert str(settings.secrets_file) in page
    assert "$" not in page


def test_the_start_page_says_who_signs_people_in(tmp_path: Path) -> None:
    """And leads to the addresses by which people come from other machines."""
    settings = Settings(
        home=tmp_path,
        superset_url="https://tableros.example",
        airflow_url="https://flujos.example",
        oidc_issuer="https://identidad.example",
        oidc_client_id="faro",
        oidc_name="Ministerio",
    )
    page = write_start_page(settings).read_text(encoding="utf-8")
    assert {"https://tableros.example/superset/dashboard/panorama/", "https://flujos.example/"} <= {
        *re.findall(r'href="([^"]+)"', page)
    }
    assert "«Ministerio»" in page
    assert str(settings.secrets_file) not in page


def test_the_start_page_is_served_and_secrets_are_not(settings: Settings) -> None:
    write_start_page(settings)
    settings.secrets_file.write_text("{}")
    with TestClient(application(settings), base_url=OURS) as client:
        answer = client.get("/")
        assert (answer.status_code, "Panorama" in answer.text) == (200, True)
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert client.get("/../secrets.json").status_code == 404
        assert client.get("/%2e%2e/secrets.json").status_code == 404


@pytest.mark.parametrize(
    ("url", "status"),
    [
        (OURS, 200), ("http://localhost:8000", 200), ("http://faro.example", 200),
        ("http://elsewhere.example", 400), ("http://127.0.0.1.elsewhere.example:8000", 400),
    ],
)  # fmt: skip
def test_the_start_page_answers_to_names_that_are_stated(settings: Settings, url: str, status: int) -> None:
    write_start_page(settings)
    stated = settings.model_copy(update={"hosts": "faro.example, other.example"})
    with TestClient(application(stated), base_url=url) as client:
        assert client.get("/").status_code == status
