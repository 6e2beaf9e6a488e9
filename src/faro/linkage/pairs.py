"""Comparing what came into force with what is there, and keeping the pairs that are links or for people to see."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import psycopg
from psycopg.sql import SQL

from faro.linkage.candidates import candidates
from faro.linkage.observations import Numbers, Observations, columns_of, observations
from faro.linkage.scoring import Scored, score
from faro.linkage.weights import Weights

#: What stood on a departed observation, or on one that is compared anew, and who stood beside it.
_FORGET = """
create temporary table settled (load_id bigint, row_number bigint, primary key (load_id, row_number)) on commit drop;
insert into settled select load_id, row_number from departed union select load_id, row_number from focus;
create temporary table affected (load_id bigint, row_number bigint, primary key (load_id, row_number)) on commit drop;
insert into affected
    select load_id, row_number from focus
    union select b_load, b_row from settled join identity.link on (a_load, a_row) = (load_id, row_number)
    union select a_load, a_row from settled join identity.link on (b_load, b_row) = (load_id, row_number);
delete from identity.link using settled where (a_load, a_row) = (load_id, row_number);
delete from identity.link using settled where (b_load, b_row) = (load_id, row_number);
delete from identity.review using settled where (a_load, a_row) = (load_id, row_number);
delete from identity.review using settled where (b_load, b_row) = (load_id, row_number);
"""


@dataclass
class Compared:
    """How many pairs a run compared, and what became of them."""

    pairs: int = 0
    links: int = 0
    reviews: int = 0


def compare_focus(connection: psycopg.Connection, weights: Weights) -> Compared:
    """Replace all pairs of the focus in identity.link and identity.review."""
    connection.execute(_FORGET)
    counted = Compared()
    for found in candidates(connection):
        ids, places = np.unique(found.reshape(-1, 2), axis=0, return_inverse=True)
        rows = read_observations(connection, ids)
        links, reviews = _sorted_out(score(rows, places.reshape(-1, 2), weights), weights)
        _write(connection, "link", rows, links)
        _write(connection, "review", rows, reviews)
        counted.pairs += len(found)
        counted.links += len(links.score)
        counted.reviews += len(reviews.score)
    return counted


def read_observations(connection: psycopg.Connection, ids: Numbers) -> Observations:
    """Those observations, in the order of `ids`, which is ascending."""
    query = SQL(
        "select {} from unnest(%s::bigint[], %s::bigint[]) as asked (load_id, row_number)"
        " join identity.observation as known using (load_id, row_number) order by load_id, row_number"
    ).format(columns_of("known"))
    return observations(connection.execute(query, [ids[:, 0].tolist(), ids[:, 1].tolist()]).fetchall())


def _sorted_out(scored: Scored, weights: Weights) -> tuple[Scored, Scored]:
    """Links, and what people have to see: pairs between the thresholds, and those alike and in conflict."""
    is_enough = scored.score >= weights.link
    is_between = (scored.score >= weights.review) & ~is_enough
    return scored.chosen(is_enough & ~scored.is_conflict), scored.chosen(
        np.where(scored.is_conflict, is_enough, is_between)
    )


def _write(connection: psycopg.Connection, table: str, of: Observations, scored: Scored) -> None:
    with connection.cursor().copy(f"copy identity.{table} from stdin".encode()) as copy:
        for position, (pair, bits) in enumerate(zip(scored.pairs.tolist(), scored.score.tolist(), strict=True)):
            ids: Sequence[Any] = of.ids[sorted(pair)].ravel().tolist()  # positions are in the order of ids
            copy.write_row([*ids, bits, scored.reasons(position)])
