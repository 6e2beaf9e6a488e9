"""What an identity provider signed is believed if it was signed for Faro, for this browser, now and once."""

import base64
import time
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, ClassVar

import flask
import pytest
import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask.testing import FlaskClient
from identity_provider import Claims, IdentityProvider, identity_provider, question, signed, unsigned
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from faro.accounts.provided import NO_ACCOUNT, SILENT, UNFINISHED, ProvidedSignIn
from faro.accounts.provider import BACK, Provider, signed_claims, vouched_mail
from faro.sign_in import TOO_MANY, Refusal

HERE = "http://localhost"
MAIL = "ana.rojas@ministerio.example"
REFUSED = (AuthlibBaseError, JoseError, LookupError)


@pytest.fixture(scope="module")
def running() -> Iterator[IdentityProvider]:
    with identity_provider() as provider:
        provider.knows("ana", email=MAIL, email_verified=True)
        provider.knows("eva", email="eva@ministerio.example", email_verified=True)
        yield provider


@pytest.fixture
def provider(running: IdentityProvider) -> Iterator[IdentityProvider]:
    yield running
    running.behaves()


@pytest.fixture(scope="module")
def program(running: IdentityProvider) -> flask.Flask:
    """A page that sends to the provider, and the one that it sends back to, in front of nothing else."""
    registered = Provider(running.issuer, *running.client(HERE + BACK), "Ministerio", HERE).registration()
    app = flask.Flask("program")
    app.secret_key, app.testing = "of this test", True
    remote = OAuth(app).register("Ministerio", **registered["remote_app"])
    app.add_url_rule("/login", "login", lambda: remote.authorize_redirect(registered["back"]))
    app.add_url_rule(BACK, "back", lambda: dict(signed_claims(remote, registered["issuer"])))
    return app


@pytest.fixture
def browser(program: flask.Flask) -> FlaskClient:
    return program.test_client()


def sent(browser: FlaskClient) -> str:
    """The provider's address to which that browser is sent."""
    return browser.get("/login").headers["Location"]


def claims(browser: FlaskClient, provider: IdentityProvider, subject: str = "ana") -> Claims:
    return dict(browser.get(provider.send_back(sent(browser), subject)).get_json())


def test_who_comes_is_whom_the_provider_says(browser: FlaskClient, provider: IdentityProvider) -> None:
    assert vouched_mail(claims(browser, provider)) == MAIL
    assert vouched_mail(claims(browser, provider, "eva")) == "eva@ministerio.example"


def test_a_code_is_of_use_to_the_browser_alone_that_asked_for_it(
    browser: FlaskClient, provider: IdentityProvider
) -> None:
    """Neither the code nor the secret of the client is enough: PKCE, by SHA-256."""
    asked = question(sent(browser))
    assert (asked["code_challenge_method"], asked["scope"], asked["response_type"]) == ("S256", "openid email", "code")
    to = sent(browser)
    browser.get(provider.send_back(to, "ana"))
    secret = provider.asked[-1]["code_verifier"]
    digest = base64.urlsafe_b64encode(sha256(secret.encode()).digest()).rstrip(b"=").decode()
    assert digest == question(to)["code_challenge"]


def a_foreign_key(claims: Claims, key: RSAKey) -> str:
    """Under the name of the provider's."""
    foreign = RSAKey.generate_key(parameters={"kid": key.thumbprint()}, private=True)
    return signed(claims, foreign)


CHANGED: dict[str, Claims] = {
    "for another program": {"aud": "another"},
    "for another program, asked by this one": {"aud": ["another"]},
    "of another provider": {"iss": "https://identidad.example"},
    "of another sign-in": {"nonce": "another"},
    "of no sign-in": {"nonce": None},
    "of yesterday": {"iat": int(time.time()) - 90_000, "exp": int(time.time()) - 86_400},
    "of no end": {"exp": None},
    "about nobody": {"sub": None},
}


@pytest.mark.parametrize("changed", CHANGED.values(), ids=CHANGED)
def test_what_is_not_signed_for_this_is_refused(
    browser: FlaskClient, provider: IdentityProvider, changed: Claims
) -> None:
    own = question(sent(browser))["client_id"]
    provider.change = lambda signed: {
        name: value for name, value in {**signed, "azp": own, **changed}.items() if value is not None
    }
    with pytest.raises(REFUSED):
        claims(browser, provider)


@pytest.mark.parametrize("sign", [unsigned, a_foreign_key])
def test_what_the_provider_has_not_signed_is_refused(
    browser: FlaskClient, provider: IdentityProvider, sign: Any
) -> None:
    provider.sign = sign
    with pytest.raises(REFUSED):
        claims(browser, provider)


def test_a_way_back_is_gone_once(browser: FlaskClient, provider: IdentityProvider) -> None:
    back = provider.send_back(sent(browser), "ana")
    assert browser.get(back).status_code == 200
    with pytest.raises(REFUSED):
        browser.get(back)


def test_a_code_is_taken_once(browser: FlaskClient, provider: IdentityProvider) -> None:
    spent = question(back := provider.send_back(sent(browser), "ana"))["code"]
    browser.get(back)
    with pytest.raises(REFUSED):
        browser.get(f"{BACK}?code={spent}&state={question(sent(browser))['state']}")


def test_nobody_is_sent_back_for_somebody_else(
    browser: FlaskClient, program: flask.Flask, provider: IdentityProvider
) -> None:
    """A link to the way back of whoever made it signs nobody in as them."""
    back = provider.send_back(sent(program.test_client()), "eva")
    sent(browser)
    for tried in (back, f"{BACK}?code=made-up&state=made-up", BACK, f"{BACK}?error=access_denied"):
        with pytest.raises(REFUSED):
            browser.get(tried)


class Silent:
    """A provider that does not answer."""

    def authorize_redirect(self, *_: Any) -> None:
        raise requests.ConnectionError


class Manager(ProvidedSignIn):
    """A security manager in front of it, which keeps what it refuses."""

    oauth_remotes: ClassVar = {"Ministerio": Silent()}
    oauth_providers: ClassVar = [{"back": HERE + BACK}]

    def refuse_sign_in(self, refusal: Refusal) -> Refusal:
        return refusal


def test_a_provider_that_is_silent_is_told_of() -> None:
    assert Manager().to_provider() is SILENT


@pytest.mark.parametrize("refusal", [SILENT, UNFINISHED, NO_ACCOUNT, TOO_MANY])
def test_a_refusal_says_what_it_is_and_what_to_do(refusal: Refusal) -> None:
    for language in ("es", "en"):
        assert len(refusal.sentences(language).split(". ")) == 2


def test_an_address_that_the_token_lacks_is_asked_for(browser: FlaskClient, provider: IdentityProvider) -> None:
    """And what is answered about anybody else is not believed."""
    provider.change = lambda signed: {name: value for name, value in signed.items() if not name.startswith("email")}
    assert vouched_mail(claims(browser, provider)) == MAIL
    provider.change_userinfo = lambda told: {**told, "sub": "eva"}
    assert vouched_mail(claims(browser, provider)) is None


@pytest.mark.parametrize(
    ("said", "mail"),
    [
        ({"email": "Ana.Rojas@Ministerio.example", "email_verified": True}, MAIL),
        ({"email": MAIL, "email_verified": False}, None),
        ({"email": MAIL, "email_verified": "true"}, MAIL),
        ({"email": MAIL, "email_verified": "false"}, None),
        ({"email": MAIL}, None),
        ({"email": "", "email_verified": True}, None),
        ({"email": ["a", "b"], "email_verified": True}, None),
        ({"email_verified": True}, None),
        # the sign for kelvin has a common k as its small letter
        ({"email": "\u212aarla@ministerio.example", "email_verified": True}, None),
    ],
)
def test_only_a_verified_address_names_somebody(said: Claims, mail: str | None) -> None:
    assert vouched_mail(said) == mail
