"""The commands as people run them: plain data on request, sentences instead of tracebacks."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from private_warehouse import Warehouse

pytestmark = pytest.mark.slow

FARO = Path(sys.executable).with_name("faro")


def faro(home: Path, *arguments: str, language: str = "en", **extra: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "FARO_HOME": str(home), "FARO_LANGUAGE": language, "COLUMNS": "200", **extra}
    return subprocess.run([FARO, *arguments], env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def home(warehouse: Warehouse) -> Path:
    return warehouse.settings.home


QUERY = (
    "select 1234567 as n, 1.5 as share, 'Limón, \"L\"' as place, null as nothing, date '2024-01-31' as day, true as yes"
)


def test_an_answer_as_json(home: Path) -> None:
    expected = {"n": 1234567, "share": 1.5, "place": 'Limón, "L"', "nothing": None, "day": "2024-01-31", "yes": True}
    assert json.loads(faro(home, "sql", "--json", QUERY).stdout) == [expected]


def test_an_answer_as_csv(home: Path) -> None:
    rows = list(csv.reader(io.StringIO(faro(home, "sql", "--csv", QUERY).stdout)))
    assert rows == [["n", "share", "place", "nothing", "day", "yes"],
                    ["1234567", "1.5", 'Limón, "L"', "", "2024-01-31", "True"]]  # fmt: skip


@pytest.mark.parametrize(("language", "number"), [("es", "1\xa0234\xa0567"), ("en", "1,234,567")])
def test_an_answer_for_people_has_their_numbers(home: Path, language: str, number: str) -> None:
    assert number in faro(home, "sql", QUERY, language=language).stdout


def test_what_a_cell_holds_is_no_markup(home: Path) -> None:
    assert "[red]alto[/]" in faro(home, "sql", "select '[red]alto[/]' as word").stdout


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("insert into ops.transformation (fingerprint, last_load_id) values ('x', 1)", "read-only"),
        ("set transaction read write; delete from ops.load", "multiple commands"),
        ("select secret from identity.token", "permission denied"),
        ("selec 1", "syntax error"),
        ("select nothing from ops.load", "does not exist"),
    ],
)
def test_what_is_not_allowed_is_one_sentence(home: Path, statement: str, reason: str) -> None:
    refused = faro(home, "sql", statement)
    assert (refused.returncode, refused.stdout) == (10, "")
    assert reason in refused.stderr
    assert "Traceback" not in refused.stderr


def test_an_error_about_data_names_no_value(home: Path) -> None:
    refused = faro(home, "sql", "select ('CANARIO' || '7391')::int")
    assert refused.returncode == 10
    assert "InvalidTextRepresentation" in refused.stderr
    assert "CANARIO7391" not in refused.stderr


@pytest.mark.parametrize(("language", "sentence"), [("es", "Faro no está funcionando"), ("en", "Faro is not running")])
def test_without_a_stack_it_says_how_to_start_one(tmp_path: Path, language: str, sentence: str) -> None:
    refused = faro(tmp_path, "sql", "select 1", language=language)
    assert refused.returncode == 10
    assert sentence in refused.stderr
    assert "make demo" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_dataset_says_where_to_look(home: Path) -> None:
    refused = faro(home, "quarantine", "show", "oij/nada")
    assert (refused.returncode, "faro contract list" in refused.stderr) == (10, True)


def test_a_dataset_without_editions_has_no_difference(home: Path) -> None:
    refused = faro(home, "difference", "oij/police_statistics")
    assert (refused.returncode, "fullEdition" in refused.stderr) == (10, True)


def test_the_status_of_a_stack_that_is_down(tmp_path: Path) -> None:
    found = json.loads(faro(tmp_path, "status", "--json").stdout)
    assert (found["datasets"], found["release"]) == ([], None)
    assert set(found["services"].values()) == {"stopped"}


def test_contracts_are_checked_with_file_and_line(home: Path, tmp_path: Path) -> None:
    assert faro(home, "contract", "check").returncode == 0
    broken = tmp_path / "broken.odcs.yaml"
    broken.write_text("id: x\nkind: [")
    refused = faro(home, "contract", "check", str(broken), language="es")
    assert refused.returncode == 10
    assert refused.stdout.startswith(f"{broken}:2: No es YAML")


def test_derived_files_are_current(home: Path) -> None:
    assert faro(home, "derive", "--check").returncode == 0


def test_the_help_names_every_command(home: Path) -> None:
    shown = faro(home, "--help", language="es").stdout
    assert all(
        word in shown for word in ("demo", "ingest", "status", "sql", "contract", "quarantine", "Hacer funcionar")
    )


def test_a_preview_of_nothing_says_what_to_do_first(home: Path) -> None:
    done = faro(home, "release", "preview")
    assert done.returncode != 0
    assert "faro ingest" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_preview_is_not_begun_where_its_file_has_no_folder(home: Path, tmp_path: Path) -> None:
    done = faro(home, "release", "preview", "--csv", str(tmp_path / "none" / "figures.csv"))
    assert done.returncode != 0
    assert str(tmp_path / "none") in done.stderr.replace("\n", "")


def test_an_account_is_the_liaison_of_one_institution(home: Path) -> None:
    person = ("--first-name", "Ana", "--last-name", "Mora", "--mail", "ana@example.org", "--duty", "enlace")
    refused = faro(
        home, "account", "add", "ana", *person, "--institution", "oij", "--institution", "pani", language="es"
    )
    assert refused.returncode == 2
    assert "una sola institución, no de oij, pani" in " ".join(refused.stderr.replace("│", "").split())
