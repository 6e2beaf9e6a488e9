"""What must hold of every image, read from its Dockerfile without an engine."""

import re
from pathlib import Path

import pytest

from faro.secrets import declared
from faro.settings import PROJECT

OURS = sorted((PROJECT / "docker").glob("*.Dockerfile"))
STAND_INS = sorted((PROJECT / ".ci" / "images").glob("*.Dockerfile"))
Instruction = tuple[str, str]


def instructions(path: Path) -> list[Instruction]:
    """Keyword and argument of each, continued lines joined, comments left out."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    whole = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [(keyword, rest) for keyword, _, rest in (line.partition(" ") for line in whole.splitlines() if line)]


def stages(path: Path) -> list[list[Instruction]]:
    found: list[list[Instruction]] = []
    for instruction in instructions(path):
        if instruction[0] == "FROM":
            found.append([])
        found[-1].append(instruction)
    return found


@pytest.fixture(params=OURS, ids=lambda path: path.name)
def image(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_both_images_were_read() -> None:
    assert [path.name for path in OURS] == ["pipeline.Dockerfile", "superset.Dockerfile"]


@pytest.mark.parametrize("path", [*OURS, *STAND_INS], ids=lambda path: path.name)
def test_a_base_is_named_with_its_version(path: Path) -> None:
    bases = [rest.split(" ")[0] for keyword, rest in instructions(path) if keyword == "FROM"]
    assert bases
    assert [base for base in bases if ":" not in base or base.endswith(":latest")] == []


def test_what_is_installed_stays_in_the_stage_that_installs_it(image: Path) -> None:
    first, last = stages(image)
    installs = ("pip ", "apt-get", "curl", "wget")
    assert any(keyword == "RUN" and "pip " in rest for keyword, rest in first)
    assert [rest for keyword, rest in last if keyword == "RUN" and any(each in rest for each in installs)] == []
    assert any(keyword == "COPY" and rest.startswith("--from=build ") for keyword, rest in last)


def test_every_package_is_known_by_its_hash(image: Path) -> None:
    commands = [command for keyword, rest in instructions(image) if keyword == "RUN" for command in rest.split("&&")]
    installing = [command for command in commands if "pip install" in command]
    assert len(installing) >= 2
    assert [each for each in installing if "--require-hashes" not in each and "--no-deps" not in each] == []


def test_it_runs_as_somebody_without_rights(image: Path) -> None:
    last = stages(image)[-1]
    assert [rest for keyword, rest in last if keyword == "USER"] == ["faro"]
    assert any("--uid 10001" in rest for keyword, rest in last if keyword == "RUN")


def test_it_says_which_version_and_commit_it_is(image: Path) -> None:
    labels = " ".join(rest for keyword, rest in stages(image)[-1] if keyword == "LABEL")
    assert "org.opencontainers.image.version=$VERSION" in labels
    assert "org.opencontainers.image.revision=$COMMIT" in labels


def test_nothing_secret_and_nothing_from_elsewhere_is_put_in(image: Path) -> None:
    given = " ".join(rest for keyword, rest in instructions(image) if keyword in {"ARG", "ENV"})
    assert [name for name in declared() if re.search(rf"\b{name}\b", given, re.IGNORECASE)] == []
    assert [rest for keyword, rest in instructions(image) if keyword == "ADD"] == []


def test_images_are_made_of_named_folders_only() -> None:
    lines = (PROJECT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    copied = {
        part.rstrip("/").split("/")[0]
        for path in OURS
        for keyword, rest in instructions(path)
        if keyword == "COPY" and not rest.startswith("--from")
        for part in rest.split(" ")[:-1]
    }
    assert copied <= {rule.removeprefix("!") for rule in rules if rule.startswith("!")}
