"""The frame that may be written: each column of the contract as its treatment leaves it."""

from collections.abc import Callable, Iterator
from functools import partial

import polars as pl

from faro.contracts import Column, Contract, IdentityRole
from faro.contracts.treatment import AGE, BIRTH_MONTH
from faro.identity.keys import Domain, KeyRing
from faro.identity.normalise import folded
from faro.identity.records import number_tokens
from faro.identity.tokens import tokens

#: The domain whose key a column's tokens are made with.
DOMAINS: dict[IdentityRole, Domain] = {
    "document_number": "document",
    "phone": "phone",
    "given_names": "name",
    "first_surname": "name",
    "second_surname": "name",
    "full_name": "name",
    "alias": "alias",
    "address": "place",
}
#: Their tokens are equal wherever the value is. Those of all others hold within one record only.
_TELLING_ALONE: dict[IdentityRole, str] = {"document_number": "document", "phone": "phone"}


#: So few that several such parts are small beside the frame.
_AT_ONCE = 20_000


def raw_parts(
    frame: pl.DataFrame, contract: Contract, ring: KeyRing, record_keys: pl.Series, facts: pl.DataFrame
) -> Iterator[Callable[[], pl.DataFrame]]:
    """`raw_frame` of some rows at a time, to be called in any order: each row's cells follow from that row alone."""
    for start in range(0, max(frame.height, 1), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        yield partial(raw_frame, frame[part], contract, ring, record_keys[part], facts[part])


def raw_frame(
    frame: pl.DataFrame, contract: Contract, ring: KeyRing, record_keys: pl.Series, facts: pl.DataFrame
) -> pl.DataFrame:
    """`_row_number` and the contract's raw columns."""
    columns = [frame["_row_number"]]
    for column in contract.columns:
        columns += _treated(frame, contract, column, ring, record_keys, facts)
    return pl.DataFrame(columns)


def _treated(
    frame: pl.DataFrame, contract: Contract, column: Column, ring: KeyRing, record_keys: pl.Series, facts: pl.DataFrame
) -> Iterator[pl.Series]:
    cells = frame[column.name]
    match column.treatment:
        case "keep":
            yield cells
        case "presence":
            is_filled = cells.cast(pl.String).str.strip_chars().str.len_chars() > 0
            yield is_filled.fill_null(False).alias(f"has_{column.name}")
        case "generalise":
            yield cells.dt.month_start().alias(BIRTH_MONTH)
            yield _age(cells, frame[_age_at(contract)].cast(pl.Date))
        case "token":
            if column.identity is None:
                yield number_tokens(ring, contract, column, cells)
            else:
                yield _column_tokens(cells, contract, column.identity, ring, record_keys, facts).alias(column.name)


def _column_tokens(
    cells: pl.Series, contract: Contract, role: IdentityRole, ring: KeyRing, record_keys: pl.Series, facts: pl.DataFrame
) -> pl.Series:
    """Names are few and their counts are known, so equal tokens of names would tell them: theirs differ by record."""
    if fact := _TELLING_ALONE.get(role):
        values = facts[fact]
    else:
        plain = folded(cells.cast(pl.String))
        of_record = pl.concat_str(pl.lit(f"{contract.id}/"), record_keys, pl.lit(f"|{role}|"), plain)
        values = pl.select(of_record).to_series()
    return tokens(ring, DOMAINS[role], values)


def _age_at(contract: Contract) -> str:
    if contract.person is None or contract.person.age_at is None:
        raise RuntimeError("a birth date without person.ageAt passed the contract's checks")
    return contract.person.age_at


def _age(birth: pl.Series, at: pl.Series) -> pl.Series:
    """Full years; below 0 where the birth is later."""
    years = at.dt.year() - birth.dt.year()
    in_year, birthday = (each.dt.month().cast(pl.Int32) * 100 + each.dt.day() for each in (at, birth))
    is_before_birthday = in_year < birthday
    return (years - is_before_birthday.cast(pl.Int32)).cast(pl.Int64).alias(AGE)
