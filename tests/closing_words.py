"""What the run says at its end beside what passed and failed, from whichever process: a plugin of pytest."""

import pytest

_WORDS = pytest.StashKey[list[str]]()
_TITLE = "what it costs"


def say_at_the_end(config: pytest.Config, lines: list[str]) -> None:
    config.stash.setdefault(_WORDS, []).extend(lines)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A process of pytest-xdist hands its words to the one that speaks."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput[_TITLE] = session.config.stash.get(_WORDS, [])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error) -> None:  # pytest-xdist's own
    say_at_the_end(node.config, getattr(node, "workeroutput", {}).get(_TITLE, []))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if words := config.stash.get(_WORDS, []):
        terminalreporter.section(_TITLE)
    for line in words:
        terminalreporter.write_line(line)
