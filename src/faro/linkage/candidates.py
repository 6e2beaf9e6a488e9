"""Pairs worth comparing: observations in force that share a block small enough to be compared whole."""

from collections.abc import Iterator

import numpy as np
import psycopg

from faro.linkage.observations import Numbers

#: A token that more observations in force share is no basis for comparing; what it would have found is a finding.
LARGEST_BLOCK = 300
_FOCUS_AT_A_TIME = 2_000

#: The one look into the index of blocks: all later questions are put to what it found.
_CHANGED = """
create temporary table changed (token text primary key, came bigint, went bigint) on commit drop;
insert into changed
    select token, count(*) filter (where is_new), count(*) filter (where not is_new) from (
        select unnest(blocks) as token, true as is_new
        from entered join identity.observation using (load_id, row_number)
        union all select unnest(blocks), false from departed) as change group by token;
create temporary table member (token text, load_id bigint, row_number bigint) on commit drop;
insert into member select token, load_id, row_number from changed cross join lateral (
    select load_id, row_number from identity.block join identity.person using (load_id, row_number)
    where block.token = changed.token limit {largest} + came + 1) as found;
create temporary table size (token text primary key, members bigint) on commit drop;
insert into size select token, count(*) from member group by token;
"""

#: Members of a block that grew or shrank across the limit are compared anew, so that history leaves no trace.
_FOCUS = """
create index on member (token);
create temporary table focus (load_id bigint, row_number bigint, place bigint, primary key (load_id, row_number))
    on commit drop;
insert into focus select load_id, row_number, row_number() over (order by load_id, row_number) from (
    select load_id, row_number from entered
    union select load_id, row_number from changed join size using (token) join member using (token)
    where members <= {largest} + came and (members > {largest}) <> (members - came + went > {largest})) as each;
create index on focus (place);
create temporary table other (token text primary key) on commit drop;
insert into other
    select distinct token from focus join identity.observation using (load_id, row_number)
    cross join lateral unnest(blocks) as own (token)
    where not exists (select from entered as each
        where (each.load_id, each.row_number) = (focus.load_id, focus.row_number))
        and not exists (select from changed where changed.token = own.token);
insert into member select token, load_id, row_number from other cross join lateral (
    select load_id, row_number from identity.block join identity.person using (load_id, row_number)
    where block.token = other.token limit {largest} + 1) as found;
insert into size select token, count(*) from member join other using (token) group by token;
create index on member (load_id, row_number);
"""

_PAIRS = """
select distinct own.load_id, own.row_number, other.load_id, other.row_number
from focus join member as own using (load_id, row_number) join size using (token)
join member as other using (token)
left join focus as same on (same.load_id, same.row_number) = (other.load_id, other.row_number)
where focus.place > %(after)s and focus.place <= %(until)s and members <= %(largest)s
    and (other.load_id, other.row_number) <> (own.load_id, own.row_number)
    and (same.place is null or focus.place < same.place)
"""

_MISSED = """
select institution, dataset, count(distinct (load_id, row_number))
from entered join identity.observation using (load_id, row_number) cross join lateral unnest(blocks) as own (token)
join size on size.token = own.token where members > %(largest)s group by institution, dataset order by 1, 2
"""


def find_focus(connection: psycopg.Connection) -> None:
    """Fill the temporary tables `focus` (to be compared), `member` and `size` (of the blocks that matter)."""
    for statements in (_CHANGED, _FOCUS):
        connection.execute(statements.format(largest=LARGEST_BLOCK).encode())


def candidates(connection: psycopg.Connection) -> Iterator[Numbers]:
    """Pairs as rows of (load, row, load, row), each pair once, some focus observations at a time."""
    (total,) = connection.execute("select count(*) from focus").fetchone() or (0,)
    for start in range(0, total, _FOCUS_AT_A_TIME):
        asked = {"after": start, "until": start + _FOCUS_AT_A_TIME, "largest": LARGEST_BLOCK}
        yield np.array(connection.execute(_PAIRS, asked).fetchall(), np.int64).reshape(-1, 4)


def oversize_blocks(connection: psycopg.Connection) -> int:
    """How many blocks of this run are too large to be compared."""
    (count,) = connection.execute("select count(*) from size where members > %s", [LARGEST_BLOCK]).fetchone() or (0,)
    return int(count)


def rows_in_oversize_blocks(connection: psycopg.Connection) -> list[tuple[str, str, int]]:
    """Institution, dataset and how many of the entered rows have a block that was not compared."""
    found = connection.execute(_MISSED, {"largest": LARGEST_BLOCK})
    return [(institution, dataset, int(count)) for institution, dataset, count in found]
