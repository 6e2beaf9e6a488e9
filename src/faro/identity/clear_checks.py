"""Checks that only the clear side can make, for the raw columns no longer hold what they ask for."""

import re
from collections.abc import Iterator

import polars as pl

from faro.contracts import Column, Contract
from faro.identity.distinct import each_distinct

PROBLEM_SCHEMA = pl.Schema({"row": pl.Int64(), "column": pl.String(), "rule": pl.String()})


def problems_of(frame: pl.DataFrame, contract: Contract, facts: pl.DataFrame) -> pl.DataFrame:
    """Row, column of the contract and rule of everything that holds a row back."""
    found = [PROBLEM_SCHEMA.to_frame(), *_impossible_documents(frame, contract, facts)]
    for column in contract.columns:
        if column.treatment != "keep":
            found += _flaws(frame, column)
    return pl.concat(found).sort("row", "column", "rule")


def _impossible_documents(frame: pl.DataFrame, contract: Contract, facts: pl.DataFrame) -> Iterator[pl.DataFrame]:
    if column := contract.column_of("document_number"):
        yield _rows(frame, column, "not_a_document", facts["document_is_impossible"])


def _flaws(frame: pl.DataFrame, column: Column) -> Iterator[pl.DataFrame]:
    cells = frame[column.name].cast(pl.String)
    if column.treatment == "drop" and column.is_required:
        yield _rows(frame, column, "required", cells.is_null())
    if pattern := column.option("pattern"):
        form = re.compile(pattern)
        misses = each_distinct(cells, lambda text: None if form.search(text) else "misses")
        yield _rows(frame, column, "pattern", misses.is_not_null())


def _rows(frame: pl.DataFrame, column: Column, rule: str, is_flawed: pl.Series) -> pl.DataFrame:
    rows = frame["_row_number"].filter(is_flawed).cast(pl.Int64)
    return pl.DataFrame({"row": rows}).with_columns(column=pl.lit(column.name, pl.String), rule=pl.lit(rule, pl.String))
