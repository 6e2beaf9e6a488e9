"""Tokens in the place of the record numbers that an earlier version kept in the clear, once and in one transaction."""

import base64
from functools import partial

import polars as pl
import psycopg
from psycopg.sql import SQL, Identifier

from faro.contracts import Contract, all_contracts
from faro.identity.keys import KeyRing, key_ring
from faro.identity.person import person_tokens
from faro.identity.records import erasure_tokens, key_token, key_tokens, number_tokens, spelled
from faro.identity.register import confirm_keys, lock_out_loads
from faro.identity.replacing import replace_values
from faro.identity.token_columns import TokenColumn, TokenTable
from faro.identity.tokens import rewrap
from faro.linkage.naming import name_persons, rename_decided
from faro.linkage.resolver import lock_out_resolvers
from faro.settings import Settings
from faro.warehouse.names import exists, raw_table
from faro.warehouse.trouble import without_values

#: What follows from the rows, and holds their numbers: built anew by the next transformation.
_DERIVED = ("staging", "intermediate", "exact", "core")
_IS_EARLIER = """
select to_regclass('identity.observation') is not null and not exists (
    select from pg_attribute where attrelid = to_regclass('identity.observation') and attname = 'erasure')
"""
_NAMED = "create temporary table named (old text primary key, record_key text not null, erasure text not null)"
#: How long the tokens of quarantined records are that an earlier version kept in hexadecimal, and what is left of it.
_BYTES = 20


@without_values()
def tokenise_earlier_numbers(settings: Settings, superuser_uri: str) -> bool:
    """Whether there were any. Raises IdentityKeysDiffer where the keys are not the warehouse's."""
    with psycopg.connect(superuser_uri) as connection:
        if not _is_earlier(connection):
            return False
        lock_out_resolvers(connection)
        lock_out_loads(connection)
        ring = key_ring(settings)
        confirm_keys(settings, connection, ring)
        for name in _DERIVED:
            connection.execute(SQL("drop schema if exists {} cascade").format(Identifier(name)))
        count = sum(_tokenise_rows(connection, ring, contract) for contract in all_contracts())
        _name_records(connection, ring)
        _shorten_held(connection, ring)
        rename_decided(connection, partial(_token_of, ring))
        name_persons(connection, partial(person_tokens, ring))
        connection.execute(
            "insert into ops.change (kind, row_count, reason) values ('rotation', %s, 'record_numbers')", [count]
        )
        return True


def _is_earlier(connection: psycopg.Connection) -> bool:
    row = connection.execute(_IS_EARLIER).fetchone()
    return bool(row and row[0])


def _tokenise_rows(connection: psycopg.Connection, ring: KeyRing, contract: Contract) -> int:
    """The numbers in one raw table; its history functions, which follow from its columns, are made anew afterwards."""
    numbers = [each for each in contract.columns if each.treatment == "token" and each.identity is None]
    if not numbers or not exists(connection, raw_table(contract)):
        return 0
    for function, arguments in (("_as_of", "timestamptz"), ("_difference", "bigint, bigint")):
        connection.execute(
            SQL("drop function if exists {}({}) cascade").format(raw_table(contract, function), SQL(arguments))
        )
    for column in numbers:
        connection.execute(
            SQL("alter table {} alter column {} type text").format(raw_table(contract), Identifier(column.name))
        )

    def made(column: TokenColumn, values: list[str]) -> pl.Series:
        return number_tokens(ring, contract, contract.column(column.name), pl.Series(values, dtype=pl.String))

    table = TokenTable(raw_table(contract), tuple(TokenColumn(each.name, "record") for each in numbers))
    return replace_values(connection, table, made)


def _name_records(connection: psycopg.Connection, ring: KeyRing) -> None:
    connection.execute("alter table identity.observation add column erasure text")
    datasets = connection.execute("select distinct institution, dataset from identity.observation").fetchall()
    for institution, dataset in datasets:
        _name_records_of(connection, ring, institution, dataset)
    connection.execute("alter table identity.observation alter column erasure set not null")
    # resolved at once, before anything departs again
    connection.execute("delete from identity.departure")


def _name_records_of(connection: psycopg.Connection, ring: KeyRing, institution: str, dataset: str) -> None:
    old = [
        key
        for (key,) in connection.execute(
            "select distinct record_key from identity.observation where (institution, dataset) = (%s, %s)",
            [institution, dataset],
        )
    ]
    keys, register = spelled(pl.Series(old, dtype=pl.String)).fill_null(""), f"{institution}/{dataset}"
    connection.execute(_NAMED)
    with connection.cursor() as cursor, cursor.copy("copy named from stdin") as copy:
        for row in zip(old, key_tokens(ring, register, keys), erasure_tokens(ring, register, keys), strict=True):
            copy.write_row(row)
    connection.execute(
        "update identity.observation set record_key = named.record_key, erasure = named.erasure from named"
        " where (institution, dataset) = (%s, %s) and observation.record_key = old",
        [institution, dataset],
    )
    connection.execute("drop table named")


def _shorten_held(connection: psycopg.Connection, ring: KeyRing) -> None:
    """Held rows were called by the same digest under the first key, in hexadecimal and whole."""

    def made(_: TokenColumn, values: list[str]) -> list[str]:
        bodies = [base64.b32encode(bytes.fromhex(each)[:_BYTES]).decode().lower() for each in values]
        return rewrap(ring, "record", [f"{ring.keys[0].id}:{body}" for body in bodies])

    replace_values(connection, TokenTable(Identifier("quarantine", "record"), (TokenColumn("token", "record"),)), made)


def _token_of(ring: KeyRing, reference: str) -> str:
    institution, dataset, record_key = reference.split("/", 2)
    return f"{institution}/{dataset}/{key_token(ring, f'{institution}/{dataset}', record_key)}"
