"""Erasing a person who asks for it: every version of every record that is theirs, in one transaction.

Only who may change everything can do it: history is deleted here, which no role of the pipeline may.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import psycopg
from psycopg.sql import SQL

from faro.contracts import Contract, find_contract
from faro.errors import ConfigurationError, Sentences, StackError
from faro.identity.erased import remember_erased
from faro.identity.keys import KeyRing, key_ring
from faro.identity.records import erasure_token, key_token
from faro.identity.register import confirm_keys, lock_out_loads
from faro.linkage import forget
from faro.linkage.observations import record
from faro.linkage.resolver import lock_out_resolvers
from faro.settings import Settings
from faro.traces import held_elsewhere, proof, tokens_of
from faro.warehouse.names import raw_table
from faro.warehouse.trouble import without_values

__all__ = [
    "AboutNobody",
    "Erased",
    "ErasureUnproven",
    "PersonChanged",
    "Record",
    "RecordUnknown",
    "erase",
    "find_person",
    "proof",
]

#: Institution, dataset, token of the record, token by which it is known again once it was erased.
Name = tuple[str, str, str, str]


class RecordUnknown(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "{institution}/{dataset} no tiene un registro con ese número; no se borró nada.\n"
        "  Escríbalo como institución/conjunto/número, con el número que usa la institución. Puede estar ya borrado.",
        "en": "{institution}/{dataset} has no record with that number; nothing was erased.\n"
        "  Write it as institution/dataset/number, with the institution's own number. It may be erased already.",
    }


class AboutNobody(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "{institution}/{dataset} no trata de personas; no se borró nada.\n"
        "  Nombre un registro de la persona en un conjunto que trate de ellas.",
        "en": "{institution}/{dataset} is not about persons; nothing was erased.\n"
        "  Name a record of the person in a dataset that is.",
    }


class PersonChanged(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "Los registros de la persona cambiaron desde que se mostraron; no se borró nada.\n"
        "  Ejecute de nuevo faro identity erase y revise la lista.",
        "en": "The person's records changed after they were shown; nothing was erased.\n"
        "  Run faro identity erase again and check the list.",
    }


class ErasureUnproven(StackError):
    template: ClassVar[Sentences] = {
        "es": "Los registros se borraron, pero {count} fila(s) del almacén aún tienen rastros de la persona.\n"
        "  Compruebe que la transformación terminó (faro status) y avise a ingeniería.",
        "en": "The records were erased, but {count} row(s) of the warehouse still hold traces of the person.\n"
        "  Check that the transformation ended (faro status) and tell the engineers.",
    }


@dataclass(frozen=True)
class Record:
    """A record that is the person's, by its tokens; `versions` is how many accepted rows there are of it.

    `erasure` is the one by which it will be known again; load and row are those of its newest version, if any.
    """

    institution: str
    dataset: str
    record_key: str
    erasure: str
    versions: int
    load_id: int | None
    row_number: int | None

    @property
    def name(self) -> Name:
        return self.institution, self.dataset, self.record_key, self.erasure

    @property
    def place(self) -> tuple[int, int] | None:
        return (self.load_id, self.row_number) if self.load_id and self.row_number else None

    @property
    def reference(self) -> str:
        return record(self.institution, self.dataset, self.record_key)

    @property
    def contract(self) -> Contract:
        return find_contract(self.institution, self.dataset)


@dataclass(frozen=True)
class Erased:
    """What went: rows accepted and held back, and the tokens that must not be found anywhere from now on.

    `shared` tokens stand for other persons' records too; `originals` are sealed until their retention ends.
    """

    rows: int
    held: int
    tokens: frozenset[str]
    shared: int
    originals: int


#: The records named, all records in force of the same person, and records out of force with the same document.
_PERSON = """
with named as (
    select * from unnest(%s::text[], %s::text[], %s::text[], %s::text[])
        as named (institution, dataset, record_key, erasure)
),
in_force as (
    select institution, dataset, record_key, document, person_key
    from identity.observation join identity.person using (load_id, row_number)
),
linked as (
    select * from in_force
    where person_key in (select person_key from in_force join named using (institution, dataset, record_key))
),
beside as (
    select institution, dataset, record_key from identity.observation where document in (select document from linked)
    except select institution, dataset, record_key from in_force
),
person as (
    select institution, dataset, record_key from linked
    union select institution, dataset, record_key from named
    union table beside
)
select institution, dataset, record_key, coalesce(min(observation.erasure), min(named.erasure)), count(load_id),
    (max(array[load_id, row_number]))[1], (max(array[load_id, row_number]))[2]
from person left join identity.observation using (institution, dataset, record_key)
left join named using (institution, dataset, record_key)
group by 1, 2, 3 order by 1, 2, 3
"""

_LEAVING = """
create temporary table leaving on commit drop as
select load_id, row_number, institution, dataset
from unnest(%s::text[], %s::text[], %s::text[]) as person (institution, dataset, record_key)
join identity.observation using (institution, dataset, record_key)
"""

#: Rows held back that are about these records, those that became their rows, and failed attempts to correct them.
_HELD = """
create temporary table held on commit drop as
select load_id, row_number from quarantine.record where token = any(%s)
union
select correction.load_id, correction.row_number from ops.correction
    join leaving on (leaving.load_id, leaving.row_number) = (corrected_by_load, corrected_by_row)
"""
_ATTEMPTS = """
insert into held select attempt.load_id, attempt.row_number
from held join ops.correction using (load_id, row_number)
join quarantine.row as attempt on (attempt.load_id, attempt.row_number) = (corrected_by_load, corrected_by_row)
"""
_DELETE = (
    "delete from ops.correction where (load_id, row_number) in (table held)"
    " or (corrected_by_load, corrected_by_row) in (table held)",
    "delete from quarantine.redelivered where (load_id, row_number) in (table held)",
    "delete from quarantine.record where (load_id, row_number) in (table held)",
    "delete from quarantine.row where (load_id, row_number) in (table held)",
    "delete from identity.observation where (load_id, row_number) in (select load_id, row_number from leaving)",
)


def find_person(settings: Settings, connection: psycopg.Connection, references: Sequence[str]) -> list[Record]:
    """Every record of the person whose records are named, as institution/dataset/record.

    Raises RecordUnknown, and AboutNobody where a dataset is about no persons.
    """
    ring = key_ring(settings)
    found = _records(connection, [_named(ring, each) for each in references])
    for each in found:
        if not each.versions and not _is_held(connection, each):
            raise RecordUnknown(institution=each.institution, dataset=each.dataset)
    return found


@without_values()
def erase(settings: Settings, connection: psycopg.Connection, person: Sequence[Record], request: str) -> Erased:
    """Erase what `find_person` found; `request` says which request it is, without personal data."""
    references = [each.reference for each in person]
    with connection.transaction():
        lock_out_resolvers(connection)
        lock_out_loads(connection)
        confirm_keys(settings, connection, key_ring(settings))
        if _records(connection, [each.name for each in person]) != list(person):
            raise PersonChanged
        _mark(connection, person)
        contracts = list({each.contract.id: each.contract for each in person}.values())
        tokens = tokens_of(connection, contracts)
        counted = _counts(connection)
        _delete(connection, contracts)
        forget(connection, references)
        remember_erased(connection, [each.erasure for each in person])
        connection.execute(
            "insert into ops.change (kind, row_count, reason) values ('erasure', %s, %s)", [sum(counted[:2]), request]
        )
        shared = held_elsewhere(connection, tokens)
    rows, held, originals = counted
    return Erased(rows, held, tokens - shared, len(shared), originals)


def _named(ring: KeyRing, reference: str) -> Name:
    """Raises UnknownDataset where there is no such contract, AboutNobody where it is about no persons."""
    institution, _, rest = reference.strip().partition("/")
    dataset, _, record_key = rest.partition("/")
    contract = find_contract(institution, dataset)
    if contract.person is None:
        raise AboutNobody(institution=institution, dataset=dataset)
    register = contract.id
    return institution, dataset, key_token(ring, register, record_key), erasure_token(ring, register, record_key)


def _records(connection: psycopg.Connection, names: Sequence[Name]) -> list[Record]:
    """All records of the person of whom these are, and these themselves."""
    columns = [list(column) for column in zip(*names, strict=True)]
    return [Record(*row) for row in connection.execute(_PERSON, columns)]


def _mark(connection: psycopg.Connection, person: Sequence[Record]) -> None:
    """Fill `leaving` and `held`, temporary tables of positions."""
    names = [(each.institution, each.dataset, each.record_key) for each in person]
    connection.execute(_LEAVING, [list(column) for column in zip(*names, strict=True)])
    connection.execute(_HELD, [[each.record_key for each in person]])
    connection.execute(_ATTEMPTS)


def _is_held(connection: psycopg.Connection, record: Record) -> bool:
    row = connection.execute(
        "select exists (select from quarantine.record where token = %s)", [record.record_key]
    ).fetchone()
    return bool(row and row[0])


def _counts(connection: psycopg.Connection) -> tuple[int, int, int]:
    row = connection.execute(
        "select (select count(*) from leaving), (select count(*) from held),"
        " (select count(*) from (select load_id from leaving union select load_id from held) as delivery)"
    ).fetchone()
    return row or (0, 0, 0)


def _delete(connection: psycopg.Connection, contracts: Sequence[Contract]) -> None:
    for contract in contracts:
        connection.execute(
            SQL(
                "delete from {} where (_load_id, _row_number) in"
                " (select load_id, row_number from leaving where (institution, dataset) = (%s, %s))"
            ).format(raw_table(contract)),
            [contract.institution, contract.dataset],
        )
    for statement in _DELETE:
        connection.execute(statement)
