"""The pages that people read, and what of them is code."""

import re
from pathlib import Path

from faro.settings import PROJECT

DOCS = PROJECT / "docs"
DECISIONS = DOCS / "decisions"
README = PROJECT / "README.md"
EXAMPLE = PROJECT / ".env.example"

_FENCE = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")


def pages() -> list[Path]:
    return [README, *sorted(DOCS.rglob("*.md"))]


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def code_of(page: Path) -> list[str]:
    """Every fenced line and every span between backticks."""
    text = text_of(page)
    fenced = [line for block in _FENCE.findall(text) for line in block.splitlines()]
    return fenced + _SPAN.findall(_FENCE.sub("", text))


def all_code() -> list[str]:
    return [code for page in pages() for code in code_of(page)]


def found(pattern: str) -> set[str]:
    """What the pattern finds in the code of any page."""
    return {each for code in all_code() for each in re.findall(pattern, code)}
