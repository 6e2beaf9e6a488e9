"""The simulated institutions as the stack runs them, over a home of one's own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import requests
from waiting import wait_until

from faro.settings import Settings

_SECONDS_TO_START = 60


@contextmanager
def simulated_institutions(settings: Settings, sftp_port: int, api_port: int) -> Iterator[Settings]:
    """SFTP and HTTP on those ports, without planned outages; the settings with which they are reached."""
    ports = {"FARO_SFTP_PORT": str(sftp_port), "FARO_API_PORT": str(api_port), "FARO_SIMULATION_UNAVAILABLE_EVERY": "0"}
    environment = os.environ | {"FARO_HOME": str(settings.home)} | ports
    process = subprocess.Popen([sys.executable, "-m", "faro.simulation"], env=environment)
    try:
        url = f"http://127.0.0.1:{api_port}/health"
        wait_until(lambda: _answers(process, url), "the simulated institutions do not answer", _SECONDS_TO_START)
        yield settings.model_copy(update={"sftp_port": sftp_port, "api_port": api_port})
    finally:
        process.terminate()
        process.wait(timeout=20)


def _answers(process: subprocess.Popen[bytes], url: str) -> bool:
    try:
        requests.get(url, timeout=5)
    except (requests.ConnectionError, requests.Timeout):
        if process.poll() is not None:
            raise AssertionError("the simulated institutions have ended") from None
        return False
    return True
