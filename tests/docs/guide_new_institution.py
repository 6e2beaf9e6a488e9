"""What the guide for a new institution tells people to do: files to save and commands to run, in their order."""

import re
from dataclasses import dataclass
from pathlib import Path

from docs_pages import DOCS

GUIDE = (DOCS / "guia-institucion-nueva.md").read_text(encoding="utf-8")
#: From here on the guide needs the running platform.
_PLATFORM = "## 5. "
_STEP = re.compile(
    r"Guarde esto como\s+`(?P<path>[^`]+)`:\n\n```\w+\n(?P<content>.*?)^```$|```console\n(?P<commands>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_ENDS_WITH = re.compile(r"\s+Termina con el estado (\d+)")


@dataclass(frozen=True)
class Save:
    """A file that the reader saves."""

    path: str
    content: str

    def do(self, project: Path) -> None:
        target = project / self.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(self.content, encoding="utf-8")


@dataclass(frozen=True)
class Run:
    """A command that the reader types, and the status with which the guide says it ends."""

    command: str
    status: int


Step = Save | Run


def steps(text: str) -> list[Step]:
    """Everything to do in that part of the guide."""
    return [step for found in _STEP.finditer(text) for step in _of(found, text)]


def steps_without_platform() -> list[Step]:
    return steps(GUIDE.split(_PLATFORM)[0])


def files_of_the_reader() -> set[str]:
    """What exists only once somebody has followed the guide."""
    return {step.path for step in steps(GUIDE) if isinstance(step, Save)}


def commands_with_platform() -> list[str]:
    return [step.command for step in steps(GUIDE.split(_PLATFORM)[1]) if isinstance(step, Run)]


def _of(found: re.Match[str], text: str) -> list[Step]:
    if found["path"]:
        return [Save(found["path"], found["content"])]
    said = _ENDS_WITH.match(text, found.end())
    status = int(said[1]) if said else 0
    return [Run(line, status) for line in found["commands"].splitlines() if line.strip()]
