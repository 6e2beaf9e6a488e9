"""Sign-ins that fail are counted, for an account and for an address, whatever page or program they come by.

Superset and Airflow both ask a security manager of Flask-AppBuilder whether a password fits, and that is where it is
counted: their own limits hold for one page each, and count in each process for itself.
"""

import fcntl
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn

from faro.language import Language, reader_language

#: The address of whoever asks, where a server knows it and Flask does not.
CLIENT: ContextVar[str | None] = ContextVar("client", default=None)
FAILURES = 10
SECONDS = 60
#: Of so many files one per name; two names in one file are counted together, and nobody can fill a disk with names.
_FILES = 4096


@dataclass(frozen=True)
class Refusal:
    """What is answered to whoever may not come in: a sentence that says so, and one on what to do."""

    status: int
    es: str
    en: str

    def sentences(self, language: Language) -> str:
        return self.es if language == "es" else self.en


TOO_MANY = Refusal(
    429,
    es="Demasiados intentos de entrar. Espere un minuto y vuelva a intentarlo.",
    en="Too many attempts to sign in. Wait a minute and try again.",
)


class TooManyAttempts(Exception):
    """As many sign-ins as are allowed failed within the last minute, or are being tried."""


class Attempts:
    """Failed sign-ins of the last minute, in a folder that the processes of one service share."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._folder, self._clock = folder, clock

    @contextmanager
    def one(self, *names: str) -> Iterator[Callable[[], None]]:
        """Counts an attempt under each name unless it is told to have succeeded. Raises TooManyAttempts."""
        with ExitStack() as counted:
            now = self._clock()
            for name in names:
                self._count(name, now)
                counted.callback(self._forget, name, now)
            yield counted.close
            counted.pop_all()

    def _count(self, name: str, now: float) -> None:
        with self._moments(name) as moments:
            if len(moments) >= FAILURES:
                raise TooManyAttempts
            moments.append(now)

    def _forget(self, name: str, moment: float) -> None:
        with self._moments(name) as moments:
            if moment in moments:
                moments.remove(moment)

    @contextmanager
    def _moments(self, name: str) -> Iterator[list[float]]:
        """Of the last minute; what is changed in the list is written back, and nobody else comes in between."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        number = int.from_bytes(sha256(name.casefold().encode()).digest()[:8]) % _FILES
        with (self._folder / f"{number}").open("a+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            moments = [moment for line in file if (moment := float(line)) > self._clock() - SECONDS]
            yield moments
            file.truncate(0)
            file.writelines(f"{moment!r}\n" for moment in moments)


class LimitedSignIn:
    """A security manager of Flask-AppBuilder that counts; mixed in before the one that it limits."""

    attempts: Attempts

    def auth_user_db(self, username: str, password: str, *args: Any, **options: Any) -> Any:
        """The account, or None. Answers 429 after too many failures."""
        if not (isinstance(username, str) and isinstance(password, str)):  # PostgreSQL's error would quote them
            return None
        manager: Any = super()
        account = self.find_user(username=username) or self.find_user(email=username)  # type: ignore[attr-defined]
        names = [f"account {account.username if account else username}", *client_address()]
        return self.count(names, lambda: manager.auth_user_db(username, password, *args, **options))

    def count(self, names: Iterable[str], sign_in: Callable[[], Any]) -> Any:
        """What that answers: an account; None or a Refusal is a failure. Answers 429 after too many of them."""
        try:
            with self.attempts.one(*names) as succeeded:
                outcome = sign_in()
                if not isinstance(outcome, Refusal | None):
                    succeeded()
                return outcome
        except TooManyAttempts:
            self.refuse_sign_in(TOO_MANY)

    def refuse_sign_in(self, refusal: Refusal) -> NoReturn:
        """Ends the request with that answer, in a page's framework or in a program's."""
        _refuse(refusal)


def client_address() -> list[str]:
    """The name under which whoever asks is counted, where it is known from where."""
    from flask import has_request_context, request

    address = request.remote_addr if has_request_context() else CLIENT.get()
    return [f"address {address}"] if address else []


def _refuse(refusal: Refusal) -> NoReturn:
    from flask import abort, has_request_context, request

    if has_request_context():
        asked = request.accept_languages.best_match(("es", "en"), reader_language())
        abort(refusal.status, refusal.sentences("es" if asked == "es" else "en"))
    from fastapi import HTTPException

    raise HTTPException(refusal.status, refusal.sentences(reader_language()))
