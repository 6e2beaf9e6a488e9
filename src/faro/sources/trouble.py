"""Telling a source that is down (try again) from one that refuses us (somebody has to act)."""

from collections.abc import Iterator
from contextlib import contextmanager

import paramiko

from faro.contracts import Contract
from faro.sources.offer import SourceDenied, SourceUnreachable

_REFUSALS = (paramiko.AuthenticationException, paramiko.BadHostKeyException, PermissionError)
_REFUSED_BY_DATABASE = ("authentication failed", "permission denied", "does not exist")


@contextmanager
def telling_trouble(contract: Contract) -> Iterator[None]:
    """Turn what a transport's library raises into SourceDenied or SourceUnreachable, without its text."""
    place = {"institution": contract.institution, "dataset": contract.dataset}
    try:
        yield
    except _REFUSALS:
        raise SourceDenied(**place, setting=contract.connection_id) from None
    except (paramiko.SSHException, OSError, EOFError) as error:
        if "host key" in str(error).lower() or "not found in known_hosts" in str(error):
            raise SourceDenied(**place, setting=contract.connection_id) from None
        raise SourceUnreachable(**place) from None
    except Exception as error:
        if not _is_database_error(error):
            raise
        if any(sign in str(error) for sign in _REFUSED_BY_DATABASE):
            raise SourceDenied(**place, setting=contract.connection_id) from None
        raise SourceUnreachable(**place) from None


def _is_database_error(error: Exception) -> bool:
    """DB-API drivers share no base class, only its name."""
    return any(base.__name__ == "DatabaseError" for base in type(error).__mro__)
