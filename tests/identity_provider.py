"""A provider of OpenID Connect that answers on a port of its own, and that can be told to answer wrongly."""

import base64
import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import flask
import httpx
import oidc_provider_mock
from joserfc import jwt
from joserfc.jwk import RSAKey
from running_stack import free_ports
from werkzeug.serving import make_server

DISCOVERY = "/.well-known/openid-configuration"
Claims = dict[str, Any]
Change = Callable[[Claims], Claims]


def as_they_are(claims: Claims) -> Claims:
    return claims


def signed(claims: Claims, key: RSAKey) -> str:
    return jwt.encode({"alg": "RS256", "kid": key.thumbprint()}, claims, key)


def unsigned(claims: Claims, _: RSAKey) -> str:
    return ".".join([_encoded({"alg": "none"}), _encoded(claims), ""])


@dataclass
class IdentityProvider:
    """It asks no password: whoever says who they are, is. What it signs goes through `change` and `sign`."""

    issuer: str
    change: Change = as_they_are
    change_userinfo: Change = as_they_are
    sign: Callable[[Claims, RSAKey], str] = signed
    #: What clients gave for a token.
    asked: list[dict[str, str]] = field(default_factory=list)

    def behaves(self) -> None:
        """Whatever it was told before."""
        self.change = self.change_userinfo = as_they_are
        self.sign = signed

    def client(self, *back: str) -> tuple[str, str]:
        """Name and secret of a program that people may be sent back to at these addresses."""
        answer = httpx.post(f"{self.issuer}/oauth2/clients", json={"redirect_uris": back}).json()
        return answer["client_id"], answer["client_secret"]

    def knows(self, subject: str, **claims: Any) -> str:
        """The subject, of whom it says that."""
        httpx.put(f"{self.issuer}/users/{subject}", json=claims).raise_for_status()
        return subject

    def send_back(self, address: str, subject: str) -> str:
        """Where a browser is sent that came to that address, and whose owner says to be that subject."""
        answer = httpx.post(address, data={"sub": subject})
        assert answer.status_code == 302, answer.text
        return answer.headers["location"]

    def answer(self, response: flask.Response) -> flask.Response:
        """What it answers, changed as it is told."""
        changed = {"/oauth2/token": self._token, "/userinfo": lambda told: self.change_userinfo(told), DISCOVERY: _lax}
        if response.status_code == 200 and (change := changed.get(flask.request.path)):
            response.set_data(json.dumps(change(response.get_json())))
        return response

    def _token(self, content: Claims) -> Claims:
        self.asked.append(flask.request.form.to_dict())
        return {**content, "id_token": self._signed_again(content["id_token"])}

    def _signed_again(self, token: str) -> str:
        key = RSAKey.import_key(flask.g.oidc_provider_mock_storage.jwk.as_dict(is_private=True))
        payload = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return self.sign(self.change(claims), key)


@contextmanager
def identity_provider() -> Iterator[IdentityProvider]:
    """One that answers until the end; programs must be known to it and give a nonce."""
    for name in ("werkzeug", "oidc_provider_mock"):
        logging.getLogger(name).setLevel(logging.ERROR)  # a line for each request
    port = free_ports(1)[0]
    provider = IdentityProvider(f"http://127.0.0.1:{port}")
    app = oidc_provider_mock.app(require_client_registration=True, require_nonce=True)
    app.after_request(provider.answer)
    server = make_server("127.0.0.1", port, app, threaded=True)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        serving.join()


def question(address: str) -> dict[str, str]:
    """What the query of an address says."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def _lax(metadata: Claims) -> Claims:
    """Of a provider that would also do without a signature."""
    return {**metadata, "id_token_signing_alg_values_supported": ["none", "HS256", "RS256"]}


def _encoded(part: Claims) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()
