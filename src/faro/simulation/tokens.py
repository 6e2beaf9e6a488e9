"""What the API signs: short-lived access tokens, and cursors that belong to one version of one resource."""

import time
from dataclasses import dataclass
from typing import Any

import jwt

_ALGORITHM = "HS256"
_ACCESS, _CURSOR = "institutions-api", "institutions-api-cursor"


class InvalidTokenError(Exception):
    """An access token is not ours, or was and has expired; the text says which."""


class InvalidCursorError(Exception):
    """A cursor did not come from this API."""


@dataclass(frozen=True)
class Cursor:
    """The next row to send, of one version of one resource."""

    resource: str
    version: str
    offset: int


@dataclass(frozen=True)
class Signer:
    """Signs and reads tokens and cursors with one secret; neither can be used as the other."""

    key: str

    def access_token(self, client: str, seconds: int) -> str:
        """A token for that client: an institution, whose own resources it opens and no others."""
        return self._sign(_ACCESS, {"sub": client, "exp": int(time.time()) + seconds})

    def client_of(self, token: str) -> str:
        try:
            return str(self._read(_ACCESS, token, required=["sub", "exp"])["sub"])
        except jwt.ExpiredSignatureError as error:
            raise InvalidTokenError("The access token expired") from error
        except jwt.PyJWTError as error:
            raise InvalidTokenError("The access token is not valid") from error

    def cursor_text(self, cursor: Cursor) -> str:
        return self._sign(_CURSOR, {"r": cursor.resource, "v": cursor.version, "o": cursor.offset})

    def cursor(self, text: str) -> Cursor:
        try:
            content = self._read(_CURSOR, text, required=["r", "v", "o"])
        except jwt.PyJWTError as error:
            raise InvalidCursorError from error
        return Cursor(resource=content["r"], version=content["v"], offset=content["o"])

    def _sign(self, purpose: str, content: dict[str, Any]) -> str:
        return jwt.encode({"aud": purpose, **content}, self.key, algorithm=_ALGORITHM)

    def _read(self, purpose: str, text: str, required: list[str]) -> dict[str, Any]:
        return jwt.decode(text, self.key, algorithms=[_ALGORITHM], audience=purpose, options={"require": required})
