"""Corrected rows that come back: each stands for a held row of its own dataset, and takes its place once accepted."""

from collections.abc import Container
from dataclasses import replace

import polars as pl
import psycopg

from faro.contracts import Contract
from faro.feedback.layout import CONTROL_HEADERS, EXPLANATION_HEADERS, LOAD, ROW, is_correction
from faro.feedback.records import note_records
from faro.ledger import Delivery
from faro.parsing import Parsed
from faro.parsing.received import PROBLEM_SCHEMA
from faro.parsing.received import ROW as ROW_NUMBER
from faro.settings import Settings

_ADDED = [*CONTROL_HEADERS, *EXPLANATION_HEADERS]


def matched(loader_uri: str, delivery: Delivery, parsed: Parsed) -> Parsed:
    """The same, with a problem for each row that corrects nothing; other deliveries as they are."""
    if not is_correction(delivery.source_name):
        return parsed
    with psycopg.connect(loader_uri) as connection:
        held = _held(connection, delivery, parsed.frame)
    of_the_contract = parsed.problems.filter(pl.col("column").is_null() | ~pl.col("column").is_in(_ADDED))
    problems = pl.concat([of_the_contract, _strays(parsed.frame, held), _repeated(parsed.frame)])
    return replace(parsed, problems=problems.unique().sort("row", "column", "rule", nulls_last=False))


def note_returns(
    settings: Settings,
    connection: psycopg.Connection,
    contract: Contract,
    delivery: Delivery,
    frame: pl.DataFrame,
    held: Container[int],
) -> None:
    """What the accepted rows of a delivery close, in the transaction of its load; `held`: the rows held back."""
    note_corrections(connection, delivery, frame)
    note_records(settings, connection, contract, delivery, frame, held)


def note_corrections(connection: psycopg.Connection, delivery: Delivery, frame: pl.DataFrame) -> None:
    """Write down which held row each row stands for, in the transaction of the load; accepted or not."""
    if not is_correction(delivery.source_name):
        return
    held = _held(connection, delivery, frame)
    rows = frame.join(held, on=[LOAD, ROW], how="semi").select(LOAD, ROW, ROW_NUMBER).iter_rows()
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into ops.correction (load_id, row_number, corrected_by_load, corrected_by_row)"
            " values (%s, %s, %s, %s) on conflict do nothing",
            [(load, row, delivery.delivery_id, number) for load, row, number in rows],
        )


def _held(connection: psycopg.Connection, delivery: Delivery, frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of this very dataset that were held back in the deliveries that the frame names."""
    loads = frame[LOAD].drop_nulls().unique().to_list()
    rows = connection.execute(
        "select load_id, row_number from quarantine.row where institution = %s and dataset = %s and load_id = any(%s)",
        [delivery.institution, delivery.dataset, loads],
    ).fetchall()
    return pl.DataFrame(rows, {LOAD: pl.Int64, ROW: pl.Int64}, orient="row")


def _strays(frame: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    return _whole_rows(frame.join(held, on=[LOAD, ROW], how="anti"), "not_a_held_row")


def _repeated(frame: pl.DataFrame) -> pl.DataFrame:
    named = frame.filter(pl.col(LOAD).is_not_null() & pl.col(ROW).is_not_null())
    return _whole_rows(named.filter(pl.struct(LOAD, ROW).is_duplicated()), "corrected_twice")


def _whole_rows(frame: pl.DataFrame, rule: str) -> pl.DataFrame:
    return frame.select(
        pl.col(ROW_NUMBER).alias("row"), pl.lit(None, pl.String).alias("column"), pl.lit(rule).alias("rule")
    ).cast(PROBLEM_SCHEMA)  # type: ignore[arg-type]
