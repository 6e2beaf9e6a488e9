"""What institutions are told about their deliveries, and how the rows that they correct come back.

Imported at first use: contracts and DAG files need none of it.
"""

from typing import Any

__all__ = ["answer", "answer_pending", "is_correction", "layout_of", "matched", "note_returns", "respond"]

_HOMES = {
    "answer": "answering",
    "answer_pending": "answering",
    "is_correction": "layout",
    "layout_of": "layout",
    "matched": "returning",
    "note_returns": "returning",
    "respond": "responding",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"faro.feedback.{_HOMES[name]}"), name)
