"""Suites: what follows from a contract, and what people wrote in `expectations/`, as Great Expectations configurations.

Checks that people write select `_row_number` only, so that no result can hold a value.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from faro.contracts import Column, Contract
from faro.contracts.treatment import AGE, BIRTH_MONTH
from faro.language import Language
from faro.settings import PROJECT

EXPECTATIONS = PROJECT / "expectations"
Expectation = dict[str, Any]

#: A delivery with a smaller share of the rows in force for its period is held back as incomplete.
MIN_SHARE_OF_ROWS_IN_FORCE = 0.5
#: Nobody has lived longer than 122 years; beyond this a birth date is a typing error.
MAX_AGE = 120
#: What a run says under this name: the first day that nothing delivered today can be about.
TOMORROW = "tomorrow"


def suite_of(contract: Contract, rows_in_force: int) -> list[Expectation]:
    """Every expectation for a delivery of that dataset.

    `rows_in_force` counts the rows that the delivery would replace; 0 where it replaces nothing.
    """
    return [
        *_of_the_dataset(contract, rows_in_force),
        *_of_the_columns(contract),
        *_of_the_key(contract),
        *hand_written(contract),
    ]


def hand_written(contract: Contract) -> list[Expectation]:
    path = EXPECTATIONS / contract.institution / f"{contract.dataset}.json"
    return json.loads(path.read_text(encoding="utf-8"))["expectations"] if path.exists() else []


@cache
def own_rules(folder: Path = EXPECTATIONS) -> Mapping[str, dict[Language, str]]:
    """Rule → sentence, for every rule declared in `expectations/`."""
    metas = [each["meta"] for path in folder.glob("*/*.json") for each in json.loads(path.read_text())["expectations"]]
    return {meta["rule"]: {"es": meta["es"], "en": meta["en"]} for meta in metas}


def _of_the_dataset(contract: Contract, rows_in_force: int) -> Iterator[Expectation]:
    columns = [each.name for each in contract.raw_columns]
    yield _expect(
        "expect_table_columns_to_match_set", "columns", column_set=["_row_number", *columns], exact_match=True
    )
    least = max(1, int(rows_in_force * MIN_SHARE_OF_ROWS_IN_FORCE))
    yield _expect("expect_table_row_count_to_be_between", "too_few_rows", min_value=least)


def _of_the_columns(contract: Contract) -> Iterator[Expectation]:
    """What the contract says of a column, asked of the raw columns it leaves; findings name the contract's column."""
    for column in contract.columns:
        if column.is_required:
            yield from _required(column)
        if column.treatment == "keep":
            yield from _of_a_kept_column(column)
            yield from _of_a_code_list(column, is_closed=contract.relation.version is not None)
        if column.treatment == "generalise":
            yield from _of_a_birth_date(column)


def _required(column: Column) -> Iterator[Expectation]:
    for raw in column.raw_columns[:1]:  # a month of birth stands for its age too
        if column.treatment == "presence":
            yield _expect(
                "expect_column_values_to_be_in_set", "required", column=raw.name, of=column.name, value_set=[True]
            )
        else:
            yield _expect("expect_column_values_to_not_be_null", "required", column=raw.name, of=column.name)


def _of_a_kept_column(column: Column) -> Iterator[Expectation]:
    if pattern := column.option("pattern"):
        yield _expect("expect_column_values_to_match_regex", "pattern", column=column.name, regex=pattern)
    if column.type in {"integer", "number"}:
        yield from _range(column)
    if column.type in {"date", "timestamp"}:
        yield _not_in_the_future(column.name, column.name)


def _of_a_code_list(column: Column, *, is_closed: bool) -> Iterator[Expectation]:
    """Where records can be sent again corrected an unlisted code is held back; sex and nationality have synonyms."""
    if values := column.accepted_values:
        is_held = is_closed and not column.identity
        rule, severity = ("unlisted_code", "critical") if is_held else ("unlisted_value", "warning")
        yield _expect("expect_column_values_to_be_in_set", rule, severity, column=column.name, value_set=values)


def _of_a_birth_date(column: Column) -> Iterator[Expectation]:
    yield _not_in_the_future(BIRTH_MONTH, column.name)
    kind = "expect_column_values_to_be_between"
    yield _expect(kind, "out_of_range", column=AGE, of=column.name, min_value=0, max_value=MAX_AGE)


def _range(column: Column) -> Iterator[Expectation]:
    limits = {name + "_value": column.option(full) for name, full in (("min", "minimum"), ("max", "maximum"))}  # type: ignore[arg-type]
    stated = {name: limit for name, limit in limits.items() if limit is not None}
    if stated:
        yield _expect("expect_column_values_to_be_between", "out_of_range", column=column.name, **stated)


def _not_in_the_future(raw_name: str, reported: str) -> Expectation:
    kind, limit = "expect_column_values_to_be_between", {"$PARAMETER": TOMORROW}
    return _expect(kind, "in_the_future", column=raw_name, of=reported, max_value=limit, strict_max=True)


def _of_the_key(contract: Contract) -> Iterator[Expectation]:
    """A key that later deliveries refer to must be unique; a full edition may repeat its natural keys."""
    if not contract.key or contract.relation.type == "fullEdition":
        return
    if version := contract.relation.version:
        yield _one_content_per_version(contract, version)
    elif len(contract.key) == 1:
        yield _expect("expect_column_values_to_be_unique", "duplicate_key", column=contract.key[0])
    else:
        yield _unique_together(contract.key)


def _unique_together(key: Sequence[str]) -> Expectation:
    """Own SQL, for the query by which the compound expectation names its rows is ambiguous."""
    times = f"count(*) over (partition by {', '.join(key)}) as times"
    counted = f"select _row_number, {times} from {{batch}} where {_filled(key)}"
    query = f"select _row_number from ({counted}) as counted where times > 1"
    return _own_query("duplicate_key", None, query, f"{', '.join(key)} do not repeat together")


def _one_content_per_version(contract: Contract, version: str) -> Expectation:
    """A delivery may tell the whole history of a record, and tell it twice: the newest row counts, once."""
    place = ", ".join([*contract.key, version])
    cells = f"row({', '.join(raw.name for raw in contract.raw_columns)})::text"
    differ = f"min({cells}) over place <> max({cells}) over place as differ"
    compared = f"select _row_number, {differ} from {{batch}} where {_filled(contract.key)}"
    query = f"select _row_number from ({compared} window place as (partition by {place})) as compared where differ"
    return _own_query("duplicate_key", contract.key[0], query, f"rows of one {place} are equal")


def _filled(key: Sequence[str]) -> str:
    """Rows without a number repeat none."""
    return " and ".join(f"{name} is not null" for name in key)


def _own_query(rule: str, column: str | None, query: str, description: str) -> Expectation:
    return {
        "type": "unexpected_rows_expectation",
        "kwargs": {"unexpected_rows_query": query},
        "severity": "critical",
        "meta": {"rule": rule, "column": column},
        "description": description,
    }


def _expect(
    kind: str, rule: str, severity: str = "critical", *, of: str | None = None, **arguments: Any
) -> Expectation:
    """`of`: the contract's column, where the raw one is called otherwise."""
    meta = {"rule": rule, "column": of or arguments.get("column")}
    return {"type": kind, "kwargs": arguments, "severity": severity, "meta": meta}
