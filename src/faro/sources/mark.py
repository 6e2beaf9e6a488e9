"""How far a table was read: the newest date, the highest key, and the rows of that last day as they were then."""

from dataclasses import dataclass
from typing import Self

_BEGINNING = "0001-01-01"


@dataclass(frozen=True)
class Mark:
    """`<date>/<key>`, and `/<digest of the last day's rows>` where the date says when a row last changed.

    The key is empty where a table's key has no order.
    """

    date: str = _BEGINNING
    key: int | None = -1
    digest: str = ""

    @classmethod
    def read(cls, version: str | None) -> Self:
        """The mark that a version states; that of a table nobody has read where there is none."""
        if not version:
            return cls()
        date, key, *digest = version.split("/")
        return cls(date, int(key) if key else None, digest[0] if digest else "")

    @property
    def version(self) -> str:
        key = "" if self.key is None else self.key
        return f"{self.date}/{key}" + (f"/{self.digest}" if self.digest else "")
