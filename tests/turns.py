"""Which process runs which tests, in which order, and how long one may take: a plugin of pytest.

What takes longest begins first, so that both processes work to the end. The stack is one process's, which begins with
it and stops and kills it last; containers are one process's too, once the stack has started beside it.
"""

from enum import IntEnum
from functools import cache
from pathlib import Path

import pytest


class Kind(IntEnum):
    """Kinds of tests in the order in which they begin."""

    STACK = 1
    SLOW = 2
    COMPOSE = 3
    FAST = 4


#: Several times what the longest of a kind takes on an idle machine: who takes longer hangs. What prepares it counts.
SECONDS = {Kind.STACK: 2_400, Kind.SLOW: 2_400, Kind.COMPOSE: 2_400, Kind.FAST: 600}
#: What takes seconds to prepare and serves many files: these go together, so that it is prepared once.
SHARED = ("coded", "manifest", "service")
#: Whoever uses one of these is longer than who calls functions, and begins before them.
_DEAR = {*SHARED, "warehouse"}
Turn = tuple[Kind, bool, bool]
File = tuple[Path, bool]
_LAST: Turn = (Kind.FAST, True, True)


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    turns: dict[File, Turn] = {}
    groups: dict[File, str] = {}
    for item in items:
        file = _file(item)
        turns[file] = min(_turn(item), turns.get(file, _LAST))
        groups[file] = groups.get(file) or _shared(item)
    for item in items:
        item.add_marker(pytest.mark.xdist_group(groups[_file(item)] or item.path.stem))
        item.add_marker(pytest.mark.timeout(SECONDS[kind_of(item)]))
    items.sort(key=lambda item: turns[_file(item)])


def _turn(item: pytest.Item) -> Turn:
    return kind_of(item), item.path.parent.name == "faults", _DEAR.isdisjoint(_fixtures(item))


def _file(item: pytest.Item) -> File:
    """The tests of a file begin together, with what it has of the longest; those on the stack apart from the others."""
    return item.path, kind_of(item) is Kind.STACK


@cache
def kind_of(item: pytest.Item) -> Kind:
    if item.path.parent.name == "compose":
        return Kind.COMPOSE
    if item.get_closest_marker("stack"):
        return Kind.STACK
    return Kind.SLOW if item.get_closest_marker("slow") else Kind.FAST


def _shared(item: pytest.Item) -> str:
    """What it shares with other files, if anything: all tests of these then run in one process, one after the other."""
    if (kind := kind_of(item)) in (Kind.STACK, Kind.COMPOSE):
        return kind.name.lower()
    return next((name for name in SHARED if name in _fixtures(item)), "")


def _fixtures(item: pytest.Item) -> list[str]:
    """Those that it uses, and those that these use."""
    return getattr(item, "fixturenames", [])
