"""The API is read page by page, with patience where it asks for it, and never half an edition."""

import io
import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import requests
from private_warehouse import Warehouse
from waiting import wait_until

from faro.contracts import Contract, find_contract
from faro.secrets import secret
from faro.simulation.dataset_file import as_lines, dataset_file
from faro.sources import SourceDenied, SourceUnreachable
from faro.sources.api import ApiAccount, ApiSource

CONTRACT = find_contract("dgme", "border_entries")
ROWS = [{"t": "2024-01-01", "geo": "CRI", "nat": f"N{number}", "n": number} for number in range(2_500)]
SECONDS = 60
#: A token's life and a little more.
_TOKEN_SECONDS, _LATER = 2, 0.1
CALM = {"FARO_SIMULATION_RATE_LIMIT": "10000/second", "FARO_SIMULATION_UNAVAILABLE_EVERY": "0"}


@contextmanager
def simulated(home: Path, ports: list[int], **behaviour: str) -> Iterator[str]:
    """The simulation over that home; its base URL."""
    port = {"FARO_SFTP_PORT": str(ports[0]), "FARO_API_PORT": str(ports[1])}
    environment = os.environ | {"FARO_HOME": str(home)} | port | behaviour
    process = subprocess.Popen([sys.executable, "-m", "faro.simulation"], env=environment)
    url = f"http://127.0.0.1:{ports[1]}"
    try:
        wait_until(lambda: answers(process, f"{url}/health"), "the simulation does not answer", SECONDS)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)


def answers(process: subprocess.Popen[bytes], url: str) -> bool:
    assert process.poll() is None
    try:
        return requests.get(url, timeout=5).ok
    except (requests.ConnectionError, requests.Timeout):
        return False


def deliver(home: Path, rows: list[dict]) -> None:
    dataset_file(home, "dgme", "border_entries").parent.mkdir(parents=True, exist_ok=True)
    dataset_file(home, "dgme", "border_entries").write_bytes(as_lines(rows, is_synthetic=False))


@pytest.fixture(scope="module")
def home(warehouse: Warehouse) -> Path:
    """The home whose secrets this process knows."""
    deliver(warehouse.settings.home, ROWS)
    return warehouse.settings.home


@pytest.fixture(scope="module")
def calm(home: Path, some_free_ports: Callable[[int], list[int]]) -> Iterator[str]:
    with simulated(home, some_free_ports(2), **CALM) as url:
        yield url


@pytest.fixture(scope="module")
def impatient(home: Path, some_free_ports: Callable[[int], list[int]]) -> Iterator[str]:
    """Tokens for two seconds, two requests a second, every fourth unavailable."""
    behaviour = {
        "FARO_SIMULATION_TOKEN_SECONDS": str(_TOKEN_SECONDS),
        "FARO_SIMULATION_RATE_LIMIT": "2/second",
        "FARO_SIMULATION_UNAVAILABLE_EVERY": "4",
        "FARO_SIMULATION_RETRY_AFTER_SECONDS": "1",
    }
    with simulated(home, some_free_ports(2), **behaviour) as url:
        yield url


def source(url: str, password: str | None = None, contract: Contract = CONTRACT) -> ApiSource:
    return ApiSource(contract, ApiAccount(url, "dgme", password or secret("dgme_api"), "/oauth/token"))


def read(source: ApiSource) -> list[dict]:
    (offer,) = source.offers()
    into = io.BytesIO()
    source.fetch(offer, into)
    return [json.loads(line) for line in into.getvalue().splitlines()]


def test_every_row_of_every_page_comes_once(calm: str) -> None:
    assert read(source(calm)) == ROWS


def test_an_edition_is_known_by_its_version(calm: str, home: Path) -> None:
    (first,), (again,) = source(calm).offers(), source(calm).offers()
    try:
        deliver(home, ROWS[:10])
        (other,) = source(calm).offers()
    finally:
        deliver(home, ROWS)
    assert first == again
    assert (first.name, first.version != other.version) == ("/v1/border-entries", True)


def test_data_that_change_while_we_read_are_not_taken(calm: str, home: Path) -> None:
    reading = source(calm)
    (offer,) = reading.offers()
    try:
        deliver(home, ROWS[:-1])
        with pytest.raises(SourceUnreachable):
            reading.fetch(offer, io.BytesIO())
    finally:
        deliver(home, ROWS)


@pytest.mark.slow
def test_limits_outages_and_expired_tokens_cost_time_only(impatient: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "urllib3.connectionpool")
    reading, into = source(impatient), io.BytesIO()
    (offer,) = reading.offers()
    time.sleep(_TOKEN_SECONDS + _LATER)
    reading.fetch(offer, into)
    assert [json.loads(line) for line in into.getvalue().splitlines()] == ROWS
    for _ in range(2):
        list(reading.offers())
    told = caplog.text
    assert all(f'HTTP/1.1" {status}' in told for status in (200, 401, 429, 503)), told


def test_a_wrong_secret_is_denied(calm: str) -> None:
    with pytest.raises(SourceDenied) as denied:
        list(source(calm, "another secret").offers())
    assert denied.value.facts["setting"] == "dgme_api"


def test_an_address_where_nothing_listens_is_unreachable(some_free_ports: Callable[[int], list[int]]) -> None:
    with pytest.raises(SourceUnreachable):
        list(source(f"http://127.0.0.1:{some_free_ports(1)[0]}").offers())


def test_a_resource_that_is_not_there_is_unreachable(calm: str) -> None:
    server = CONTRACT.server.model_copy(update={"location": "/v1/nowhere"})
    lost = replace(CONTRACT, document=CONTRACT.document.model_copy(update={"servers": [server]}))
    with pytest.raises(SourceUnreachable):
        list(source(calm, contract=lost).offers())
