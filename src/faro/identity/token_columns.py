"""Every column of the warehouse that holds tokens by themselves, with the domain of their key.

Persons' keys and decisions follow from the tokens of records: `faro.linkage` makes them anew.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from psycopg.sql import Identifier

from faro.contracts import Contract
from faro.identity.keys import Domain
from faro.identity.raw_frame import DOMAINS
from faro.warehouse.names import raw_table


@dataclass(frozen=True)
class TokenColumn:
    """A column of one token per row, or of a list of them."""

    name: str
    domain: Domain
    is_list: bool = False


@dataclass(frozen=True)
class TokenTable:
    """A table and its columns of tokens."""

    table: Identifier
    columns: tuple[TokenColumn, ...]


#: The tables beside those of the contracts.
_OTHERS: dict[tuple[str, str], tuple[TokenColumn, ...]] = {
    ("identity", "observation"): (
        TokenColumn("record_key", "record"),
        TokenColumn("erasure", "erasure"),
        TokenColumn("document", "document"),
        TokenColumn("document_near", "document", is_list=True),
        TokenColumn("birth_year", "birth"),
        TokenColumn("birth_month", "birth"),
        TokenColumn("birth_day", "birth"),
        TokenColumn("phone", "phone"),
        TokenColumn("places", "place", is_list=True),
        TokenColumn("blocks", "block", is_list=True),
    ),
    ("identity", "block"): (TokenColumn("token", "block"),),
    ("identity", "departure"): (TokenColumn("record_key", "record"), TokenColumn("blocks", "block", is_list=True)),
    ("identity", "erased"): (TokenColumn("token", "erasure"),),
    ("quarantine", "record"): (TokenColumn("token", "record"),),
}


def token_tables(contracts: Sequence[Contract]) -> Iterator[TokenTable]:
    """The raw tables of these contracts and the tables beside them whose tokens are wrapped where they stand."""
    for contract in contracts:
        if named := tuple(_raw_columns(contract)):
            yield TokenTable(raw_table(contract), named)
    for name, columns in _OTHERS.items():
        yield TokenTable(Identifier(*name), columns)


def _raw_columns(contract: Contract) -> Iterator[TokenColumn]:
    for column in contract.columns:
        if column.treatment == "token":
            yield TokenColumn(column.name, DOMAINS[column.identity] if column.identity else "record")
