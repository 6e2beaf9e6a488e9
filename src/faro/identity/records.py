"""How records are called behind the door: by keyed tokens of the numbers that their register gives them.

A number is public in a court's file and known to whoever handles the case, so in the clear it would lead from a row of
the warehouse to a person. Equal numbers of one register have equal tokens, also where another register refers to them.
"""

from collections.abc import Sequence

import polars as pl

from faro.contracts import Column, Contract
from faro.identity.keys import KeyRing
from faro.identity.tokens import tokens

#: Between the parts of a text that becomes a token: no number holds it.
_APART = "\x1f"
#: Characters other than those of a plain keyboard; those that steer a screen or join others without being seen.
_NOT_PLAIN, _UNSEEN = r"[^ -~]", r"[\p{Cc}\p{Cf}]"


def number_tokens(ring: KeyRing, contract: Contract, column: Column, cells: pl.Series) -> pl.Series:
    """The token of every number in a column, under the name of the register that gives them; blanks are nothing."""
    return tokens(ring, "record", _under(contract.register_of(column), spelled(cells))).alias(column.name)


def record_keys(frame: pl.DataFrame, contract: Contract, sha256: str) -> pl.Series:
    """What the institution calls each row's record, in the clear: for the door alone.

    A row without a key is called after the original, which `sha256` names, and its place there.
    """
    frame = frame.select("_row_number", *contract.key).rechunk()  # Polars stumbles over texts put together from parts
    by_place = pl.format("{}/{}", pl.lit(sha256), pl.lit(frame["_row_number"]))
    own = [pl.lit(spelled(frame[name])) for name in contract.key]
    named = pl.coalesce(pl.concat_str(own, separator="/"), by_place) if own else by_place
    return pl.select(named.alias("record_key"))["record_key"]


def key_tokens(ring: KeyRing, dataset: str, record_keys: pl.Series) -> pl.Series:
    """Their tokens, which name records from here on; `dataset` is institution/dataset."""
    return tokens(ring, "record", _under(dataset, record_keys)).alias("record_key")


def key_token(ring: KeyRing, dataset: str, record_key: str) -> str:
    """The same of one record, as a person writes its number."""
    return str(key_tokens(ring, dataset, spelled(pl.Series([record_key])).fill_null(""))[0])


def erasure_tokens(ring: KeyRing, dataset: str, record_keys: pl.Series) -> pl.Series:
    """By which records are known again once their person was erased, and by nothing else."""
    references = pl.select(pl.concat_str(pl.lit(f"{dataset}/"), pl.lit(record_keys))).to_series()
    return tokens(ring, "erasure", references).alias("erasure")


def erasure_token(ring: KeyRing, dataset: str, record_key: str) -> str:
    return str(erasure_tokens(ring, dataset, spelled(pl.Series([record_key])).fill_null(""))[0])


def has_key(frame: pl.DataFrame, key: Sequence[str]) -> pl.Series:
    """Whether each row says which record it is of."""
    return pl.select(pl.all_horizontal(pl.lit(spelled(frame[name])).is_not_null() for name in key)).to_series()


def _under(register: str, numbers: pl.Series) -> pl.Series:
    return pl.select(pl.concat_str(pl.lit(register + _APART), pl.lit(numbers))).to_series()


def spelled(cells: pl.Series) -> pl.Series:
    """In one spelling: what looks alike is alike, and nothing is there that cannot be seen."""
    texts = cells.cast(pl.String).rechunk()
    if texts.str.contains(_NOT_PLAIN).any():
        texts = texts.str.normalize("NFKC").str.replace_all(_UNSEEN, "")
    texts = texts.str.strip_chars()
    return pl.select(pl.when(pl.lit(texts) != "").then(pl.lit(texts))).to_series()
