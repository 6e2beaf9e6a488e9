"""The two steps of a delivery: receive it sealed, then load it in one transaction that ends with the ledger row."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial

import psycopg

from faro import feedback, ledger
from faro.contracts import Contract, find_contract
from faro.errors import ConfigurationError, DeliveryError, SourceError
from faro.landing import seal
from faro.ledger import Delivery, Load
from faro.loading.door import Door
from faro.loading.quarantine import quarantine
from faro.loading.restatement import edition_restated
from faro.loading.verdict import Verdict, judge
from faro.loading.work_table import WorkTable
from faro.parsing import Parsed, Problem
from faro.parsing import parse as parse_original
from faro.retention import open_original
from faro.settings import Settings
from faro.sources import Source
from faro.timing import step
from faro.validation import Validation
from faro.warehouse.trouble import without_values

OpenSource = Callable[[Contract, str | None], AbstractContextManager[Source]]


def receive(settings: Settings, loader_uri: str, contract: Contract, open_source: OpenSource) -> list[int]:
    """Seal everything new at the source; return the ids of all deliveries that wait to be loaded, oldest first.

    `open_source` gets the contract and the source version that was last loaded.
    Raises SourceUnreachable (trying again may help) or SourceDenied (somebody has to act); the ledger says so too.
    Raises StoreUnreachable (trying again may help), of which the ledger says nothing: the source is not to blame.
    """
    with psycopg.connect(loader_uri, autocommit=True) as connection:
        try:
            _seal_new(settings, connection, contract, open_source)
        except (SourceError, ConfigurationError) as trouble:
            ledger.record_source_state(connection, contract, trouble)
            raise
        ledger.record_source_state(connection, contract, None)
        return ledger.pending_deliveries(connection, contract)


@step("ask and seal")
def _seal_new(settings: Settings, connection: psycopg.Connection, contract: Contract, open_source: OpenSource) -> None:
    received = ledger.latest_versions(connection, contract)
    with open_source(contract, ledger.last_loaded_version(connection, contract)) as source:
        for offer in source.offers():
            if received.get(offer.name) != offer.version:
                with step("seal"):
                    sealed = seal(settings, partial(source.fetch, offer))
                ledger.record_delivery(connection, contract, offer.name, offer.version, sealed)


@without_values()
def load(settings: Settings, loader_uri: str, delivery_id: int) -> Load:
    """Parse, validate, and accept or quarantine one delivery. A second call finds it loaded and changes nothing."""
    with psycopg.connect(loader_uri, autocommit=True) as connection:
        delivery = ledger.find_delivery(connection, delivery_id)
        if known := ledger.find_load(connection, delivery_id):
            return known
        contract = find_contract(delivery.institution, delivery.dataset)
        try:
            parsed = feedback.matched(loader_uri, delivery, _parse(settings, loader_uri, contract, delivery))
        except DeliveryError as refusal:
            return _reject_unread(connection, contract, delivery, refusal)
        door = Door(settings, contract)
        protected = door.protect(delivery, parsed)
        table = WorkTable(contract, delivery_id)
        table.fill(connection, protected.raw)
        problems = [*parsed.each_problem(), *protected.each_problem(), *door.erased(connection, protected)]
        rows_in_force = 0 if feedback.is_correction(delivery.source_name) else table.rows_it_would_replace(connection)
        validation = _validated(settings, loader_uri, connection, table, rows_in_force)
        verdict = _judged(connection, table, delivery, parsed.edition, problems, validation)

        def admit() -> None:
            door.admit(connection, delivery, protected, verdict)
            feedback.note_returns(settings, connection, contract, delivery, parsed.frame, verdict.reasons)

        return _conclude(connection, delivery, table, parsed, verdict, admit)


@step("parse")
def _parse(settings: Settings, loader_uri: str, contract: Contract, delivery: Delivery) -> Parsed:
    return parse_original(
        open_original(settings, loader_uri, delivery.sha256, delivery.source_name),
        feedback.layout_of(contract, delivery.source_name),
        file_name=delivery.source_name,
        format=contract.sealed_format,
    )


@step("checks")
def _validated(
    settings: Settings, loader_uri: str, connection: psycopg.Connection, table: WorkTable, rows_in_force: int
) -> Validation:
    from faro.validation.run import validate  # Great Expectations takes seconds to import

    return validate(settings, loader_uri, connection, table.contract, table.name, rows_in_force)


def _judged(
    connection: psycopg.Connection,
    table: WorkTable,
    delivery: Delivery,
    edition: str,
    problems: Sequence[Problem],
    validation: Validation,
) -> Verdict:
    headers = feedback.layout_of(table.contract, delivery.source_name).edition(edition).collected
    may_be_held = not feedback.is_correction(delivery.source_name)
    rows = table.row_count(connection)
    return judge(delivery.source_name, rows, problems, validation, headers, may_be_held=may_be_held)


def _reject_unread(
    connection: psycopg.Connection, contract: Contract, delivery: Delivery, refusal: DeliveryError
) -> Load:
    """Nothing of it can be told apart into rows that we understand; the sealed original keeps everything."""
    rejected = Load("rejected", None, delivered=0, accepted=0, quarantined=0)
    with connection.transaction():
        ledger.record_findings(connection, contract, delivery, [refusal])
        ledger.record_load(connection, delivery, contract, rejected)
    return rejected


@step("ledger")
def _conclude(
    connection: psycopg.Connection,
    delivery: Delivery,
    table: WorkTable,
    parsed: Parsed,
    verdict: Verdict,
    admit: Callable[[], None],
) -> Load:
    contract = table.contract
    with connection.transaction():
        quarantine(connection, delivery, verdict.reasons)
        if not verdict.is_held:
            table.append_to_raw(connection, delivery.sha256)
            admit()
        load = table.summary(connection, parsed.edition, verdict)
        ledger.record_validation(connection, delivery, verdict.validation)
        restated = [] if verdict.is_held else edition_restated(connection, contract, delivery)
        ledger.record_findings(connection, contract, delivery, [*parsed.findings, *verdict.findings, *restated])
        table.drop(connection)
        ledger.record_load(connection, delivery, contract, load)
    return load
