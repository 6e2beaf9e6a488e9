"""What a parser must know of a contract: the columns, their types and the headers each edition used."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

LogicalType = Literal["string", "integer", "number", "date", "timestamp", "boolean"]
Format = Literal["csv", "xlsx", "ods", "jsonl"]
#: What comes first in a date; an edition may state it, for short files in which no date proves it.
DateOrder = Literal["dmy", "mdy", "ymd"]
DATE_ORDERS: tuple[DateOrder, ...] = get_args(DateOrder)


@dataclass(frozen=True)
class Column:
    """A contract's column."""

    name: str
    logical_type: LogicalType
    required: bool


@dataclass(frozen=True)
class Edition:
    """A layout that the institution has used: canonical name → header as received ("" = not collected)."""

    name: str
    sheet: str | None
    skip_rows: int
    headers: Mapping[str, str]
    header_rows: int = 1
    date_order: DateOrder | None = None

    @property
    def last_header_row(self) -> int:
        return self.skip_rows + self.header_rows

    @property
    def collected(self) -> dict[str, str]:
        """The columns that this edition has, with their headers."""
        return {name: header for name, header in self.headers.items() if header}


@dataclass(frozen=True)
class Layout:
    """The columns of one dataset and the editions in which they may come."""

    institution: str
    dataset: str
    columns: tuple[Column, ...]
    editions: tuple[Edition, ...]

    def edition(self, name: str) -> Edition:
        return next(each for each in self.editions if each.name == name)

    @property
    def required(self) -> frozenset[str]:
        return frozenset(column.name for column in self.columns if column.required)
