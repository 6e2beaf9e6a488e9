"""An institution's HTTP API: OAuth2 client credentials, cursor pagination, patience where the server asks for it."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from faro.contracts import Contract
from faro.sources.offer import Offer, SourceDenied, SourceUnreachable

_PAGE = 1_000
_SECONDS = 30
#: Waits as long as Retry-After says, else 0.5, 1, 2 … seconds; a server that is not there is told after three tries.
_PATIENCE = Retry(
    total=8,
    connect=2,
    backoff_factor=0.5,
    status_forcelist=(429, 502, 503, 504),
    respect_retry_after_header=True,
    allowed_methods=("GET", "POST"),
)


@dataclass(frozen=True)
class ApiAccount:
    """Where the API is and who asks; `token_path` is where it hands out tokens."""

    base_url: str
    client_id: str
    client_secret: str
    token_path: str


class ApiSource:
    """One resource of the API, as JSON lines. The version is its ETag."""

    def __init__(self, contract: Contract, account: ApiAccount) -> None:
        self._contract, self._account = contract, account
        self._session = requests.Session()
        self._session.mount(account.base_url, HTTPAdapter(max_retries=_PATIENCE))
        self._is_authorised = False

    def offers(self) -> Iterable[Offer]:
        answer = self._get({"limit": 1})
        return [Offer(self._contract.server.location or "", answer.headers["ETag"])]

    def fetch(self, offer: Offer, into: BinaryIO) -> None:
        for page in self._pages(offer):
            for record in page:
                into.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")

    def _pages(self, offer: Offer) -> Iterator[list[dict[str, Any]]]:
        cursor: str | None = ""
        while cursor is not None:
            answer = self._get({"limit": _PAGE, **({"cursor": cursor} if cursor else {})})
            if answer.headers["ETag"] != offer.version:
                raise self._unreachable()  # the data changed while we were reading
            page = answer.json()
            yield page["data"]
            cursor = page["next_cursor"]

    def _get(self, parameters: dict[str, Any]) -> requests.Response:
        answer = self._ask_authorised("GET", self._contract.server.location or "", params=parameters)
        if answer.status_code == 403:  # our account is known, and not for this
            raise self._denied()
        if answer.status_code != 200:
            raise self._unreachable()
        return answer

    def _ask_authorised(self, method: str, path: str, **options: Any) -> requests.Response:
        if not self._is_authorised:
            self._authorise()
        answer = self._ask(method, path, **options)
        if answer.status_code == 401:  # the token is short-lived
            self._authorise()
            answer = self._ask(method, path, **options)
        return answer

    def _authorise(self) -> None:
        client = (self._account.client_id, self._account.client_secret)
        answer = self._ask("POST", self._account.token_path, data={"grant_type": "client_credentials"}, auth=client)
        if answer.status_code in {400, 401, 403}:
            raise self._denied()
        if answer.status_code != 200:
            raise self._unreachable()
        self._session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        self._is_authorised = True

    def _ask(self, method: str, path: str, **options: Any) -> requests.Response:
        try:
            return self._session.request(method, self._account.base_url + path, timeout=_SECONDS, **options)
        except requests.RequestException:
            raise self._unreachable() from None

    def _denied(self) -> SourceDenied:
        contract = self._contract
        return SourceDenied(institution=contract.institution, dataset=contract.dataset, setting=contract.connection_id)

    def _unreachable(self) -> SourceUnreachable:
        return SourceUnreachable(institution=self._contract.institution, dataset=self._contract.dataset)
