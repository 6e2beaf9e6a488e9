"""The guide for a new institution is followed literally, in a copy of the project, from nothing to rows in staging."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from guide_new_institution import Run, Save, commands_with_platform, steps_without_platform

from faro.settings import PROJECT

pytestmark = pytest.mark.slow

COPIED = ("contracts", "dbt_project", "expectations", "src", "tests")
SHIM = "#!{python}\nfrom faro.cli import main\nmain()\n"


class Copy:
    """The project as a reader has it; `faro` there is the copy's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in COPIED:
            ignored = shutil.ignore_patterns("__pycache__", "target", "logs")
            shutil.copytree(PROJECT / name, folder / name, ignore=ignored)
        shutil.copy(PROJECT / "pyproject.toml", folder)
        faro = folder / "bin" / "faro"
        faro.parent.mkdir()
        faro.write_text(SHIM.format(python=sys.executable))
        faro.chmod(0o755)

    @property
    def environment(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith(("FARO_", "DBT_"))}
        paths = {
            "PYTHONPATH": f"{self.folder / 'src'}:{self.folder / 'tests'}",
            "PATH": f"{self.folder / 'bin'}:{own['PATH']}",
        }
        return own | paths | {"FARO_LANGUAGE": "es", "FARO_HOME": str(self.folder / ".faro"), "COLUMNS": "200"}

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=self.folder, env=self.environment | environment, capture_output=True, text=True, check=False
        )


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> tuple[Copy, dict[str, list[str]]]:
    """A copy in which every step before the platform was done; command → what it said, each time it was run."""
    copy, said = Copy(tmp_path_factory.mktemp("guide") / "faro"), {}
    for step in steps_without_platform():
        if isinstance(step, Save):
            step.do(copy.folder)
        else:
            done = copy.run("bash", "-c", step.command)
            assert done.returncode == step.status, f"{step.command}\n{done.stdout}{done.stderr}"
            said.setdefault(step.command, []).append(done.stdout)
    return copy, said


def test_the_guide_has_its_steps() -> None:
    done = steps_without_platform()
    saved = [step.path for step in done if isinstance(step, Save)]
    assert saved == ["muestra/cursos.csv", "contracts/ina/courses.odcs.yaml", "contracts/ina/courses.editions.csv"]
    statuses = [step.status for step in done if isinstance(step, Run)]
    assert statuses == [0, 10, 0, 0, 0, 0]
    assert [command.split()[:2] for command in commands_with_platform()] == [
        ["faro", "down"], ["make", "demo"], ["cp", "muestra/cursos.csv"], ["faro", "source"], ["faro", "ingest"],
        ["faro", "status"], ["faro", "sql"],
    ]  # fmt: skip


def test_the_first_check_names_the_lines_to_decide(reader: tuple[Copy, dict[str, list[str]]]) -> None:
    first, second = reader[1]["faro contract check"]
    assert all(word in first for word in ("courses.odcs.yaml:", "legalBasis", "finalidad", "clase de dato personal"))
    assert "sin problemas" in second


def test_sources_and_staging_follow(reader: tuple[Copy, dict[str, list[str]]]) -> None:
    staging = reader[0].folder / "dbt_project/models/staging/ina"
    assert sorted(path.name for path in staging.iterdir()) == [
        "_ina__sources.yml", "stg_ina__courses.sql", "stg_ina__courses.yml"
    ]  # fmt: skip
    assert reader[0].run("faro", "derive", "--check").returncode == 0
    assert "ya existe" in reader[0].run("faro", "contract", "staging", "ina/courses").stdout


def test_the_registration_workbook_is_there(reader: tuple[Copy, dict[str, list[str]]]) -> None:
    assert (reader[0].folder / "muestra/registro_courses.xlsx").read_bytes().startswith(b"PK")
    again = reader[0].run("faro", "contract", "template", "ina/courses", "--output", "muestra/registro_courses.xlsx")
    assert (again.returncode, "ya existe" in again.stderr) == (10, True)


def test_the_sample_ends_in_staging(
    reader: tuple[Copy, dict[str, list[str]]], tmp_path: Path, some_free_ports: Callable[[int], list[int]]
) -> None:
    """Loaded and transformed by the copy's own code in a warehouse of its own; dbt has nothing to warn of."""
    copy, home = reader[0], tmp_path / "home"
    program = str(copy.folder / "tests/docs/load_the_sample.py")
    port = str(some_free_ports(1)[0])
    sample = str(copy.folder / "muestra/cursos.csv")
    done = copy.run(sys.executable, program, str(home), port, sample, DBT_WARN_ERROR="1")
    assert done.returncode == 0, done.stdout + done.stderr
    result = json.loads(home.with_suffix(".json").read_text())
    assert result["project"] == str(copy.folder / "dbt_project")
    assert result["load"] == ["loaded", 4, 3, 1]
    assert result["held"] == [[7, "not_an_integer"]]
    assert result["staging"] == [["MAT-001", 40], ["MAT-002", 60], ["MAT-003", 80]]
    (first,), (second,), _ = result["documents"]
    assert first.startswith("k1:")
    assert second is None
