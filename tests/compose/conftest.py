"""One project of docker compose for all tests on containers."""

from collections.abc import Iterator

import pytest
from composed import Compose
from costs import told

#: What the run says at its end.
TOLD: list[str] = []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if TOLD:
        terminalreporter.section("what it costs")
    for line in TOLD:
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compose]:
    """The images, and nothing running."""
    compose = Compose(tmp_path_factory.mktemp("compose"))
    try:
        compose.build()
        yield compose
    finally:
        TOLD.extend(f"{seconds:8.0f} s    {what}" for what, seconds in compose.seconds.items())
        compose.remove()


@pytest.fixture(scope="session")
def running(built: Compose) -> Compose:
    """Everything started, and every institution's data loaded and published."""
    built.start("start of everything, two workers")
    built.timed("main job: every source asked, loaded and published", "run", "--rm", "faro", "ingest")
    TOLD.extend(told(built))
    return built
