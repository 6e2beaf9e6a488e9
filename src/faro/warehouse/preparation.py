"""Bringing the warehouse to what the code and the contracts say; running it again changes nothing."""

from importlib.resources import files

import psycopg

from faro.contracts import Contract, all_contracts, institutions
from faro.powers.granting import grant, make_schemas
from faro.warehouse.earlier_words import has_clear_words, set_apart
from faro.warehouse.raw_tables import definitions

#: In the order in which they build on each other.
_SCRIPTS = (
    "ops.sql",
    "correspondence.sql",
    "changes.sql",
    "feedback.sql",
    "transformation.sql",
    "status.sql",
    "liaison.sql",
    "exact.sql",
    "sessions.sql",
    "functions.sql",
    "audit.sql",
    "identity.sql",
    "linkage.sql",
    "publication.sql",
    "retired.sql",
)


def prepare(superuser_uri: str) -> None:
    """Schemas, roles' rights, the ledger, a raw table per contract, in one transaction."""
    contracts = all_contracts()
    with psycopg.connect(superuser_uri) as connection:
        is_of_earlier_version = has_clear_words(connection)
        make_schemas(connection)
        for script in _SCRIPTS:
            connection.execute(_script(script))
        for contract in contracts:
            for statement in definitions(contract):
                connection.execute(statement)
            _register(connection, contract)
        grant(connection)
        if is_of_earlier_version:
            set_apart(connection)


def _script(name: str) -> str:
    return (files("faro.warehouse") / name).read_text(encoding="utf-8")


def _register(connection: psycopg.Connection, contract: Contract) -> None:
    """The contract's row in ops.dataset; not written when nothing changed."""
    values = {
        "institution": contract.institution,
        "dataset": contract.dataset,
        "title": contract.title,
        "institution_name": institutions()[contract.institution].name["es"],
        "transport": contract.transport,
        "delivery_relation": contract.relation.type,
        "cadence_days": contract.cadence_days,
        "contract_version": contract.version,
    }
    connection.execute(
        """
        insert into ops.dataset as known values (%(institution)s, %(dataset)s, %(title)s, %(institution_name)s,
            %(transport)s, %(delivery_relation)s, %(cadence_days)s, %(contract_version)s)
        on conflict (institution, dataset) do update set title = excluded.title,
            institution_name = excluded.institution_name, transport = excluded.transport,
            delivery_relation = excluded.delivery_relation, cadence_days = excluded.cadence_days,
            contract_version = excluded.contract_version
        where known is distinct from excluded
        """,
        values,
    )
