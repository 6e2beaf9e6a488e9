"""How the warehouse calls records that a test knows by their numbers."""

from collections.abc import Iterable, Mapping
from itertools import groupby

import polars as pl

from faro.contracts import Contract
from faro.identity.keys import KeyRing, key_ring
from faro.identity.records import key_tokens, number_tokens
from faro.settings import Settings


def number(settings: Settings, contract: Contract, value: str, column: str = "") -> str:
    """The token of a number in a column of a raw table; of its key where none is named."""
    return numbers(settings, contract, [value], column)[0]


def numbers(settings: Settings, contract: Contract, values: list[str], column: str = "") -> list[str]:
    named = contract.column(column or contract.key[0])
    return number_tokens(key_ring(settings), contract, named, pl.Series(values, dtype=pl.String)).to_list()


def record_keys(ring: KeyRing, dataset: str, values: list[str]) -> list[str]:
    """Of records of institution/dataset in schema `identity`."""
    return key_tokens(ring, dataset, pl.Series(values, dtype=pl.String)).to_list()


def persons_of_truth(ring: KeyRing, rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """institution/dataset/token → person, of the simulation's rows with `dataset`, `record_key` and `person`."""
    found: dict[str, str] = {}
    for dataset, of_dataset in groupby(sorted(rows, key=_dataset), key=_dataset):
        known = {row["record_key"]: row["person"] for row in of_dataset}
        found |= {
            f"{dataset}/{key}": known[each]
            for each, key in zip(known, record_keys(ring, dataset, [*known]), strict=True)
        }
    return found


def _dataset(row: Mapping[str, str]) -> str:
    return row["dataset"]
