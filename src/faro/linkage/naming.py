"""Persons and decisions under new names of their records: after a change of keys, links stay and names follow."""

from collections.abc import Callable, Iterable

import psycopg

from faro.linkage.clustering import pair

#: As a cluster is called by `persons.settle_persons`: after its first record, whatever the database's collation.
_FIRST_RECORDS = """
select person_key, min(institution || '/' || dataset || '/' || record_key collate "C")
from identity.person join identity.observation using (load_id, row_number) group by person_key
"""


def name_persons(connection: psycopg.Connection, tokens: Callable[[list[str]], Iterable[str]]) -> None:
    """Give every person the key that follows from their records' present names; who is one person stays one."""
    known: dict[str, str] = dict(connection.execute(_FIRST_RECORDS).fetchall())
    connection.execute("create temporary table named (old text primary key, new text not null) on commit drop")
    with connection.cursor().copy("copy named from stdin") as copy:
        for line in zip(known, tokens(list(known.values())), strict=True):
            copy.write_row(line)
    connection.execute("update identity.person set person_key = new from named where person_key = old")
    connection.execute("drop table named")


def rename_decided(connection: psycopg.Connection, renamed: Callable[[str], str]) -> None:
    """Let every decision name its two records, called institution/dataset/record, as they are called now."""
    rows = connection.execute("select decision_id, first_record, second_record from identity.decision").fetchall()
    for decision, *records in rows:
        connection.execute(
            "update identity.decision set first_record = %s, second_record = %s where decision_id = %s",
            [*pair(*map(renamed, records)), decision],
        )
