"""Each institution's own account: what it may read, and the inbox that it alone receives answers in."""

import json

import pytest
import requests

from faro.simulation.api_inbox import LARGEST_FILE
from faro.simulation.dataset_file import as_lines, dataset_file

NESTED = {
    "episodio": {"numero": "E-1"},
    "establecimiento": {"nombre": "Hospital"},
    "paciente": {"documento": {"numero": "x"}},
    "registro": {"estado": "Vigente"},
}


@pytest.fixture(scope="module")
def api(start_simulation, tmp_path_factory):
    home = tmp_path_factory.mktemp("inbox") / "home"
    target = dataset_file(home, "ccss", "care_episodes")
    target.parent.mkdir(parents=True)
    target.write_bytes(as_lines([NESTED], is_synthetic=True))
    with start_simulation(home) as service:
        yield service


def post(api, institution: str = "ccss", **request) -> requests.Response:
    return requests.post(f"{api.url}/v1/inbox", headers=api.authorization(institution), timeout=5, **request)


def read(api, resource: str, institution: str) -> requests.Response:
    return requests.get(f"{api.url}{resource}", headers=api.authorization(institution), timeout=5)


def inbox(api, institution: str = "ccss"):
    return api.home / "institutions" / institution / "inbox"


def test_nested_objects_are_served_as_they_are(api) -> None:
    answer = read(api, "/v1/care-episodes", "ccss")
    assert answer.json() == {"data": [NESTED], "next_cursor": None}
    assert answer.headers["X-Synthetic"] == "true"


def test_every_api_contract_is_a_resource(api) -> None:
    states = requests.get(f"{api.url}/health", timeout=5).json()["datasets"]
    assert states.pop("ccss/care_episodes")["rows"] == 1
    assert {"dgme/border_entries", "dgme/smuggling_events", "emergencias911/calls"} <= states.keys()
    assert {state["state"] for state in states.values()} == {"not delivered yet"}


def test_an_account_opens_its_own_institution_only(api) -> None:
    answer = read(api, "/v1/care-episodes", "dgme")
    assert (answer.status_code, answer.json()["error"]) == (403, "insufficient_scope")
    assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]


def test_one_account_s_secret_is_not_another_s(api) -> None:
    _, secret = api.account("dgme")
    assert api.ask_token(auth=("ccss", secret)).status_code == 401
    assert api.ask_token(auth=("ccss", api.account("ccss")[1])).json()["scope"] == "ccss"


def test_a_cursor_of_another_resource_is_refused(api) -> None:
    target = dataset_file(api.home, "dgme", "border_entries")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(as_lines([{"t": "", "geo": "", "nat": "", "n": n} for n in (1, 2)], is_synthetic=False))
    headers = api.authorization("dgme")
    cursor = api.ask(headers, limit=1).json()["next_cursor"]
    answer = requests.get(f"{api.url}/v1/smuggling-events", headers=headers, params={"cursor": cursor}, timeout=5)
    assert answer.json()["error"] == "no_dataset"
    events = dataset_file(api.home, "dgme", "smuggling_events")
    names = (
        "numeroEvento fechaDeteccion puestoFronterizo ruta personasMigrantes personasMenores menoresNoAcompanados"
        " traficantes tarifaUsd abusos derivoEnTrata provincia actualizado estado"
    )
    events.write_bytes(as_lines([dict.fromkeys(names.split())], is_synthetic=True))
    answer = requests.get(f"{api.url}/v1/smuggling-events", headers=headers, params={"cursor": cursor}, timeout=5)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_cursor")


def test_a_form_and_a_raw_body_arrive_whole(api) -> None:
    content = bytes(range(256)) * 40
    form = post(api, files={"file": ("acuse_calls_1.txt", content)})
    raw = post(api, params={"name": "correcciones 2.xlsx"}, data=content)
    assert (form.status_code, raw.status_code) == (201, 201)
    assert form.json() == {"name": "acuse_calls_1.txt", "bytes": len(content)}
    for name in ("acuse_calls_1.txt", "correcciones 2.xlsx"):
        assert (inbox(api) / name).read_bytes() == content


def test_the_same_file_again_changes_nothing_and_another_replaces_it(api) -> None:
    first, again, other = (post(api, params={"name": "a.txt"}, data=data) for data in (b"1", b"1", b"2"))
    assert [answer.status_code for answer in (first, again, other)] == [201, 200, 201]
    assert (inbox(api) / "a.txt").read_bytes() == b"2"


def test_an_answer_reaches_the_account_s_own_inbox(api) -> None:
    assert post(api, "dgme", params={"name": "own.txt"}, data=b"x").status_code == 201
    assert (inbox(api, "dgme") / "own.txt").exists()
    assert not (inbox(api) / "own.txt").exists()


@pytest.mark.parametrize("name", ["", "../a", "a/b", ".hidden", "a\n", "a" * 300, "..", "C:\\a"])
def test_a_name_that_leads_elsewhere_is_refused(api, name: str) -> None:
    before = sorted(api.home.rglob("*"))
    answer = post(api, params={"name": name}, data=b"x")
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_name")
    assert sorted(api.home.rglob("*")) == before


def test_what_is_no_file_is_refused(api) -> None:
    assert post(api, files={"other": ("a.txt", b"x")}).json()["error"] == "invalid_request"
    too_large = post(api, params={"name": "large.bin"}, data=b"0" * (LARGEST_FILE + 1))
    assert (too_large.status_code, too_large.json()["error"]) == (413, "too_large")
    assert not (inbox(api) / "large.bin").exists()
    nobody = requests.post(f"{api.url}/v1/inbox", params={"name": "a.txt"}, data=b"x", timeout=5)
    assert nobody.status_code == 401


def test_secrets_of_accounts_differ(api) -> None:
    words = json.loads((api.home / "secrets.json").read_text())
    accounts = [word for name, word in words.items() if name.endswith("_api")]
    assert len(set(accounts)) == len(accounts) >= 4
