"""Who works through a request: is the client known, may it ask this, is it not asking too often, which page is it."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from faro.simulation.behaviour import Behaviour
from faro.simulation.dataset_file import Edition
from faro.simulation.errors import UnreadableDatasetError
from faro.simulation.interruptions import Interruptions
from faro.simulation.refusals import Refusal
from faro.simulation.resources import Resource
from faro.simulation.tokens import Cursor, InvalidCursorError, InvalidTokenError, Signer

REALM = "institutions"
Page = dict[str, object]


@dataclass(frozen=True)
class Desk:
    """What answering a request needs; a client is an institution, by its id."""

    resources: Mapping[str, Resource]
    signer: Signer
    client_secrets: Mapping[str, str]
    behaviour: Behaviour
    interruptions: Interruptions

    def page_size(self, asked: int | None) -> int:
        size = self.behaviour.default_page if asked is None else asked
        if not 1 <= size <= self.behaviour.largest_page:
            raise Refusal(400, "invalid_limit", f"limit must lie between 1 and {self.behaviour.largest_page}")
        return size

    def edition(self, resource: Resource) -> Edition:
        try:
            edition = resource.file.edition()
        except UnreadableDatasetError as error:
            raise Refusal(503, "dataset_unreadable", "The dataset is being written", Retry_After="1") from error
        if edition is None:
            raise Refusal(503, "no_dataset", "Nothing has been delivered yet", Retry_After="5")
        return edition

    def page(self, resource: Resource, edition: Edition, cursor: str | None, size: int) -> Page:
        start = self._offset(resource, edition, cursor)
        end = start + size
        position = Cursor(resource.location, edition.version, end)
        following = self.signer.cursor_text(position) if end < len(edition.rows) else None
        return {"data": edition.rows[start:end], "next_cursor": following}

    def known_client(self, name: str, password: str) -> str:
        """The client whose secret this is; something is always compared, so that time tells nothing."""
        expected = self.client_secrets.get(name)
        is_secret = secrets.compare_digest(password.encode(), (expected or self.signer.key).encode())
        if expected is None or not is_secret:
            challenge = f'Basic realm="{REALM}"'
            raise Refusal(401, "invalid_client", "Unknown client or wrong secret", WWW_Authenticate=challenge)
        return name

    def bearer(self, token: str | None) -> str:
        """The client that the access token was given to."""
        challenge = f'Bearer realm="{REALM}"'
        if token is None:
            raise Refusal(401, "missing_token", "Ask /oauth/token for an access token", WWW_Authenticate=challenge)
        try:
            return self.signer.client_of(token)
        except InvalidTokenError as error:
            challenge += f', error="invalid_token", error_description="{error}"'
            raise Refusal(401, "invalid_token", str(error), WWW_Authenticate=challenge) from error

    def within_scope(self, client: str, resource: Resource) -> None:
        """A client reads what its own institution hands out."""
        if client != resource.institution:
            challenge = f'Bearer realm="{REALM}", error="insufficient_scope"'
            text = "The token belongs to another institution"
            raise Refusal(403, "insufficient_scope", text, WWW_Authenticate=challenge)

    def within_limit(self, client: str) -> None:
        if (seconds := self.interruptions.over_limit(client)) is not None:
            raise Refusal(429, "too_many_requests", "Wait as Retry-After says", Retry_After=str(seconds))

    def during_service(self) -> None:
        if (seconds := self.interruptions.outage()) is not None:
            raise Refusal(503, "temporarily_unavailable", "Try again as Retry-After says", Retry_After=str(seconds))

    def _offset(self, resource: Resource, edition: Edition, cursor: str | None) -> int:
        """Where the page starts. A cursor of another version would mix two states of the data, so it is refused."""
        if cursor is None:
            return 0
        try:
            position = self.signer.cursor(cursor)
        except InvalidCursorError as error:
            raise Refusal(400, "invalid_cursor", "The cursor was not issued by this API; start without one") from error
        if position.resource != resource.location:
            raise Refusal(400, "invalid_cursor", "The cursor belongs to another resource; start without one")
        if position.version != edition.version:
            raise Refusal(409, "dataset_changed", "The dataset changed while it was being read; start without a cursor")
        return position.offset
