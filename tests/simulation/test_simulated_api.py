"""The HTTP API seen by a real client: tokens, pages, versions, limits and outages."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from faro.simulation.dataset_file import as_lines, dataset_file
from faro.simulation.tokens import Signer

ENTRIES = ("dgme", "border_entries")
ROWS = [{"t": "2024-01-01", "geo": "CRI", "nat": f"N{number:02}", "n": number} for number in range(10)]


@pytest.fixture(scope="module")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("small") / "home"
    dataset_file(home, *ENTRIES).parent.mkdir(parents=True)
    dataset_file(home, *ENTRIES).write_bytes(as_lines(ROWS, is_synthetic=False))
    return home


@pytest.fixture(scope="module")
def small(start_simulation, small_home: Path) -> Iterator:
    """Ten rows, no limits, no outages."""
    with start_simulation(small_home) as service:
        yield service


@contextmanager
def changed_dataset(home: Path, content: bytes) -> Iterator[None]:
    path = dataset_file(home, *ENTRIES)
    before = path.read_bytes()
    path.write_bytes(content)
    try:
        yield
    finally:
        path.write_bytes(before)


def read_pages(service, limit: int) -> list[list[dict]]:
    headers, pages, cursor = service.authorization(), [], None
    while True:
        answer = service.ask(headers, limit=limit, cursor=cursor).json()
        pages.append(answer["data"])
        cursor = answer["next_cursor"]
        if cursor is None:
            return pages


def error_of(answer: requests.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


def test_every_row_is_read_exactly_once(service) -> None:
    rows = [row for page in read_pages(service, limit=97) for row in page]
    assert len(rows) == 960
    assert len({(row["t"], row["geo"], row["nat"]) for row in rows}) == 960
    lines = dataset_file(service.home, *ENTRIES).read_bytes()
    assert as_lines(rows, is_synthetic=True) == lines


@pytest.mark.parametrize("limit", [1, 3, 5, 10, 11])
def test_a_page_ends_exactly(small, limit: int) -> None:
    assert read_pages(small, limit) == [ROWS[start : start + limit] for start in range(0, len(ROWS), limit)]


def test_synthetic_data_are_announced(service, small) -> None:
    assert service.ask(service.authorization()).headers["X-Synthetic"] == "true"
    assert "X-Synthetic" not in small.ask(small.authorization()).headers
    assert (
        requests.get(f"{service.url}/health", timeout=5).json()["datasets"]["dgme/border_entries"]["synthetic"] is True
    )


def test_what_did_not_change_is_not_sent_again(small) -> None:
    headers = small.authorization()
    etag = small.ask(headers, limit=2).headers["ETag"]
    assert small.ask(headers, limit=5).headers["ETag"] == etag
    for asked in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = small.ask(headers | {"If-None-Match": asked})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    assert small.ask(headers | {"If-None-Match": '"other"'}).json()["data"] == ROWS


def test_a_change_is_sent_and_ends_a_reading_that_began_before(small) -> None:
    headers = small.authorization()
    first = small.ask(headers, limit=4)
    cursor, etag = first.json()["next_cursor"], first.headers["ETag"]
    more = [*ROWS, {"t": "2024-02-01", "geo": "CRI", "nat": "NEW", "n": None}]
    with changed_dataset(small.home, as_lines(more, is_synthetic=False)):
        fresh = small.ask(headers | {"If-None-Match": etag})
        assert (fresh.status_code, fresh.json()["data"]) == (200, more)
        assert error_of(small.ask(headers, cursor=cursor)) == (409, "dataset_changed")
    assert small.ask(headers, cursor=cursor).json()["data"] == ROWS[4:]


def test_a_file_that_cannot_be_read_fails_loudly_and_recovers(small) -> None:
    headers = small.authorization()
    for content in (b'{"t": "2024-01-01", "geo"', b'{"t": 1}\n', b"[1]\n"):
        with changed_dataset(small.home, content):
            answer = small.ask(headers)
            assert error_of(answer) == (503, "dataset_unreadable")
            assert int(answer.headers["Retry-After"]) >= 1
            health = requests.get(f"{small.url}/health", timeout=5)
            assert (health.status_code, health.json()["datasets"]["dgme/border_entries"]) == (
                503,
                {"state": "unreadable"},
            )
    assert small.ask(headers).json()["data"] == ROWS


def test_before_the_first_delivery(small) -> None:
    headers, path = small.authorization(), dataset_file(small.home, *ENTRIES)
    away = path.with_suffix(".away")
    os.rename(path, away)
    try:
        assert error_of(small.ask(headers)) == (503, "no_dataset")
        health = requests.get(f"{small.url}/health", timeout=5)
        assert (health.status_code, health.json()["datasets"]["dgme/border_entries"]) == (
            200,
            {"state": "not delivered yet"},
        )
    finally:
        os.rename(away, path)


def test_health_speaks_for_both_servers(service) -> None:
    answer = requests.get(f"{service.url}/health", timeout=5)
    state = answer.json()
    assert (answer.status_code, state["status"], state["sftp"]) == (200, "ok", "answers")
    assert state["datasets"]["dgme/border_entries"]["rows"] == 960


def test_a_token_is_short_lived_and_not_stored(small) -> None:
    answer = small.ask_token()
    assert (answer.json()["token_type"], answer.json()["expires_in"]) == ("Bearer", 300)
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("credentials", [None, ("dgme", "wrong"), ("other", "wrong"), ("dgme", "")])
def test_a_token_needs_the_right_secret(small, credentials) -> None:
    answer = small.ask_token(auth=credentials)
    assert error_of(answer) == (401, "invalid_client")
    assert answer.headers["WWW-Authenticate"].startswith("Basic ")


def test_only_client_credentials(small) -> None:
    assert error_of(small.ask_token(data={"grant_type": "password"})) == (400, "unsupported_grant_type")
    assert error_of(small.ask_token(data={})) == (400, "invalid_request")


@pytest.mark.parametrize("header", [None, "Basic eDp5", "Bearer nonsense", "Bearer a.b.c"])
def test_data_need_a_token(small, header: str | None) -> None:
    answer = small.ask({"Authorization": header} if header else {})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer ")


def test_a_cursor_is_no_token_and_a_token_no_cursor(small) -> None:
    headers = small.authorization()
    cursor = small.ask(headers, limit=1).json()["next_cursor"]
    assert error_of(small.ask({"Authorization": f"Bearer {cursor}"})) == (401, "invalid_token")
    token = headers["Authorization"].removeprefix("Bearer ")
    assert error_of(small.ask(headers, cursor=token)) == (400, "invalid_cursor")


@pytest.mark.parametrize("cursor", ["", "10", "eyJhIjoxfQ==", "a.b.c"])
def test_a_cursor_that_is_not_ours_is_refused(small, cursor: str) -> None:
    assert error_of(small.ask(small.authorization(), cursor=cursor)) == (400, "invalid_cursor")


@pytest.mark.parametrize(
    ("limit", "code"),
    [("0", "invalid_limit"), ("-1", "invalid_limit"), ("1001", "invalid_limit"), ("many", "invalid_request")],
)
def test_a_limit_out_of_range_is_refused(small, limit: str, code: str) -> None:
    answer = small.ask(small.authorization(), limit=limit)
    assert error_of(answer) == (400, code)
    assert limit not in answer.json()["error_description"].split()


def test_an_expired_token_is_refused_and_a_new_one_accepted(small) -> None:
    signing = json.loads((small.home / "secrets.json").read_text())["api_signing"]
    tokens = {seconds: Signer(signing).access_token("dgme", seconds) for seconds in (60, 0)}
    answers = {seconds: small.ask({"Authorization": f"Bearer {token}"}) for seconds, token in tokens.items()}
    assert answers[60].status_code == 200
    assert error_of(answers[0]) == (401, "invalid_token")
    assert "expired" in answers[0].headers["WWW-Authenticate"]
    assert small.ask(small.authorization()).status_code == 200


def test_what_the_framework_refuses_looks_alike(small) -> None:
    answer = small.ask_token(auth=(b"far\xc3\xb3", b"x"))
    assert error_of(answer) == (401, "unauthorized")
    assert answer.headers["WWW-Authenticate"].startswith("Basic ")
    assert error_of(requests.get(f"{small.url}/v2", timeout=5)) == (404, "not_found")


@pytest.mark.slow
def test_who_asks_too_often_waits_and_who_meets_an_outage_tries_again(start_simulation, small_home: Path) -> None:
    limits = {"FARO_SIMULATION_RATE_LIMIT": "4/2second", "FARO_SIMULATION_UNAVAILABLE_EVERY": "2"}
    with start_simulation(small_home, **limits) as service:
        headers = service.authorization()
        answers = [service.ask(headers) for _ in range(6)]
        assert [answer.status_code for answer in answers] == [200, 503, 200, 503, 429, 429]
        assert error_of(answers[1]) == (503, "temporarily_unavailable")
        assert error_of(answers[-1]) == (429, "too_many_requests")
        assert answers[1].headers["Retry-After"] == "1"
        wait = int(answers[-1].headers["Retry-After"])
        assert 1 <= wait <= 2
        time.sleep(wait)
        assert service.ask(headers).json()["data"] == ROWS
