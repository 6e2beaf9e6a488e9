"""How records are called behind the door: by keyed tokens of the numbers that their register gives them.

A number is public in a court's file and known to whoever handles the case, so in the clear it would lead from a row of
the warehouse to a person. Equal numbers of one register have equal tokens, also where another register refers to them.
"""

from collections.abc import Sequence

import polars as pl

from faro.contracts import Column, Contract
from faro.identity.keys import KeyRing
from faro.identity.tokens import token, tokens

#: Between the parts of a text that becomes a token: no cell holds it.
_APART = "\x1f"


def number_tokens(ring: KeyRing, contract: Contract, column: Column, cells: pl.Series) -> pl.Series:
    """The token of every number in a column, under the name of the register that gives them; blanks are nothing."""
    return tokens(ring, "record", _under(contract.register_of(column), _stripped(cells))).alias(column.name)


def record_keys(frame: pl.DataFrame, contract: Contract, sha256: str) -> pl.Series:
    """What the institution calls each row's record, in the clear: for the door alone.

    A row without a key is called after the original, which `sha256` names, and its place there.
    """
    by_place = pl.format("{}/{}", pl.lit(sha256), pl.lit(frame["_row_number"]))
    own = [pl.lit(_stripped(frame[name])) for name in contract.key]
    named = pl.coalesce(pl.concat_str(own, separator="/"), by_place) if own else by_place
    return pl.select(named.alias("record_key"))["record_key"]


def key_tokens(ring: KeyRing, dataset: str, record_keys: pl.Series) -> pl.Series:
    """Their tokens, which name records from here on; `dataset` is institution/dataset."""
    return tokens(ring, "record", _under(dataset, record_keys)).alias("record_key")


def key_token(ring: KeyRing, dataset: str, record_key: str) -> str:
    """The same of one record, as a person writes its number."""
    return str(key_tokens(ring, dataset, pl.Series([record_key.strip()]))[0])


def erasure_tokens(ring: KeyRing, dataset: str, record_keys: pl.Series) -> pl.Series:
    """By which records are known again once their person was erased, and by nothing else."""
    references = pl.select(pl.concat_str(pl.lit(f"{dataset}/"), pl.lit(record_keys))).to_series()
    return tokens(ring, "erasure", references).alias("erasure")


def erasure_token(ring: KeyRing, dataset: str, record_key: str) -> str:
    return token(ring, "erasure", f"{dataset}/{record_key.strip()}")


def has_key(frame: pl.DataFrame, key: Sequence[str]) -> pl.Series:
    """Whether each row says which record it is of."""
    return pl.select(pl.all_horizontal(pl.lit(_stripped(frame[name])).is_not_null() for name in key)).to_series()


def _under(register: str, numbers: pl.Series) -> pl.Series:
    return pl.select(pl.concat_str(pl.lit(register + _APART), pl.lit(numbers))).to_series()


def _stripped(cells: pl.Series) -> pl.Series:
    texts = cells.cast(pl.String).str.strip_chars()
    return pl.select(pl.when(pl.lit(texts) != "").then(pl.lit(texts))).to_series()
