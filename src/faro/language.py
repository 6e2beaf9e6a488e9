"""Both languages of a message side by side, and the one the reader's locale asks for."""

import os
from typing import Literal

Language = Literal["es", "en"]


def reader_language() -> Language:
    """The reader's language: FARO_LANGUAGE, else the first locale variable that is set, else English."""
    for variable in ("FARO_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "es" if value.lower().startswith("es") else "en"
    return "en"


def text(*, es: str, en: str) -> str:
    """The text in the reader's language."""
    return es if reader_language() == "es" else en
