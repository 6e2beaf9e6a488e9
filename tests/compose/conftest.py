"""One project of docker compose for all tests on containers."""

from collections.abc import Iterator

import pytest
from closing_words import say_at_the_end
from composed import Compose
from costs import told


@pytest.fixture(scope="session")
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compose]:
    """The images, and nothing running."""
    compose = Compose(tmp_path_factory.mktemp("compose"))
    try:
        compose.build()
        yield compose
    finally:
        say_at_the_end(request.config, [f"{seconds:8.0f} s    {what}" for what, seconds in compose.seconds.items()])
        compose.remove()


@pytest.fixture(scope="session")
def running(request: pytest.FixtureRequest, built: Compose) -> Compose:
    """Everything started, and every institution's data loaded and published."""
    built.start("start of everything, two workers")
    built.timed("main job: every source asked, loaded and published", "run", "--rm", "faro", "ingest")
    say_at_the_end(request.config, told(built))
    return built
