"""Connections to institutions: those that are given, else those to the simulated ones."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from faro import secrets
from faro.secrets import write_files
from faro.settings import Settings
from faro.simulation.keys import ensure_keys
from faro.stack.connections import ConnectionsUnreadable, airflow_connections

OURS = {f"warehouse_{role}" for role in ("loader", "publisher", "resolver", "transformer")}
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


STATED = {
    "oij_sftp": TO_THE_OIJ | {"port": 22, "extra": {"host_key": "ssh-ed25519 AAAA", "no_host_key_check": False}},
    "warehouse": {"conn_type": "postgres", "host": "127.0.0.1", "port": 5432, "login": "a", "password": "b%/"},
    "by_uri": "sftp://faro@sftp.oij.example:22",
}
#: In a process of its own: Airflow reads its configuration when it is imported.
ASK = """
import json, sys
from airflow.sdk import Connection
from faro.stack.connections_backend import ConnectionsFile
backend = ConnectionsFile(sys.argv[1])
backend._set_connection_class(Connection)
parts = ("conn_type", "host", "port", "login", "password", "extra_dejson")
found = {name: backend.get_connection(name) for name in sys.argv[2:]}
print(json.dumps({name: each and [getattr(each, part) for part in parts] for name, each in found.items()}))
"""


def test_a_task_gets_the_connection_that_it_asks_for(tmp_path: Path) -> None:
    path = tmp_path / "connections.json"
    path.write_text(json.dumps(STATED))
    own = {name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "FARO_"))}
    environment = own | {"AIRFLOW_HOME": str(tmp_path / "airflow")}
    command = [sys.executable, "-c", ASK, str(path), *STATED, "missing"]
    run = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout.splitlines()[-1]) == {
        "oij_sftp": ["sftp", "sftp.oij.example", 22, "faro", None, STATED["oij_sftp"]["extra"]],
        "warehouse": ["postgres", "127.0.0.1", 5432, "a", "b%/", {}],
        "by_uri": ["sftp", "sftp.oij.example", 22, "faro", None, {}],
        "missing": None,
    }
