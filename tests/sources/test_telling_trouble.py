"""Trouble with a source is either somebody's to act on or worth another try, and never shows the library's text."""

import errno
import socket
import sqlite3
from typing import Any

import paramiko
import psycopg
import pytest

from faro.contracts import find_contract
from faro.sources import SourceDenied, SourceUnreachable
from faro.sources.trouble import telling_trouble

CONTRACT = find_contract("oij", "police_statistics")
KEY = paramiko.ECDSAKey.generate()
CANARY = "CANARIO7391"


def told(error: BaseException) -> Any:
    with pytest.raises((SourceDenied, SourceUnreachable)) as trouble, telling_trouble(CONTRACT):
        raise error
    assert CANARY not in str(trouble.value) + repr(trouble.value)
    assert trouble.value.__suppress_context__
    return trouble.value


@pytest.mark.parametrize(
    "error",
    [
        paramiko.AuthenticationException(CANARY),
        paramiko.BadHostKeyException(CANARY, KEY, KEY),
        paramiko.SSHException(f"Host key of {CANARY} cannot be verified"),
        paramiko.SSHException(f"Server {CANARY!r} not found in known_hosts"),
        PermissionError(errno.EACCES, CANARY),
        psycopg.OperationalError(f'password authentication failed for user "{CANARY}"'),
        psycopg.errors.InsufficientPrivilege(f"permission denied for table {CANARY}"),
        psycopg.errors.UndefinedColumn(f"column {CANARY} does not exist"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_refuses_us_is_denied_and_names_the_connection(error: Exception) -> None:
    trouble = told(error)
    assert isinstance(trouble, SourceDenied)
    assert trouble.facts == {"institution": "oij", "dataset": "police_statistics", "setting": "oij_sftp"}


@pytest.mark.parametrize(
    "error",
    [
        paramiko.SSHException(CANARY),
        paramiko.SSHException(f"Error reading SSH protocol banner {CANARY}"),
        ConnectionRefusedError(errno.ECONNREFUSED, CANARY),
        socket.gaierror(CANARY),
        TimeoutError(CANARY),
        EOFError(CANARY),
        psycopg.OperationalError(f"server closed the connection unexpectedly {CANARY}"),
        sqlite3.OperationalError(CANARY),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_may_pass_is_unreachable(error: Exception) -> None:
    trouble = told(error)
    assert isinstance(trouble, SourceUnreachable)
    assert trouble.facts == {"institution": "oij", "dataset": "police_statistics"}


@pytest.mark.parametrize("error", [ValueError("bug"), KeyError("bug"), ZeroDivisionError()])
def test_a_mistake_of_ours_stays_what_it_is(error: Exception) -> None:
    with pytest.raises(type(error)), telling_trouble(CONTRACT):
        raise error


def test_a_trouble_already_told_stays_what_it_is() -> None:
    trouble = SourceUnreachable(institution="a", dataset="b")
    with pytest.raises(SourceUnreachable) as told_again, telling_trouble(CONTRACT):
        raise trouble
    assert told_again.value is trouble
