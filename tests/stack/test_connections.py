"""Connections to institutions: those that are given, else those to the simulated ones."""

import json
from pathlib import Path

import pytest

from faro import secrets
from faro.secrets import write_files
from faro.settings import Settings
from faro.simulation.keys import ensure_keys
from faro.stack.connections import ConnectionsUnreadable, airflow_connections

OURS = {"warehouse_loader", "warehouse_resolver", "warehouse_transformer"}
TO_THE_OIJ = {"conn_type": "sftp", "host": "sftp.oij.example", "login": "faro"}


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings with secrets as files and a file of connections, which is not written yet."""
    stated = Settings(home=tmp_path, secrets=tmp_path / "secrets", connections=tmp_path / "connections.json")
    monkeypatch.setattr(secrets, "settings", lambda: stated)
    write_files(stated.secrets)
    return stated


def test_without_simulated_institutions_only_what_is_given_is_there(given: Settings) -> None:
    assert airflow_connections(given).keys() == OURS
    given.connections.write_text(json.dumps({"oij_sftp": TO_THE_OIJ}))
    assert airflow_connections(given).keys() == OURS | {"oij_sftp"}
    assert airflow_connections(given)["oij_sftp"] == TO_THE_OIJ


def test_one_that_is_given_comes_before_the_simulated_one(given: Settings) -> None:
    ensure_keys(given.home)
    simulated = airflow_connections(given)
    given.connections.write_text(json.dumps({"oij_sftp": TO_THE_OIJ}))
    assert airflow_connections(given) == simulated | {"oij_sftp": TO_THE_OIJ}
    assert simulated["oij_sftp"]["host"] == "127.0.0.1"


@pytest.mark.parametrize("content", ["", "{", "[1]", '"oij"'])
def test_a_file_that_is_none_is_told_with_its_remedy(given: Settings, content: str) -> None:
    given.connections.write_text(content)
    with pytest.raises(ConnectionsUnreadable) as told:
        airflow_connections(given)
    assert str(given.connections) in told.value.message("es")
    assert "docs/operacion-compose.md" in told.value.message("es")
