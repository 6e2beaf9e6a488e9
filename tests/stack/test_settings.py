"""A setting that is of no use is named, with where to read what is expected, and what it holds is not shown."""

import pytest

from faro.settings import ClientIdMissing, SettingWrong, settings


def test_settings_of_no_use_are_named_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FARO_API_PORT", "ochenta")
    monkeypatch.setenv("FARO_OIDC_ISSUER", "http://elsewhere.example")
    with pytest.raises(SettingWrong) as refusal:
        settings.__wrapped__()
    assert refusal.value.facts == {"setting": "FARO_API_PORT, FARO_OIDC_ISSUER"}
    assert not [value for value in ("ochenta", "elsewhere") if value in refusal.value.message()]


def test_a_provider_is_of_no_use_without_what_it_calls_faro(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FARO_OIDC_ISSUER", "https://identidad.example")
    with pytest.raises(ClientIdMissing):
        settings.__wrapped__()
    monkeypatch.setenv("FARO_OIDC_CLIENT_ID", "faro")
    assert settings.__wrapped__().oidc_issuer == "https://identidad.example"
