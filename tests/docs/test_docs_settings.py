"""`.env.example` holds every setting with its default, and the pages name no other."""

import re
from itertools import pairwise
from pathlib import Path

from docs_pages import EXAMPLE, found

from faro.settings import PROJECT, Settings
from faro.simulation.behaviour import Behaviour

#: Read from the environment by what is not the pipeline's own settings.
ELSEWHERE = {"FARO_LANGUAGE", "FARO_SUPERSET_HTTPS"}
COMPOSE = [PROJECT / "docker-compose.yml", *sorted((PROJECT / "docker").glob("*.yml"))]
#: Not a setting: the mark that processes of one stack carry.
MARKS = {"FARO_STACK"}


def declared() -> dict[str, object]:
    """Setting → default."""
    return {
        f"{kind.model_config['env_prefix']}{name.upper()}": field.default
        for kind in (Settings, Behaviour)
        for name, field in kind.model_fields.items()
    }


def documented() -> dict[str, str]:
    return dict(re.findall(r"^#(FARO_\w+)=(.*)$", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE))


def of_containers() -> set[str]:
    """What compose asks the environment for."""
    return {name for path in COMPOSE for name in re.findall(r"\$\{(FARO_\w+)", path.read_text(encoding="utf-8"))}


def test_every_setting_is_documented_and_no_other():
    assert set(documented()) == set(declared()) | ELSEWHERE | of_containers()


def test_defaults_are_those_of_the_code():
    shown = documented()
    told = {name: str(default) for name, default in declared().items() if not isinstance(default, Path | None)}
    assert {name: shown[name] for name in told} == told


def test_the_default_folder_is_that_of_the_code():
    assert Path(documented()["FARO_HOME"]) == declared()["FARO_HOME"].relative_to(PROJECT)


def test_every_setting_has_a_line_of_explanation():
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    bare = [line for before, line in pairwise(lines) if line.startswith("#FARO_") and not before.startswith("# ")]
    assert bare == []


def test_what_reads_the_environment_elsewhere_is_still_there():
    for name in ELSEWHERE:
        readers = [*(PROJECT / "src").rglob("*.py"), *(PROJECT / "superset").rglob("*.py")]
        assert any(f'"{name}"' in path.read_text(encoding="utf-8") for path in readers), name


def test_the_pages_name_no_other_setting():
    assert found(r"\bFARO_[A-Z]+(?:_[A-Z]+)*\b") - set(documented()) - MARKS == set()
