"""Held rows whose record was delivered again are closed: the newer row speaks; of the number only a token is kept.

A cell that should hold a record's number may hold anything, so not even that leaves the original in the clear.
"""

from collections.abc import Container, Mapping

import polars as pl
import psycopg

from faro.contracts import Contract
from faro.feedback.layout import is_correction
from faro.identity.keys import key_ring
from faro.identity.records import has_key, key_tokens, record_keys
from faro.ledger import Delivery
from faro.parsing.received import ROW
from faro.settings import Settings

#: Row number → token of its record.
Tokens = Mapping[int, str]


def note_records(
    settings: Settings,
    connection: psycopg.Connection,
    contract: Contract,
    delivery: Delivery,
    frame: pl.DataFrame,
    held: Container[int],
) -> None:
    """In the load's transaction: close what this delivery brings again, remember what it brings flawed."""
    if contract.relation.type != "keyedChanges" or is_correction(delivery.source_name):
        return
    if open_ones := _open(connection, delivery):
        brought = set(_record_tokens(settings, contract, frame).values())
        _close(connection, delivery, [place for place, token in open_ones if token in brought])
    flawed = frame.filter(pl.Series([number in held for number in frame[ROW]], dtype=pl.Boolean))
    if flawed.height:
        _remember(connection, delivery, _record_tokens(settings, contract, flawed))


def _record_tokens(settings: Settings, contract: Contract, frame: pl.DataFrame) -> Tokens:
    """Of every row whose key is complete."""
    named = frame.filter(has_key(frame, contract.key))
    made = key_tokens(key_ring(settings), contract.id, record_keys(named, contract, sha256=""))
    return dict(zip(named[ROW], made, strict=True))


def _open(connection: psycopg.Connection, delivery: Delivery) -> list[tuple[tuple[int, int], str]]:
    rows = connection.execute(
        "select load_id, row_number, token from quarantine.record join quarantine.open_row using (load_id, row_number)"
        " where (institution, dataset) = (%s, %s) and load_id < %s",
        [delivery.institution, delivery.dataset, delivery.delivery_id],
    )
    return [((load, row), token) for load, row, token in rows]


def _close(connection: psycopg.Connection, delivery: Delivery, places: list[tuple[int, int]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into quarantine.redelivered (load_id, row_number, by_load) values (%s, %s, %s)",
            [(*place, delivery.delivery_id) for place in places],
        )


def _remember(connection: psycopg.Connection, delivery: Delivery, tokens: Tokens) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into quarantine.record (load_id, row_number, token) values (%s, %s, %s)",
            [(delivery.delivery_id, number, token) for number, token in tokens.items()],
        )
