"""Masking what an earlier version of the ledger holds in the words of institutions, once."""

from collections.abc import Callable, Mapping

import psycopg
from psycopg.types.json import Jsonb

from faro.contracts import all_contracts
from faro.errors import FROM_DELIVERIES, Fact
from faro.masking import MASK, Mask

Shown = Callable[[str, str, str], str]


def has_clear_words(connection: psycopg.Connection) -> bool:
    """Whether there is a ledger, and none of its words are kept apart yet."""
    asked = "select to_regclass('ops.delivery') is not null and to_regclass('correspondence.name') is null"
    row = connection.execute(asked).fetchone()
    return bool(row and row[0])


def set_apart(connection: psycopg.Connection) -> None:
    """Names of deliveries and remarks as they were into `correspondence`, masked ones in their place."""
    masks = {(contract.institution, contract.dataset): Mask(contract) for contract in all_contracts()}

    def shown(institution: str, dataset: str, words: str) -> str:
        """Of a dataset without a contract nothing is known."""
        mask = masks.get((institution, dataset))
        return mask.words(words) if mask else MASK

    _names(connection, shown)
    _remarks(connection, shown)


def _names(connection: psycopg.Connection, shown: Shown) -> None:
    rows = connection.execute("select delivery_id, institution, dataset, source_name from ops.delivery").fetchall()
    for delivery, institution, dataset, name in rows:
        if (masked := shown(institution, dataset, name)) != name:
            connection.execute("insert into correspondence.name values (%s, %s)", [delivery, name])
            connection.execute("update ops.delivery set source_name = %s where delivery_id = %s", [masked, delivery])


def _remarks(connection: psycopg.Connection, shown: Shown) -> None:
    rows = connection.execute(
        "select finding_id, institution, dataset, facts, message_es, message_en from ops.finding"
    ).fetchall()
    for finding, institution, dataset, facts, *messages in rows:
        said = {name: str(facts[name]) for name in FROM_DELIVERIES & facts.keys()}
        masked = {name: shown(institution, dataset, words) for name, words in said.items()}
        if masked != said:
            connection.execute(
                "insert into correspondence.remark select finding_id, facts, message_es, message_en from ops.finding"
                " where finding_id = %s",
                [finding],
            )
            connection.execute(
                "update ops.finding set facts = %s, message_es = %s, message_en = %s where finding_id = %s",
                [Jsonb(facts | masked), *(_replaced(each, said, masked) for each in messages), finding],
            )


def _replaced(message: str, said: Mapping[str, str], masked: Mapping[str, Fact]) -> str:
    """The longest first: one name may be part of another."""
    for name in sorted(said, key=lambda name: -len(said[name])):
        message = message.replace(said[name], str(masked[name]))
    return message
