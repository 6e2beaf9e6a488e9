"""The pages say what is: every link, command, target, table, module and number in them exists, and none is left out."""

import re
import tomllib
from importlib import import_module
from importlib.util import find_spec

import pytest
import typer
from docs_pages import DECISIONS, DOCS, README, all_code, found, pages, text_of
from guide_new_institution import files_of_the_reader

from faro.contracts import all_contracts, institutions
from faro.settings import PROJECT

ROOMS = "contracts|dags|dbt_project|expectations|requirements|src|superset|tests"
#: The layers of dbt that analysts work with.
LAYERS_OF_ANALYSTS = ("core", "marts", "release")


@pytest.fixture(scope="session")
def commands() -> set[str]:
    """`ingest`, `contract check` and so on."""
    cli = import_module("faro.cli.main")  # the package's attribute of that name is the function
    cli._add_groups()
    return set(_leaves(typer.main.get_command(cli.app)))


def _leaves(command, path=()):
    for name, sub in getattr(command, "commands", {}).items():
        yield from _leaves(sub, (*path, name)) if hasattr(sub, "commands") else [" ".join((*path, name))]


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_every_relative_link_leads_somewhere(page):
    links = re.findall(r"\]\((?!https?:|mailto:)([^)#\s]+)", text_of(page))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_command_is_documented(commands):
    documented = " | ".join(all_code())
    assert [command for command in sorted(commands) if f"faro {command}" not in documented] == []


def test_every_command_in_the_docs_exists(commands):
    mentioned = found(r"(?<![\w./-])(?:\.venv/bin/)?faro ([a-z]+(?: [a-z]+)?)")
    known = commands | {command.split()[0] for command in commands if " " not in command}
    assert {each for each in mentioned if each not in known and each.split()[0] not in known} == set()


def test_make_targets_and_docs_agree():
    targets = set(re.findall(r"^([a-z-]+):.*##", (PROJECT / "Makefile").read_text(), re.MULTILINE))
    assert found(r"\bmake ([a-z-]+)") == targets


def test_every_contract_is_named_and_every_named_one_exists():
    names = "|".join(institutions())
    named = found(rf"(?<![/\w.])((?:{names})/[a-z_]+)")
    assert named == {contract.id for contract in all_contracts()}


def test_every_table_in_the_docs_exists():
    models = {
        f"{folder}.{path.stem}"
        for folder in LAYERS_OF_ANALYSTS
        for path in (PROJECT / "dbt_project" / "models" / folder).rglob("*.sql")
    }
    scripts = "".join(path.read_text() for path in (PROJECT / "src/faro/warehouse").glob("*.sql"))
    made = r"(?:table if not exists|replace (?:view|function)) ((?:ops|quarantine|identity)\.\w+)"
    ledger = set(re.findall(made, scripts)) | {"ops.transformation_transformation_id_seq"}
    mentioned = found(r"(?<![\w./])((?:core|marts|release|ops|quarantine|identity)\.[a-z_\d]+)")
    assert mentioned - models - ledger - {"release.published_at", "identity.json"} == set()


def test_every_table_for_analysts_is_in_the_guide_or_the_pages_it_leads_to():
    guide = "".join(text_of(DOCS / name) for name in ("guia-analisis.md", "indicadores.md", "matriz-de-bus.md"))
    models = PROJECT / "dbt_project" / "models"
    tables = [f"{layer}.{path.stem}" for layer in LAYERS_OF_ANALYSTS for path in (models / layer).rglob("*.sql")]
    named = set(re.findall(r"`((?:[a-z]+\.)?\w+)`", guide))
    assert [table for table in tables if not {table, table.partition(".")[2]} & named] == []


def test_every_path_in_the_docs_exists():
    paths = found(rf"(?<![\w./])((?:{ROOMS})/[\w./-]+)")
    stated = {path for path in paths if "<" not in path}
    assert {path for path in stated - files_of_the_reader() if not _exists(path)} == set()


def _exists(path: str) -> bool:
    """Also where the docs go on with a star or a placeholder."""
    return (PROJECT / path).exists() or any(PROJECT.glob(f"{path}*"))


def test_every_module_and_name_of_faro_in_the_docs_exists():
    assert [name for name in sorted(found(r"(?<![\w/.])(faro(?:\.\w+)+)")) if not _is_known(name)] == []


def _is_known(name: str) -> bool:
    """A module, without importing it, or a name in one."""
    try:
        return find_spec(name) is not None or hasattr(import_module(name.rpartition(".")[0]), name.rpartition(".")[2])
    except ModuleNotFoundError:
        return hasattr(import_module(name.rpartition(".")[0]), name.rpartition(".")[2])


def test_every_error_has_its_remedy_in_the_engineers_guide():
    rooms = (PROJECT / "src/faro", PROJECT / "superset/provisioning")
    modules = [path for room in rooms for path in room.rglob("*.py") if "simulation" not in path.parts]
    bases = r"(?:ConfigurationError|SourceError|DeliveryError|StackError|FaroError|_WithRule)"
    code = "".join(path.read_text(encoding="utf-8") for path in modules)
    errors = set(re.findall(rf"^class ([A-Z]\w+)\({bases}\)", code, re.MULTILINE))
    families = {name for name in errors if name.endswith("Error")}
    guide = text_of(DOCS / "guia-ingenieria.md")
    assert len(errors - families) > 30
    assert sorted(name for name in errors - families if f"`{name}`" not in guide) == []


def test_decisions_are_numbered_without_gaps():
    decisions = sorted(DECISIONS.glob("*.md"))
    assert [path.name[:4] for path in decisions] == [f"{number:04d}" for number in range(1, len(decisions) + 1)]
    assert decisions


@pytest.mark.parametrize("path", sorted(DECISIONS.glob("*.md")), ids=lambda path: path.stem)
def test_a_decision_is_one_page_with_its_parts(path):
    lines = text_of(path).splitlines()
    assert lines[0].startswith(f"# {path.name[:4]}. ")
    assert re.fullmatch(r"Date: \d{4}-\d\d-\d\d · Status: \w+", lines[2])
    assert [line for line in lines if line.startswith("## ")] == ["## Context", "## Decision", "## Consequences"]
    assert len(lines) <= 40


def test_the_newest_entry_of_the_changelog_is_this_version():
    version = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["version"]
    newest = re.search(r"^## (\S+) \(\d{4}-\d\d-\d\d\)$", text_of(DOCS / "CHANGELOG.md"), re.MULTILINE)
    assert newest is not None
    assert newest.group(1) == version


def test_the_glossary_uses_the_names_of_the_code():
    rows = [line.split("|") for line in text_of(DOCS / "glosario.md").splitlines() if line.startswith("| ")][1:]
    names = {name for row in rows for name in re.findall(r"`([a-z_]+)`", row[3])}
    folders = ("src", "contracts", "dbt_project/models", "dbt_project/macros", "superset")
    kinds = {".py", ".sql", ".yml", ".yaml"}
    files = [path for folder in folders for path in (PROJECT / folder).rglob("*") if path.suffix in kinds]
    code = " ".join(path.read_text(encoding="utf-8") for path in files)
    assert names
    assert {name for name in names if not re.search(rf"\b{name}\b", code)} == set()


def test_no_page_names_a_place_of_some_machine():
    assert [
        page.name for page in pages() if re.search(r"(?<![\w.])/(?:work|tmp|root|home|Users)/", text_of(page))
    ] == []


def test_the_readme_is_short():
    assert len(text_of(README).splitlines()) <= 120
