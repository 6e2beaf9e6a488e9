"""Messages are in the reader's language, which the locale tells."""

import pytest

from faro.contracts import UnknownDataset
from faro.language import reader_language, text

VARIABLES = ("FARO_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "es_CR.UTF-8"}, "es"),
        ({"LANG": "es"}, "es"),
        ({"LANG": "ES_ES@euro"}, "es"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE"}, "en"),
        ({"LANG": "es_CR", "LC_MESSAGES": "en_US"}, "en"),
        ({"LANG": "en_US", "LC_ALL": "es_CR"}, "es"),
        ({"LC_MESSAGES": "es_CR", "LC_ALL": "C"}, "en"),
        ({"LANG": "es_CR", "LC_ALL": ""}, "es"),
        ({"LC_ALL": "en_US", "FARO_LANGUAGE": "es"}, "es"),
        ({"LC_ALL": "es_CR", "FARO_LANGUAGE": "en"}, "en"),
    ],
)
def test_the_locale_tells_the_language(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], language: str
) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert reader_language() == language
    assert text(es="es", en="en") == language
    assert str(UnknownDataset(institution="a", dataset="b")).startswith(
        {"es": "No hay un contrato", "en": "There is no contract"}[language]
    )
