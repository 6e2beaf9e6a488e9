"""A Chromium that is on the machine, or that we get; never a skipped test."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
INSTALL = "Install a Chromium: `apt-get install chromium` as root, or `.venv/bin/playwright install chromium`."


def _found() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def _run(*command: str) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0


def _from_debian() -> str | None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return None
    _run("apt-get", "update")
    return _found() if _run("apt-get", "install", "-y", "--no-install-recommends", "chromium") else None


def _from_playwright() -> bool:
    return _run(sys.executable, "-m", "playwright", "install", "chromium")


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """A running browser: the machine's own, else Debian's, else Playwright's download."""
    executable = _found() or _from_debian()
    if executable is None and not _from_playwright():
        pytest.fail(INSTALL)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        yield browser
        browser.close()
