"""A taken port is said at once; secrets are made once, differ, and only their owner reads them."""

import json
import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from faro.settings import Settings
from faro.stack import ports
from faro.stack.errors import PortInUse


@pytest.fixture
def settings(tmp_path: Path, some_free_ports) -> Settings:
    services = ("postgres", "institutions_postgres", "airflow", "superset", "sftp", "api", "portal")
    ports_of = zip(services, some_free_ports(len(services)), strict=True)
    return Settings(home=tmp_path / "home", **{f"{service}_port": port for service, port in ports_of})


def test_free_ports_pass(settings: Settings) -> None:
    ports.check_free(settings)
    assert len(settings.ports) == len(set(settings.ports.values())) == 7


@pytest.mark.parametrize("setting", ["FARO_POSTGRES_PORT", "FARO_SFTP_PORT", "FARO_PORTAL_PORT"])
def test_a_taken_port_is_named_with_its_setting(settings: Settings, setting: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", settings.ports[setting]))
        taken.listen()
        with pytest.raises(PortInUse) as refusal:
            ports.check_free(settings)
    assert refusal.value.facts == {"port": settings.ports[setting], "setting": setting}
    assert f"{setting}=… make demo" in refusal.value.message("es")
    assert not settings.home.exists()


ASK = "from faro.secrets import all_secrets; all_secrets()"


def start(home: Path) -> dict[str, str]:
    """Ask for the secrets as a service would, in a process of its own; nothing of them is printed."""
    run = subprocess.run([sys.executable, "-c", ASK], env={**os.environ, "FARO_HOME": str(home)}, check=True,
                         capture_output=True, text=True)  # fmt: skip
    assert run.stdout + run.stderr == ""
    found: dict[str, str] = json.loads((home / "secrets.json").read_text())
    return found


TOGETHER = """
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from faro.secrets import secret
ready = Barrier(8)
def ask(name):
    ready.wait()
    return secret(name)
with ThreadPoolExecutor(8) as pool:
    print(*pool.map(ask, ["postgres", "institutions_postgres"] * 4))
"""


def test_who_asks_first_at_the_same_moment_is_given_the_same(tmp_path: Path) -> None:
    """As two servers that are initialised beside each other, in several processes."""
    asking = [
        subprocess.Popen([sys.executable, "-c", TOGETHER], env={**os.environ, "FARO_HOME": str(tmp_path)},
                         stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]  # fmt: skip
    answers = [each.communicate()[0].split() for each in asking]
    kept = json.loads((tmp_path / "secrets.json").read_text())
    assert answers == [[kept["postgres"], kept["institutions_postgres"]] * 4] * 3


def test_secrets_are_made_once_and_differ(tmp_path: Path) -> None:
    first = start(tmp_path)
    assert start(tmp_path) == first
    assert len(set(first.values())) == len(first) > 15
    assert all(len(word) >= 32 for word in first.values())
    assert set(start(tmp_path / "another").values()).isdisjoint(first.values())


def test_only_the_owner_reads_secrets(tmp_path: Path) -> None:
    start(tmp_path)
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secrets.json"]


def test_a_secret_that_was_added_later_is_made_and_the_others_stay(tmp_path: Path) -> None:
    before = start(tmp_path)
    kept = {name: word for name, word in before.items() if name != "airflow_jwt"}
    (tmp_path / "secrets.json").write_text(json.dumps(kept))
    after = start(tmp_path)
    assert {name: word for name, word in after.items() if name != "airflow_jwt"} == kept
    assert after["airflow_jwt"] != before["airflow_jwt"]


def test_every_institution_has_the_secrets_of_its_door(tmp_path: Path) -> None:
    known = start(tmp_path)
    assert {"imas_owner", "imas_reader", "linea145_reader", "dgme_api", "ccss_api"} <= known.keys()
    assert "oij_api" not in known
    assert "oij_owner" not in known


def test_every_contract_has_a_connection_with_its_institution_s_own_account(tmp_path: Path) -> None:
    code = """
import json
from faro.contracts import all_contracts
from faro.settings import settings
from faro.simulation.keys import ensure_keys
from faro.stack.connections import airflow_connections
ensure_keys(settings().home)
found = airflow_connections(settings())
assert {each.connection_id for each in all_contracts()} <= found.keys()
print(json.dumps({name: [each["conn_type"], each["login"], each.get("schema")] for name, each in found.items()}))
"""
    run = subprocess.run([sys.executable, "-c", code], env={**os.environ, "FARO_HOME": str(tmp_path)}, check=True,
                         capture_output=True, text=True)  # fmt: skip
    found = json.loads(run.stdout)
    assert found["imas_postgres"] == ["postgres", "imas_reader", "institution_imas"]
    assert found["ccss_api"] == ["http", "ccss", None]
    assert found["pani_sftp"] == ["sftp", "pani", None]
    passwords = json.loads((tmp_path / "secrets.json").read_text())
    assert passwords["ccss_api"] != passwords["dgme_api"]
