"""Keeps sentences that say nothing about this installation out of its log."""

import logging

_NOISE = ("Could not load default spinner SVG", "Failed to add user to db session", "This API endpoint is deprecated")


class _Noise(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        return not any(sentence in record.getMessage() for sentence in _NOISE)


def hush() -> None:
    """What the SQL parser cannot read it quotes, and a quotation may hold a value."""
    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)
    for name in ("superset.views.base", "root", ""):
        logging.getLogger(name).addFilter(_Noise())
