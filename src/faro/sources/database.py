"""New and changed rows of a table in an institution's own database, over an open DB-API connection."""

import json
from collections.abc import Iterable
from typing import Any, BinaryIO

from faro.contracts import Contract
from faro.sources.mark import Mark
from faro.sources.offer import Offer, SourceUnreachable

_BATCH = 10_000


class DatabaseSource:
    """Rows whose date or key is beyond the last that was loaded, as JSON lines under the source's own names.

    `loaded_version` is the version of the newest loaded delivery, a `Mark`. Late arrivals have an old date but a new
    key, so either one beyond its mark makes a row new. Where the date is the contract's `version` of a record it says
    when the row last changed: then the mark's own day is asked again, for a row may change after it was read that day,
    and the digest of that day tells whether one did.
    """

    def __init__(self, contract: Contract, connection: Any, loaded_version: str | None) -> None:
        self._contract, self._connection = contract, connection
        self._loaded = Mark.read(loaded_version)
        if contract.increment is None:
            raise ValueError(contract.id)
        headers = contract.editions[-1].headers
        self._date, self._key = headers[contract.increment.date], headers[contract.increment.key]
        self._columns = [header for header in headers.values() if header]
        self._rows_change = contract.increment.date == contract.relation.version
        self._keys_grow = contract.column(contract.increment.key).type == "integer"

    def offers(self) -> Iterable[Offer]:
        newest = self._newest()
        if newest is None or newest == self._loaded:
            return []
        return [Offer(self._contract.source_table, newest.version)]

    def fetch(self, offer: Offer, into: BinaryIO) -> None:
        """Up to the offered mark: what is written meanwhile comes next time."""
        until, written = Mark.read(offer.version), 0
        with self._connection.cursor(name="faro") as cursor:
            cursor.itersize = _BATCH
            cursor.execute(
                f"select {', '.join(self._columns)} from {self._contract.source_table} where {self._is_new}"
                f" and ({self._date} <= %(date)s or {self._date} is null) and {self._is_known} order by {self._key}",
                {**self._marks, "date": until.date, "key": until.key},
            )
            for row in cursor:
                record = dict(zip(self._columns, row, strict=True))
                into.write(json.dumps(record, ensure_ascii=False, default=str).encode() + b"\n")
                written += 1
        if not written:
            raise SourceUnreachable(institution=self._contract.institution, dataset=self._contract.dataset)

    def _newest(self) -> Mark | None:
        """The mark after everything that is there now; None where nothing is new."""
        highest = f"max({self._key})" if self._keys_grow else "null"
        with self._connection.cursor() as cursor:
            cursor.execute(
                f"select count(*), max({self._date}), {highest} from {self._contract.source_table}"
                f" where {self._is_new}",
                self._marks,
            )
            count, date, key = cursor.fetchone()
            if not count:
                return None
            date = max(str(date or self._loaded.date), self._loaded.date)
            key = max(key, -1 if self._loaded.key is None else self._loaded.key) if self._keys_grow else None
            return Mark(date, key, self._digest(cursor, date) if self._rows_change else "")

    def _digest(self, cursor: Any, date: str) -> str:
        """Of the rows of that day and of those without a day: it changes whenever one of them does."""
        row = ", ".join(self._columns)
        cursor.execute(
            f"select md5(coalesce(string_agg(md5(row({row})::text), '' order by {self._key}), ''))"
            f" from {self._contract.source_table} where {self._date} = %(date)s or {self._date} is null",
            {"date": date},
        )
        return str(cursor.fetchone()[0])

    @property
    def _marks(self) -> dict[str, Any]:
        return {"loaded_date": self._loaded.date, "loaded_key": self._loaded.key}

    @property
    def _is_new(self) -> str:
        if self._rows_change:
            beyond = f"{self._date} >= %(loaded_date)s or {self._date} is null"
        else:
            beyond = f"{self._date} > %(loaded_date)s"
        return f"({beyond} or {self._key} > %(loaded_key)s)" if self._keys_grow else f"({beyond})"

    @property
    def _is_known(self) -> str:
        """Not entered after the offer was made, as far as keys tell."""
        return f"{self._key} <= %(key)s" if self._keys_grow else "true"
