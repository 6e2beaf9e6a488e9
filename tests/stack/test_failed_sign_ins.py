"""How failed sign-ins are counted; `tests/attacks` tries it over HTTP."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from faro.sign_in import FAILURES, SECONDS, Attempts, TooManyAttempts


class Clock:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def attempts(tmp_path: Path, clock: Clock) -> Attempts:
    return Attempts(tmp_path / "attempts", clock)


def fail(attempts: Attempts, *names: str, times: int = 1) -> None:
    for _ in range(times):
        with attempts.one(*names):
            pass


def test_after_so_many_failures_the_next_attempt_is_refused(attempts: Attempts) -> None:
    fail(attempts, "ana", times=FAILURES)
    with pytest.raises(TooManyAttempts), attempts.one("ana"):
        pass


def test_an_address_is_counted_across_accounts_and_an_account_across_addresses(attempts: Attempts) -> None:
    for number in range(FAILURES):
        fail(attempts, f"account {number}", "here")
        fail(attempts, "ana", f"address {number}")
    for names in (("another", "here"), ("ana", "elsewhere")):
        with pytest.raises(TooManyAttempts), attempts.one(*names):
            pass
    fail(attempts, "another", "elsewhere")


def test_a_minute_later_it_is_possible_again(attempts: Attempts, clock: Clock) -> None:
    fail(attempts, "ana", times=FAILURES)
    clock.now += SECONDS
    fail(attempts, "ana", times=FAILURES)
    with pytest.raises(TooManyAttempts), attempts.one("ana"):
        pass


def test_what_succeeds_or_breaks_is_not_counted(attempts: Attempts) -> None:
    for _ in range(3 * FAILURES):
        with attempts.one("ana") as succeeded:
            succeeded()
        with suppress(OSError), attempts.one("ana"):
            raise OSError
    fail(attempts, "ana", times=FAILURES)


def test_an_account_has_no_second_spelling(attempts: Attempts) -> None:
    fail(attempts, "ana", times=FAILURES)
    with pytest.raises(TooManyAttempts), attempts.one("ANA"):
        pass


def test_attempts_at_once_are_all_counted(tmp_path: Path, clock: Clock) -> None:
    """Each through an instance of its own, as in processes of its own."""

    def attempt(_: int) -> Iterator[bool]:
        with suppress(TooManyAttempts), Attempts(tmp_path, clock).one("ana"):
            yield True

    with ThreadPoolExecutor(8) as pool:
        tried = pool.map(lambda number: list(attempt(number)), range(8 * FAILURES))
    assert sum(map(len, tried)) == FAILURES
