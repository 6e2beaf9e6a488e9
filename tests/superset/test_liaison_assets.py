"""Each institution whose liaison's password is given has a database and a role in Superset; nothing of it is typed."""

import json
from pathlib import Path

import pytest
from fences.liaisons import role_of
from given import liaisons
from provisioning.assets import ROOM, read_assets, read_yaml
from provisioning.compile import compile_bundle
from provisioning.liaisons import liaison_databases, roles_with_liaisons, uri_variable, with_liaisons
from test_assets import URIS

INSTITUTIONS = ("oij", "poder_judicial")
PASSWORDS = {f"faro_liaison_{institution}": f"word-{institution}" for institution in INSTITUTIONS}
READER = "postgresql+psycopg2://faro_reader{}@host:5432/faro"
ADDRESSES = {
    institution: f"postgresql+psycopg2://faro_liaison_{institution}:word-{institution}@host:5432/faro"
    for institution in INSTITUTIONS
}


def test_addresses_follow_from_passwords_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FARO_WAREHOUSE_READER_URI", READER.format(":read"))
    monkeypatch.setenv("FARO_LIAISON_PASSWORDS", json.dumps(PASSWORDS))
    monkeypatch.delenv("FARO_SECRETS", raising=False)
    assert liaisons() == ADDRESSES
    monkeypatch.delenv("FARO_LIAISON_PASSWORDS")
    assert liaisons() == {}


def test_addresses_follow_from_a_file_for_each_password(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "liaisons").mkdir()
    for name, word in {"faro_reader": "read", **{f"liaisons/{role}": word for role, word in PASSWORDS.items()}}.items():
        (tmp_path / name).write_text(f"{word}\n")
    monkeypatch.setenv("FARO_WAREHOUSE_READER_URI", READER.format(""))
    monkeypatch.setenv("FARO_SECRETS", str(tmp_path))
    assert liaisons() == ADDRESSES


def test_each_has_a_database_of_one_role_and_opens_what_is_published() -> None:
    assets = with_liaisons(read_assets(), INSTITUTIONS)
    assert {role_of(slug) for slug in liaison_databases(INSTITUTIONS)} == {"enlace oij", "enlace poder_judicial"}
    assert {role_of(slug) for slug in read_assets().databases} == {None}
    assert {"enlace oij", "enlace poder_judicial"} <= set(assets.dashboards["panorama"]["roles"])
    assert "enlace {institution}" not in assets.dashboards["panorama"]["roles"]
    variables = URIS | {uri_variable(institution): uri for institution, uri in ADDRESSES.items()}
    assert "word-oij" in compile_bundle(assets, variables)["databases/faro_enlace_oij.yaml"]


def test_each_has_a_role_that_asks_its_own_database_with_an_analysts_tools() -> None:
    declared = read_yaml(ROOM / "security" / "roles.yml")["roles"]
    roles = roles_with_liaisons(declared, INSTITUTIONS)
    assert roles.keys() - declared.keys() == {"enlace oij", "enlace poder_judicial"}
    assert roles["enlace oij"]["databases"] == ["faro_enlace_oij"]
    assert roles["enlace oij"]["permissions"] == roles["analista"]["permissions"]
    assert [name for name in roles if "{" in name] == []
