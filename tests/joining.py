"""People who are given an account, as `faro account` tells it; a plugin of pytest."""

import re
from collections.abc import Callable, Iterator

import pytest
from running_stack import Stack

Join = Callable[..., str]


def told(output: str) -> str:
    """The initial password that a command tells."""
    return str(re.search(r"repite: (\S+)", output).group(1))  # type: ignore[union-attr]


@pytest.fixture(scope="module")
def join(stack: Stack) -> Iterator[Join]:
    """Gives an account of that name and duty, of an institution too, and its initial password; it is closed again."""
    joined: list[str] = []

    def add(name: str, duty: str, institution: str | None = None) -> str:
        of = ("--institution", institution) if institution else ()
        options = ("--first-name", "Prueba", "--last-name", "Cuenta", "--mail", f"{name}@faro.invalid")
        joined.append(name)
        return told(stack.faro("account", "add", name, *options, "--duty", duty, *of).stdout)

    yield add
    for name in joined:
        stack.faro("account", "disable", name)
