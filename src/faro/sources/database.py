"""New rows of a table in an institution's own database, over an open DB-API connection."""

import json
from collections.abc import Iterable
from typing import Any, BinaryIO

from faro.contracts import Contract
from faro.sources.offer import Offer, SourceUnreachable

_BATCH = 10_000
_NOTHING_YET = ("0001-01-01", -1)


class DatabaseSource:
    """Rows whose intake date or key is beyond the last that was loaded, as JSON lines under the source's own names.

    `loaded_version` is the version of the newest loaded delivery, `<date>/<key>`. Late arrivals have an old date but a
    new key, so either one beyond its mark makes a row new.
    """

    def __init__(self, contract: Contract, connection: Any, loaded_version: str | None) -> None:
        self._contract, self._connection = contract, connection
        self._loaded = _mark(loaded_version) if loaded_version else _NOTHING_YET
        if contract.increment is None:
            raise ValueError(contract.id)
        headers = contract.editions[-1].headers
        self._date, self._key = headers[contract.increment.date], headers[contract.increment.key]
        self._columns = [header for header in headers.values() if header]

    def offers(self) -> Iterable[Offer]:
        with self._connection.cursor() as cursor:
            cursor.execute(
                f"select max({self._date}), max({self._key}) from {self._contract.source_table} where {self._is_new}",
                self._loaded,
            )
            newest_date, newest_key = cursor.fetchone()
        if newest_key is None:
            return []
        since, key = self._loaded
        version = f"{max(str(newest_date or since), since)}/{max(int(newest_key), key)}"
        return [Offer(self._contract.source_table, version)]

    def fetch(self, offer: Offer, into: BinaryIO) -> None:
        written = 0
        with self._connection.cursor(name="faro") as cursor:
            cursor.itersize = _BATCH
            cursor.execute(
                f"select {', '.join(self._columns)} from {self._contract.source_table} where {self._is_new}"
                f" and ({self._date} <= %s or {self._date} is null) and {self._key} <= %s order by {self._key}",
                (*self._loaded, *_mark(offer.version)),
            )
            for row in cursor:
                record = dict(zip(self._columns, row, strict=True))
                into.write(json.dumps(record, ensure_ascii=False, default=str).encode() + b"\n")
                written += 1
        if not written:
            raise SourceUnreachable(institution=self._contract.institution, dataset=self._contract.dataset)

    @property
    def _is_new(self) -> str:
        return f"({self._date} > %s or {self._key} > %s)"


def _mark(version: str) -> tuple[str, int]:
    since, key = version.rsplit("/", 1)
    return since, int(key)
