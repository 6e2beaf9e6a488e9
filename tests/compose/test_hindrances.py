"""What can hinder a start says in one line what to do, and nothing is lost by it."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from composed import Compose, docker


@pytest.fixture(scope="module")
def stopped(running: Compose) -> Iterator[Compose]:
    """Everything taken down with its data kept; afterwards it is there again, unchanged."""
    question = "select count(*) as rows, sum(value)::text as total from marts.indicator_value"
    before = running.sql(question)
    running("down")
    yield running
    running.start("start after everything was taken down")
    assert running.sql(question) == before


@contextmanager
def holding(path: Path, content: str) -> Iterator[None]:
    """The file, with that content for a while."""
    kept, mode = path.read_text(), path.stat().st_mode
    path.write_text(content)
    try:
        yield
    finally:
        path.write_text(kept)
        path.chmod(mode)


def what_hinders(compose: Compose, **settings: str) -> str:
    """What a start says that does not succeed."""
    refused = compose.up(check=False, **settings)
    assert refused.returncode == 13
    compose("down")
    return refused.stderr


def test_a_secret_that_is_empty_is_named(stopped: Compose) -> None:
    with holding(stopped.secrets / "faro_loader", ""):
        said = what_hinders(stopped)
    assert "Falta el secreto /run/secrets/faro_loader, o está vacío." in said
    assert "Genere los que faltan con «docker compose run --rm secrets»" in said


def test_a_wrong_password_of_the_database_is_told(stopped: Compose) -> None:
    with holding(stopped.secrets / "postgres", "otra"):
        said = what_hinders(stopped)
    assert "no son las de la base de datos" in said
    assert "Restaure" in said


def test_an_occupied_port_is_told_with_its_setting(stopped: Compose) -> None:
    port = stopped.ports["SUPERSET"]
    with socket.create_server(("127.0.0.1", port)):
        said = what_hinders(stopped)
    assert f"El puerto {port} ya está en uso" in said
    assert "FARO_SUPERSET_PORT=…" in said


def test_a_new_image_that_cannot_migrate_touches_nothing_and_is_told(stopped: Compose) -> None:
    """Its first step is one transaction; whoever goes back to the image before finds everything."""
    ruined = "FROM faro-pipeline:test\nUSER root\nRUN echo 'select 1 / 0;' >> src/faro/warehouse/ops.sql\nUSER faro\n"
    docker("build", "--quiet", "-t", "faro-pipeline:ruined", "-", given=ruined)
    docker("tag", "faro-superset:test", "faro-superset:ruined")
    said = what_hinders(stopped, FARO_VERSION="ruined")
    assert "No arrancó «database»" in said
    assert "division by zero" in said


def test_a_full_volume_is_told(stopped: Compose) -> None:
    docker(
        "volume", "create", "--opt=type=tmpfs", "--opt=device=tmpfs", "--opt=o=size=16m,uid=10001", "faro-test-small"
    )
    try:
        told = stopped("run", "--rm", "--volume", "faro-test-small:/var/lib/faro/landing", "keys", check=False)
    finally:
        docker("volume", "rm", "faro-test-small")
    assert told.returncode == 10
    assert "Quedan 16 MiB libres en el disco de /var/lib/faro/landing" in told.stderr
    assert "Libere espacio" in told.stderr


def test_a_database_that_does_not_answer_is_told(stopped: Compose) -> None:
    told = stopped("run", "--rm", "--no-deps", "database", check=False)
    assert told.returncode == 13
    assert "PostgreSQL no responde en postgres:5432." in told.stderr


def test_a_first_start_makes_the_secrets_that_are_missing(stopped: Compose) -> None:
    (stopped.secrets / "faro_reader").unlink()
    stopped("run", "--rm", "secrets")
    assert len((stopped.secrets / "faro_reader").read_text()) >= 32
