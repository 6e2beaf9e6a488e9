"""Who is whom in the components that something happened to: clusters of their links, and a key for each cluster."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import psycopg

from faro.linkage.clustering import Evidence, Pair, clusters, components, pair
from faro.linkage.observations import record
from faro.linkage.pairs import read_observations
from faro.linkage.scoring import score
from faro.linkage.weights import Weights

PersonToken = Callable[[str], str]  #: the keyed token of domain `person`
Place = tuple[int, int]  #: load and row number

_RECORDS_AT_A_TIME = 20_000

#: What people decided, as observations in force; the newest decision about a pair of records counts.
_DECIDED = """
create temporary table decided (a_load bigint, a_row bigint, b_load bigint, b_row bigint, decided text,
    is_applied boolean, primary key (a_load, a_row, b_load, b_row)) on commit drop;
insert into decided select one.load_id, one.row_number, other.load_id, other.row_number, decided, is_applied
    from (select distinct on (first_record, second_record) * from identity.decision
        order by first_record, second_record, decision_id desc) as newest
    cross join lateral identity.in_force_of(first_record) as one
    cross join lateral identity.in_force_of(second_record) as other;
create index on decided (b_load, b_row);
insert into affected select a_load, a_row from decided where not is_applied
    union select b_load, b_row from decided where not is_applied on conflict do nothing;
with applied as (update identity.decision set is_applied = true where not is_applied returning decision_id)
    insert into ops.change (kind, row_count, reason)
    select 'decision', count(*), 'decided_about_links' from applied having count(*) > 0;
"""

_MEMBERS = """
with recursive member (load_id, row_number) as (
    select load_id, row_number from affected join identity.person using (load_id, row_number)
    union select beside.* from member cross join lateral (
        select b_load, b_row from identity.link where (a_load, a_row) = (load_id, row_number)
        union all select a_load, a_row from identity.link where (b_load, b_row) = (load_id, row_number)
        union all select b_load, b_row from decided where (a_load, a_row) = (load_id, row_number) and decided = 'same'
        union all select a_load, a_row from decided where (b_load, b_row) = (load_id, row_number) and decided = 'same'
    ) as beside)
select load_id, row_number, institution, dataset, record_key, person_key
from member join identity.observation using (load_id, row_number) join identity.person using (load_id, row_number)
"""

_AMONG = """
select a_load, a_row, b_load, b_row, {what} from unnest(%s::bigint[], %s::bigint[]) as asked (load_id, row_number)
join {table} on (a_load, a_row) = (load_id, row_number)
"""
_LINKS = _AMONG.format(what="score", table="identity.link").encode()
_JUDGED = _AMONG.format(what="decided", table="decided").encode()

_WRITE = """
update identity.person set person_key = found.person_key
from unnest(%s::bigint[], %s::bigint[], %s::text[]) as found (load_id, row_number, person_key)
where (person.load_id, person.row_number) = (found.load_id, found.row_number)
"""


def settle_persons(connection: psycopg.Connection, token: PersonToken, weights: Weights) -> int:
    """Give every observation of the affected components its person's key; how many persons these are."""
    connection.execute(_DECIDED)
    known: dict[Place, tuple[str, str]] = {
        (load, row): (record(*reference), key) for load, row, *reference, key in connection.execute(_MEMBERS)
    }
    keys = {
        each: token(cluster[0])
        for cluster in _clusters(connection, {place: name for place, (name, _) in known.items()}, weights)
        for each in cluster
    }
    changed = [(*place, keys[name]) for place, (name, key) in known.items() if keys[name] != key]
    if changed:
        connection.execute(_WRITE, list(map(list, zip(*changed, strict=True))))
    return len(set(keys.values()))


def _clusters(connection: psycopg.Connection, records: dict[Place, str], weights: Weights) -> Iterator[list[str]]:
    ids = [list(each) for each in zip(*records, strict=True)] or [[], []]
    links = {pair(records[a, b], records[c, d]): bits for a, b, c, d, bits in connection.execute(_LINKS, ids)}
    judged = {
        pair(records[a, b], records[c, d]): decided
        for a, b, c, d, decided in connection.execute(_JUDGED, ids)
        if (c, d) in records and decided != "undone"
    }
    places = {name: place for place, name in records.items()}
    joined = components(records.values(), [*links, *(each for each, decided in judged.items() if decided == "same")])
    evidence = _evidence(joined, links, judged)
    for batch in _batches(joined):
        for number, contradiction in _contradictions(connection, [joined[number] for number in batch], places, weights):
            evidence[batch[number]].contradictions.add(contradiction)
        for number in batch:
            yield from clusters(joined[number], evidence[number])


def _evidence(joined: list[list[str]], links: dict[Pair, float], judged: dict[Pair, str]) -> list[Evidence]:
    """What is known within each component."""
    number = {name: component for component, names in enumerate(joined) for name in names}
    evidence = [Evidence() for _ in joined]
    for linked, bits in links.items():
        evidence[number[linked[0]]].links[linked] = bits
    for decided, word in judged.items():
        if number[decided[0]] == number[decided[1]]:
            getattr(evidence[number[decided[0]]], word).add(decided)
    return evidence


def _batches(joined: list[list[str]]) -> Iterator[list[int]]:
    """Numbers of components, with about as many records as fit well into memory."""
    batch: list[int] = []
    size = 0
    for number, names in enumerate(joined):
        batch.append(number)
        size += len(names)
        if size >= _RECORDS_AT_A_TIME or number == len(joined) - 1:
            yield batch
            batch, size = [], 0


def _contradictions(
    connection: psycopg.Connection, batch: Sequence[list[str]], places: dict[str, Place], weights: Weights
) -> Iterator[tuple[int, Pair]]:
    """Component and two of its records in conflict; two linked records alone are in none."""
    asked = [(number, names) for number, names in enumerate(batch) if len(names) > 2]
    ids = sorted(places[name] for _, names in asked for name in names)
    if not ids:
        return
    position = {place: row for row, place in enumerate(ids)}
    rows = read_observations(connection, np.array(ids, np.int64))
    pairs, numbers = [], []
    for number, names in asked:
        within = np.array([position[places[name]] for name in names])[np.array(np.triu_indices(len(names), 1)).T]
        pairs.append(within)
        numbers.append(np.full(len(within), number))
    scored = score(rows, np.concatenate(pairs), weights)
    for number, (one, other) in zip(
        np.concatenate(numbers)[scored.is_conflict].tolist(), scored.pairs[scored.is_conflict].tolist(), strict=True
    ):
        yield number, pair(rows.records[one], rows.records[other])
