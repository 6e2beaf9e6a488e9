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
from faro.parsing.layout import Format
from faro.retention import open_original
from faro.settings import Settings
from faro.sources import Source
from faro.warehouse.trouble import without_values

OpenSource = Callable[[Contract, str | None], AbstractContextManager[Source]]

#: What a transport writes; files announce their own format by their name.
_FORMATS: dict[str, Format] = {"api": "jsonl", "postgres": "jsonl"}


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


def _seal_new(settings: Settings, connection: psycopg.Connection, contract: Contract, open_source: OpenSource) -> None:
    received = ledger.latest_versions(connection, contract)
    with open_source(contract, ledger.last_loaded_version(connection, contract)) as source:
        for offer in source.offers():
            if received.get(offer.name) != offer.version:
                sealed = seal(settings, partial(source.fetch, offer))
                ledger.record_delivery(connection, contract, offer.name, offer.version, sealed)


@without_values()
def load(settings: Settings, loader_uri: str, delivery_id: int) -> Load:
    """Parse, validate, and accept or quarantine one delivery. A second call finds it loaded and changes nothing."""
    with psycopg.connect(loader_uri) as connection:
        delivery = ledger.find_delivery(connection, delivery_id)
        if known := ledger.find_load(connection, delivery_id):
            return known
    contract = find_contract(delivery.institution, delivery.dataset)
    try:
        parsed = feedback.matched(loader_uri, delivery, _parse(settings, loader_uri, contract, delivery))
    except DeliveryError as refusal:
        return _reject_unread(loader_uri, contract, delivery, refusal)
    door = Door(settings, contract)
    protected = door.protect(delivery, parsed)
    table = WorkTable(contract, delivery_id)
    table.fill(loader_uri, protected.frame)
    problems = [*parsed.each_problem(), *protected.each_problem(), *door.erased(loader_uri, protected)]
    verdict = _validate(settings, loader_uri, contract, table, delivery, parsed.edition, problems)

    def admit(connection: psycopg.Connection) -> None:
        door.admit(connection, delivery, protected, verdict)
        feedback.note_returns(settings, connection, contract, delivery, parsed.frame, verdict.reasons)

    return _conclude(loader_uri, contract, delivery, table, parsed, verdict, admit)


def _parse(settings: Settings, loader_uri: str, contract: Contract, delivery: Delivery) -> Parsed:
    content = open_original(settings, loader_uri, delivery.sha256, delivery.source_name)
    return parse_original(
        content,
        feedback.layout_of(contract, delivery.source_name),
        file_name=delivery.source_name,
        format=_FORMATS.get(contract.transport),
    )


def _validate(
    settings: Settings,
    loader_uri: str,
    contract: Contract,
    table: WorkTable,
    delivery: Delivery,
    edition: str,
    problems: Sequence[Problem],
) -> Verdict:
    from faro.validation.run import validate  # Great Expectations takes seconds to import

    is_correction = feedback.is_correction(delivery.source_name)
    with psycopg.connect(loader_uri) as connection:
        rows_in_force = 0 if is_correction else table.rows_it_would_replace(connection)
        rows = table.row_count(connection)
    validation = validate(settings, loader_uri, contract, table.name, rows_in_force)
    headers = feedback.layout_of(contract, delivery.source_name).edition(edition).collected
    return judge(delivery.source_name, rows, problems, validation, headers, may_be_held=not is_correction)


def _reject_unread(loader_uri: str, contract: Contract, delivery: Delivery, refusal: DeliveryError) -> Load:
    """Nothing of it can be told apart into rows that we understand; the sealed original keeps everything."""
    rejected = Load("rejected", None, delivered=0, accepted=0, quarantined=0)
    with psycopg.connect(loader_uri) as connection:
        ledger.record_findings(connection, delivery, [refusal])
        ledger.record_load(connection, delivery, contract, rejected)
    return rejected


def _conclude(
    loader_uri: str,
    contract: Contract,
    delivery: Delivery,
    table: WorkTable,
    parsed: Parsed,
    verdict: Verdict,
    admit: Callable[[psycopg.Connection], None],
) -> Load:
    with psycopg.connect(loader_uri) as connection:
        quarantine(connection, delivery, verdict.reasons)
        if not verdict.is_held:
            table.append_to_raw(connection, delivery.sha256)
            admit(connection)
        load = table.summary(connection, parsed.edition, verdict)
        ledger.record_validation(connection, delivery, verdict.validation)
        restated = [] if verdict.is_held else edition_restated(connection, contract, delivery)
        ledger.record_findings(connection, delivery, [*parsed.findings, *verdict.findings, *restated])
        table.drop(connection)
        ledger.record_load(connection, delivery, contract, load)
    return load
