"""`python -m faro.simulation deliver`: as of a day, later as of another, and never two sizes in one place."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from faro.settings import PROJECT
from faro.simulation.errors import OtherScaleError

pytestmark = pytest.mark.slow

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def deliver(warehouse, tmp_path: Path) -> Command:
    """The command over a home of its own, and the databases of a running PostgreSQL."""
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(warehouse.settings.secrets_file, home / "secrets.json")
    own = {"FARO_HOME": str(home), "FARO_DATA": str(tmp_path), "FARO_LANGUAGE": "en"}
    own["FARO_POSTGRES_PORT"] = str(warehouse.settings.postgres_port)

    def run(*options: str, **changes: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "faro.simulation", "deliver", *options]
        return subprocess.run(
            command,
            env=os.environ | own | changes,
            cwd=PROJECT,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    return run


def test_history_is_delivered_up_to_a_day_and_then_further(deliver: Command, warehouse, tmp_path: Path) -> None:
    outbox = tmp_path / "home" / "institutions" / "oapvd" / "outbox"
    address = warehouse.uri("imas_owner").replace("/faro", "/institution_imas")
    seen = []
    for options, setting in ((("--until", "2016-06-30"), ""), ((), "2016-07-31")):
        finished = deliver(*options, FARO_SIMULATION_UNTIL=setting)
        assert finished.returncode == 0, finished.stderr
        assert "oapvd/assistance: asistencias_2" in finished.stdout
        with psycopg.connect(address) as connection:
            newest = connection.execute("select max(fecactualiza)::text, count(*) from beneficios").fetchone()
        seen.append((newest, sorted(path.name for path in outbox.iterdir())))
    (early, files), (late, more) = seen
    assert early[0] <= "2016-06-30" < late[0] <= "2016-07-31"
    assert early[1] < late[1]
    assert len(files) == 2
    assert more[:2] == files
    assert len(more) == 3
    other = deliver("--scale", "2")
    assert other.returncode == OtherScaleError.exit_code
    assert "--scale 1" in other.stderr
    assert "Traceback" not in other.stderr


@pytest.mark.parametrize("options", [("--until", "yesterday"), ("--scale", "0")])
def test_an_option_that_cannot_be_is_refused(deliver: Command, tmp_path: Path, options: tuple[str, str]) -> None:
    refused = deliver(*options)
    assert refused.returncode == 2
    assert options[0] in refused.stderr
    assert not (tmp_path / "home" / "institutions").exists()
