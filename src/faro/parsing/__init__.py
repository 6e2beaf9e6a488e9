"""From a sealed original to typed rows: nothing lost, nothing guessed, every flaw with its place and its cure.

The parser itself is imported at first use: contracts and DAG files need the layouts only, not polars.
"""

from typing import TYPE_CHECKING, Any

from faro.parsing.findings import Finding
from faro.parsing.layout import Column, Edition, Format, Layout, LogicalType
from faro.parsing.rules import RULES, sentence

if TYPE_CHECKING:
    from faro.parsing.reading import Parsed, Problem, parse

__all__ = [
    "RULES",
    "Column",
    "Edition",
    "Finding",
    "Format",
    "Layout",
    "LogicalType",
    "Parsed",
    "Problem",
    "parse",
    "sentence",
]


def __getattr__(name: str) -> Any:
    if name not in ("Parsed", "Problem", "parse"):
        raise AttributeError(name)
    from faro.parsing import reading

    return getattr(reading, name)
