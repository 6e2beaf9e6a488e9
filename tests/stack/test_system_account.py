"""On a new machine the servers that start at once get one account of the machine to run as."""

import os
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from faro.stack.cluster import system_account

NAME = "faro-prueba"


@pytest.fixture
def forgotten() -> Iterator[None]:
    yield
    subprocess.run(["userdel", NAME], check=True, capture_output=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes accounts of the machine")
@pytest.mark.usefixtures("forgotten")
def test_an_account_is_made_once_for_all_who_start_at_once() -> None:
    with ThreadPoolExecutor(8) as pool:
        accounts = set(pool.map(system_account, [NAME] * 8))
    assert {account.pw_name for account in accounts} == {NAME}
    assert len(accounts) == 1
