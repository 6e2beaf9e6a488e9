"""A ministry's identity provider, by OpenID Connect: how Flask-AppBuilder asks it, and what it says of who comes.

Superset and Airflow ask it alike; what is theirs alone is where it sends people back to.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: What is asked of it: that it signs for who comes, and their address. Roles are never its matter.
_SCOPE = "openid email"
#: Where it sends people back, below the address of each service; it has to know both beforehand.
BACK = "/oauth-authorized/faro"
_SECONDS = 10
Claims = Mapping[str, Any]


@dataclass(frozen=True)
class Provider:
    """One without an issuer is none."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    #: What people read on the button.
    name: str
    #: That of the service, as people and the provider know it.
    address: str

    def __bool__(self) -> bool:
        return bool(self.issuer)

    def registration(self) -> dict[str, Any]:
        """An entry of Flask-AppBuilder's OAUTH_PROVIDERS, with what its own code does not ask for."""
        return {
            "name": self.name,
            "icon": "fa-sign-in",
            "issuer": self.issuer,
            "back": self.address + BACK,
            "remote_app": {
                "client_id": self.client_id,
                "client_secret": self.client_secret,
                "server_metadata_url": f"{self.issuer.rstrip('/')}/.well-known/openid-configuration",
                "client_kwargs": {"scope": _SCOPE, "code_challenge_method": "S256", "default_timeout": _SECONDS},
            },
        }


def signed_claims(remote: Any, issuer: str) -> Claims:
    """What the provider says of whoever has come back from it, signed for this client, this browser and this once.

    `remote` is Authlib's client: it keeps state, nonce and PKCE's secret with the session, uses each once, and compares
    the token's nonce, times and signature; by itself it would take a token that is for another program too. Raises what
    Authlib raises, KeyError where nothing is signed.
    """
    wanted = {"iss": issuer, "aud": remote.client_id}
    options = {name: {"essential": True, "value": value} for name, value in wanted.items()}
    token = remote.authorize_access_token(claims_options=options)
    claims: Claims = token["userinfo"]
    if "email" in claims:
        return claims
    told = remote.userinfo(token=token)
    # an answer about anybody else is worth nothing
    return {**told, **claims} if told.get("sub") == claims["sub"] else claims


def vouched_mail(claims: Claims) -> str | None:
    """The address in small letters, where the provider says that it has verified it.

    Of letters beyond ASCII some become others' small letters: no such address is anybody's.
    """
    mail = claims.get("email")
    is_verified = claims.get("email_verified") in (True, "true")  # some providers write it as text
    return mail.lower() if is_verified and isinstance(mail, str) and mail and mail.isascii() else None
