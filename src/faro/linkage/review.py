"""What people have to look at, and what they decide about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2s
from typing import ClassVar, Literal

import psycopg

from faro.errors import ConfigurationError, Sentences
from faro.language import Language, reader_language
from faro.linkage.clustering import Pair, pair
from faro.linkage.observations import record
from faro.linkage.weights import declared_weights

Decided = Literal["same", "different", "undone"]

#: Why somebody decided: chosen from here, because a free text would sooner or later hold a name.
GROUNDS: Mapping[str, Mapping[Language, str]] = {
    "institution_confirmed": {"es": "la institución lo confirmó", "en": "the institution confirmed it"},
    "documents_seen": {"es": "se vieron los documentos", "en": "the documents were seen"},
    "case_file_seen": {"es": "se vio el expediente", "en": "the case file was seen"},
    "evidence_suffices": {"es": "basta lo que muestra la cola", "en": "what the queue shows suffices"},
    "decided_in_error": {"es": "la decisión anterior fue un error", "en": "the earlier decision was an error"},
}

#: One pair of two persons, the likeliest, as long as nobody decided about it.
_WAITING = """
select distinct on (least(one.person_key, other.person_key), greatest(one.person_key, other.person_key))
    a.institution, a.dataset, a.record_key, b.institution, b.dataset, b.record_key, score, reasons,
    a_load, a_row, b_load, b_row
from identity.review
join identity.observation as a on (a.load_id, a.row_number) = (a_load, a_row)
join identity.observation as b on (b.load_id, b.row_number) = (b_load, b_row)
join identity.person as one on (one.load_id, one.row_number) = (a_load, a_row)
join identity.person as other on (other.load_id, other.row_number) = (b_load, b_row)
where one.person_key <> other.person_key
order by least(one.person_key, other.person_key), greatest(one.person_key, other.person_key), score desc,
    a.institution, a.dataset, a.record_key, b.institution, b.dataset, b.record_key
"""
_DECIDED = """
select first_record, second_record from (
    select distinct on (first_record, second_record) first_record, second_record, decided from identity.decision
    order by first_record, second_record, decision_id desc) as newest where decided <> 'undone'
"""


class PairUnknown(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "No hay en la cola ni entre las decisiones un par {rule}.\n  Véalos: faro identity review",
        "en": "Neither the queue nor the decisions have a pair {rule}.\n  See them: faro identity review",
    }


class GroundUnknown(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "«{rule}» no es un motivo de decisión.\n  Elija uno de: {field}",
        "en": "“{rule}” is no ground for a decision.\n  Choose one of: {field}",
    }


@dataclass(frozen=True)
class Waiting:
    """Two records that may be of one person; of the person only which comparisons came out how.

    `places` are the deliveries and rows in which the two are in force.
    """

    records: Pair
    score: float
    levels: tuple[str, ...]
    places: tuple[tuple[int, int], tuple[int, int]]

    @property
    def id(self) -> str:
        return pair_id(self.records)

    def reasons(self, language: Language | None = None) -> list[str]:
        """In words."""
        return [in_words(each, language) for each in self.levels]


def pair_id(records: Pair) -> str:
    """Short enough to type; the same for the same two records."""
    return blake2s("\n".join(records).encode(), digest_size=5).hexdigest()


def in_words(level: str, language: Language | None = None) -> str:
    """`comparison=level` as people say it."""
    comparison, _, name = level.partition("=")
    return declared_weights().levels[comparison][name].label[language or reader_language()]


def queue(connection: psycopg.Connection) -> list[Waiting]:
    """What waits for a decision, the likeliest first."""
    decided = set(connection.execute(_DECIDED).fetchall())
    waiting = [
        Waiting(pair(record(*row[:3]), record(*row[3:6])), row[6], tuple(row[7]), (row[8:10], row[10:12]))
        for row in connection.execute(_WAITING)
    ]
    open_ones = (each for each in waiting if each.records not in decided)
    return sorted(open_ones, key=lambda each: (-each.score, each.records))


def decide(connection: psycopg.Connection, pair_id: str, decided: Decided, by: str, ground: str) -> Pair:
    """Write a decision about a pair of the queue, or about one decided before; the next resolution applies it."""
    if ground not in GROUNDS:
        raise GroundUnknown(rule=ground, field=", ".join(GROUNDS))
    return decide_records(connection, _find(connection, pair_id), decided, by, ground)


def decide_records(connection: psycopg.Connection, records: Pair, decided: Decided, by: str, ground: str) -> Pair:
    """A decision about two records by their references; it outlives every correction of them."""
    connection.execute(
        "insert into identity.decision (first_record, second_record, decided, decided_by, ground)"
        " values (%s, %s, %s, %s, %s)",
        [*pair(*records), decided, by, ground],
    )
    return records


def forget(connection: psycopg.Connection, records: list[str]) -> int:
    """Remove every decision about these records, for a person who is erased; how many."""
    return connection.execute(
        "delete from identity.decision where first_record = any(%(records)s) or second_record = any(%(records)s)",
        {"records": records},
    ).rowcount


def _find(connection: psycopg.Connection, asked: str) -> Pair:
    known = [each.records for each in queue(connection)]
    known += connection.execute("select distinct first_record, second_record from identity.decision").fetchall()
    for records in known:
        if pair_id(records) == asked:
            return records
    raise PairUnknown(rule=asked)
