"""Running a suite on a work table. Importing Great Expectations costs seconds: import this module in the task."""

from collections.abc import Iterator
from datetime import date

import great_expectations as gx
import psycopg
from great_expectations.core import ExpectationValidationResult
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

from faro.contracts import Contract
from faro.settings import Settings
from faro.validation.context import context_for
from faro.validation.outcome import WHOLE_DATASET_RULES, Check, RowFailure, Validation
from faro.validation.suites import TOMORROW, suite_of

_RESULT_FORMAT = {
    "result_format": "BASIC",  # counts, and the query that finds the rows; a summary would run it for nothing
    "partial_unexpected_count": 0,  # no value of the data leaves the database
    "unexpected_index_column_names": ["_row_number"],
    "return_unexpected_index_query": True,
}


class _Day(date):
    """A date that shows as SQL: Great Expectations writes the query that finds the rows with the `repr` of values."""

    def __repr__(self) -> str:
        return f"'{self.isoformat()}'"


def validate(
    settings: Settings,
    loader_uri: str,
    connection: psycopg.Connection,
    contract: Contract,
    work_table: str,
    rows_in_force: int,
) -> Validation:
    """Every check of the dataset on `work.<work_table>`, and the rows that critical checks hold back.

    Great Expectations opens a connection of its own; the rows are asked of ours.
    """
    context = context_for(settings)
    source = context.data_sources.add_postgres(contract.institution, connection_string=_for_sqlalchemy(loader_uri))
    batch = source.add_table_asset(
        work_table, table_name=work_table, schema_name="work"
    ).add_batch_definition_whole_table("all")
    suite_name = f"{contract.institution}.{contract.dataset}"
    suite = context.suites.add(gx.ExpectationSuite(name=suite_name, expectations=suite_of(contract, rows_in_force)))
    definition = context.validation_definitions.add(gx.ValidationDefinition(name=work_table, data=batch, suite=suite))
    [(tomorrow,)] = connection.execute("select (current_date + 1)::text")  # by the database's own calendar
    stated = {TOMORROW: _Day.fromisoformat(tomorrow)}
    results = definition.run(expectation_parameters=stated, result_format=_RESULT_FORMAT).results
    checks = tuple(_check(result) for result in results)
    failures = tuple(failure for result in results for failure in _failures(connection, result, work_table))
    return Validation(suite_name, checks, failures)


def _stated(result: ExpectationValidationResult) -> ExpectationConfiguration:
    if result.expectation_config is None:
        raise RuntimeError("an expectation came back without its configuration")
    return result.expectation_config


def _check(result: ExpectationValidationResult) -> Check:
    configuration, found = _stated(result), result.result
    if result.exception_info.get("raised_exception"):
        raise RuntimeError(f"{configuration.type} could not be evaluated")
    is_row_check = configuration.meta["rule"] not in WHOLE_DATASET_RULES
    observed = found.get("observed_value", 0)
    count = found.get("unexpected_count", observed if isinstance(observed, int) else 0)
    return Check(
        expectation=configuration.type,
        rule=configuration.meta["rule"],
        column=configuration.meta.get("column"),
        severity=configuration.severity.value,
        success=bool(result.success),
        evaluated=found.get("element_count", 0),
        unexpected=count if is_row_check else int(not result.success),
    )


def _failures(
    connection: psycopg.Connection, result: ExpectationValidationResult, work_table: str
) -> Iterator[RowFailure]:
    configuration = _stated(result)
    rule, column = configuration.meta["rule"], configuration.meta.get("column")
    if result.success or configuration.severity.value != "critical" or rule in WHOLE_DATASET_RULES:
        return
    query = result.result.get("unexpected_index_query") or _own_query(configuration, work_table)
    for (row,) in connection.execute(f"select distinct _row_number from ({query.rstrip(' ;')}) as failing"):
        yield RowFailure(row, column, rule)


def _own_query(configuration: ExpectationConfiguration, work_table: str) -> str:
    return str(configuration.kwargs["unexpected_rows_query"]).replace("{batch}", f"work.{work_table}")


def _for_sqlalchemy(uri: str) -> str:
    return uri.replace("postgresql://", "postgresql+psycopg://")
