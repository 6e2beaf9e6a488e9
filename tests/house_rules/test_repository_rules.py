"""What must be in no file of the project: paths of a machine, hosts of a registry, secrets, names of people."""

import re
import subprocess
from pathlib import Path

import pytest

from faro.settings import PROJECT

FORBIDDEN = {
    "path of a machine": re.compile(r"(?<![\w.])/(?:home|Users|root|work|mnt)/[a-z.]\w+"),
    "registry": re.compile(
        r"https?://[\w.-]*(?:pypi|pythonhosted|npmjs|artifactory|nexus)[\w.-]*|--(?:extra-)?index-url", re.I
    ),
    "private key": re.compile("-----BEGIN [A-Z ]*PRIVATE " + "KEY-----"),
    "password in a URL": re.compile(r"\w+://[\w-]+:(?!\{)[A-Za-z0-9_-]{8,}@"),
    "token": re.compile(r"\b(?:gh[pousr]_\w{30,}|AKIA[0-9A-Z]{16}|xox[bp]-[\w-]{20,})\b"),
}


def tracked() -> list[Path]:
    """What git keeps, or would keep; all readable text where there is no git."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    paths = [PROJECT / line for line in listed.stdout.splitlines()]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:4096]]


FILES = {path: path.read_text(encoding="utf-8", errors="replace") for path in tracked()}


def test_the_project_was_read() -> None:
    assert len(FILES) > 200


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    rules = Path(__file__)
    found = [
        f"{path.relative_to(PROJECT)}:{content[: hit.start()].count(chr(10)) + 1}: {hit.group()}"
        for path, content in FILES.items()
        if path != rules
        for hit in FORBIDDEN[what].finditer(content)
    ]
    assert found == []


def test_the_rules_find_what_they_forbid() -> None:
    examples = {
        "path of a machine": "/home/ana/faro",
        "registry": "https://pypi.org/simple",
        "private key": "-----BEGIN OPENSSH PRIVATE " + "KEY-----",
        "password in a URL": "postgresql://postgres:hunter2hunter2@host",
        "token": "ghp_" + "a" * 36,
    }
    assert all(rule.search(examples[what]) for what, rule in FORBIDDEN.items())
    assert FORBIDDEN["path of a machine"].search("/home/ana/.cache")


@pytest.mark.parametrize("name", [".env", "secrets.json", "*.log"])
def test_no_file_of_a_running_program_is_tracked(name: str) -> None:
    assert [path for path in FILES if path.match(name)] == []
