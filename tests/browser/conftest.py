"""A browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from running_chromium import running_chromium


@pytest.fixture(scope="module")  # Playwright's event loop must not outlive the tests that need it
def chromium() -> Iterator[Browser]:
    with running_chromium() as browser:
        yield browser
