"""What is written once for people: refusals name the cure and nothing that is there is written over."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

FARO = Path(sys.executable).with_name("faro")


def faro(folder: Path, *arguments: str, language: str = "es", **extra: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "FARO_HOME": str(folder), "FARO_LANGUAGE": language, "COLUMNS": "200", **extra}
    return subprocess.run(
        [FARO, *arguments], env=environment, cwd=folder, capture_output=True, text=True, check=False, input=""
    )


def test_a_registration_workbook_lands_where_one_is(tmp_path: Path) -> None:
    done = faro(tmp_path, "contract", "template", "mtss/labour_inspections")
    assert (done.returncode, done.stdout.strip()) == (0, "registro_labour_inspections.xlsx")
    (tmp_path / "registro_labour_inspections.xlsx").write_bytes(b"typed in")
    again = faro(tmp_path, "contract", "template", "mtss/labour_inspections")
    assert (again.returncode, "ya existe y no se modificó" in again.stderr) == (10, True)
    assert (tmp_path / "registro_labour_inspections.xlsx").read_bytes() == b"typed in"


#: What is refused → the words of the cure.
REFUSED = {
    ("contract", "template", "mtss/nada"): "faro contract list",
    ("contract", "staging", "nada"): "faro contract new ina/courses",
    ("contract", "new", "INA/Cursos", "--transport", "sftp"): "minúsculas",
    ("contract", "new", "ina/courses", "--transport", "ftp"): "Use sftp, api o postgres",
    ("contract", "new", "oij/police_statistics", "--transport", "sftp", "--title", "x"): "ya existe",
    ("source", "try", "oij/nada"): "faro contract list",
    ("source", "try", "oij/police_statistics"): "make demo",
}
#: One process for all of them: starting Python takes longer than being refused.
ONE_BY_ONE = """
import contextlib, io, json, sys
from faro.cli import main

def run(arguments):
    sys.argv = ["faro", *arguments]
    with contextlib.redirect_stderr(io.StringIO()) as said:
        try:
            main()
        except SystemExit as end:
            return [end.code, said.getvalue()]
        except BaseException as trouble:
            return [repr(trouble), said.getvalue()]
    return [0, said.getvalue()]

print(json.dumps([run(arguments) for arguments in json.load(sys.stdin)]))
"""


@pytest.fixture(scope="module")
def refusals(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, ...], tuple[int, str]]:
    """Arguments → the status with which the command ends and what it says."""
    folder = tmp_path_factory.mktemp("refused")
    environment = {**os.environ, "FARO_HOME": str(folder), "FARO_LANGUAGE": "es", "COLUMNS": "200"}
    asked = json.dumps(list(REFUSED))
    done = subprocess.run(
        [sys.executable, "-c", ONE_BY_ONE], env=environment, cwd=folder, capture_output=True, text=True, input=asked
    )
    assert done.returncode == 0, done.stderr
    answers = [tuple(each) for each in json.loads(done.stdout.splitlines()[-1])]
    return dict(zip(REFUSED, answers, strict=True))


@pytest.mark.parametrize("arguments", REFUSED, ids=" ".join)
def test_a_refusal_is_one_sentence_with_its_cure(refusals: dict, arguments: tuple[str, ...]) -> None:
    status, said = refusals[arguments]
    assert status == 10
    assert REFUSED[arguments] in said
    assert said.startswith("✗ ")
    assert "Traceback" not in said


def test_a_sample_without_a_header_is_told(tmp_path: Path) -> None:
    (tmp_path / "muestra.csv").write_text("1,2\n3,4\n")
    refused = faro(
        tmp_path, "contract", "new", "oij/muestra", "--transport", "sftp", "--title", "x", "--from", "muestra.csv"
    )
    assert (refused.returncode, "No se encontró un encabezado en muestra.csv" in refused.stderr) == (10, True)
