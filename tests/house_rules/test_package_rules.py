"""What holds for every module: its docstring, what it must not import, and that generated files are current."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import faro
from faro.derivation import derived_files, outdated_files
from faro.settings import PROJECT, Settings

PACKAGE = Path(faro.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
OTHERS = [path for room in ("dags", "tests") for path in sorted((PROJECT / room).rglob("*.py"))]
PROGRAMS = [*MODULES, *(path for path in OTHERS if path.stat().st_size)]
#: Prepares Airflow's own database, in a process of its own; knows who signs in; reaches originals over its object
#: storage path.
KNOWS_AIRFLOW = {
    PACKAGE / "stack" / "airflow_migration.py",
    PACKAGE / "stack" / "airflow_accounts.py",
    PACKAGE / "stack" / "airflow_auth.py",
    PACKAGE / "stack" / "airflow_sign_in.py",
    PACKAGE / "stack" / "airflow_middleware.py",
    PACKAGE / "stack" / "connections_backend.py",
    PACKAGE / "landing" / "bucket.py",
}
#: Written by hand but for their tables, each of which says that it is generated.
IN_PART = {PROJECT / "docs" / "seguridad.md"}


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported_by(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            names |= {each.name.split(".")[0] for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    return names


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: str(path.relative_to(PROJECT)))
def test_a_module_opens_with_what_it_promises(path: Path) -> None:
    promise = ast.get_docstring(parsed(path))
    assert promise
    assert promise.split("\n\n")[0].endswith((".", "!", ":"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_library_knows_neither_airflow_nor_superset(path: Path) -> None:
    known = imported_by(path) & {"airflow", "superset"}
    assert known == ({"airflow"} if path in KNOWS_AIRFLOW else set())


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_guard_raises_and_never_asserts(path: Path) -> None:
    assert not [node.lineno for node in ast.walk(parsed(path)) if isinstance(node, ast.Assert)]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_is_of_a_size_to_be_read(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_no_two_test_modules_share_a_name() -> None:
    names = [path.name for path in (PROJECT / "tests").rglob("*.py") if path.name not in {"conftest.py", "__init__.py"}]
    assert sorted(names) == sorted(set(names))


def test_generated_files_are_current_and_say_that_they_are_generated() -> None:
    assert outdated_files() == []
    assert len(derived_files()) > 10
    for path, content in derived_files().items():
        assert path.is_relative_to(PROJECT)
        assert path.suffix == ".csv" or path in IN_PART or "generated" in content.splitlines()[0].lower(), path


def test_a_generated_file_that_was_edited_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    path = next(path for path in derived_files() if path.suffix == ".yml")
    read = Path.read_text
    monkeypatch.setattr(Path, "read_text", lambda self, **how: read(self, **how) + ("#" if self == path else ""))
    assert outdated_files() == [path]


def test_every_setting_is_documented() -> None:
    documented = (PROJECT / ".env.example").read_text(encoding="utf-8")
    for name in Settings.model_fields:
        assert f"FARO_{name.upper()}=" in documented, name


@pytest.mark.parametrize("command", [["faro.cli.main"], ["faro.contracts"], ["faro.pipeline"], ["faro.status"]])
def test_starting_is_cheap(command: list[str]) -> None:
    """Each command and each task starts a process: what is heavy is imported where it is used."""
    heavy = {"great_expectations", "dbt", "pandas", "airflow", "polars"}
    script = f"import sys, {command[0]}; print(*sorted({heavy!r} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert found == []
