"""Every column of the warehouse that holds tokens, with the domain of their key: what a rotation has to wrap."""

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


_IDENTITY: dict[str, tuple[TokenColumn, ...]] = {
    "observation": (
        TokenColumn("document", "document"),
        TokenColumn("document_near", "document", is_list=True),
        TokenColumn("birth_year", "birth"),
        TokenColumn("birth_month", "birth"),
        TokenColumn("birth_day", "birth"),
        TokenColumn("phone", "phone"),
        TokenColumn("places", "place", is_list=True),
        TokenColumn("blocks", "block", is_list=True),
    ),
    "block": (TokenColumn("token", "block"),),
    "person": (TokenColumn("person_key", "person"),),
    "departure": (TokenColumn("blocks", "block", is_list=True),),
    "erased": (TokenColumn("token", "erasure"),),
}


def token_tables(contracts: Sequence[Contract]) -> Iterator[TokenTable]:
    """The raw tables of these contracts and the tables of schema `identity`."""
    for contract in contracts:
        tokens = (column for column in contract.columns if column.treatment == "token")
        named = tuple(TokenColumn(each.name, DOMAINS[each.identity]) for each in tokens if each.identity)
        if named:
            yield TokenTable(raw_table(contract), named)
    for name, columns in _IDENTITY.items():
        yield TokenTable(Identifier("identity", name), columns)
