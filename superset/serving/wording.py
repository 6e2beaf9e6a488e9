"""Sentences of ours in the language that whoever asks has chosen in Superset."""

from flask_babel import get_locale


def worded(*, es: str, en: str) -> str:
    """Spanish for who reads it, else English; the server's own language says nothing of theirs."""
    return es if str(get_locale()).startswith("es") else en
