"""One sheet's cells as text: dates as ISO, durations as H:MM:SS, truth values as Excel exports them."""

from collections.abc import Sequence
from dataclasses import dataclass

import fastexcel
import polars as pl

from faro.parsing.heading import HeadRow
from faro.parsing.received import ROW, Fault, blank_as_null
from faro.parsing.sheet_source import unreadable_cells

#: Excel counts days from 1900; a "date" in its first two months is a time of day or a duration.
_FIRST_DATE = pl.duration(days=61)


@dataclass(frozen=True)
class Sheet:
    """A sheet of an open workbook. The library shows one nature of cells at a time: the others are null then."""

    reader: fastexcel.ExcelReader
    source: bytes
    name: str
    visible: bool
    first_column: int
    text: pl.DataFrame

    def head(self, count: int) -> list[HeadRow]:
        """The first rows with their numbers, blank ones too."""
        return [(number, row) for number, row in enumerate(self.text.head(count).rows(), start=1)]

    def cells(self) -> pl.DataFrame:
        """Every cell as text by position, blank ones null, with the sheet's own row numbers."""
        if not self.text.width:
            return pl.DataFrame(schema={ROW: pl.Int64})
        elapsed, truth, number = self._nature("duration"), self._nature("boolean"), self._nature("datetime")
        columns = [as_written(self.text[name], elapsed[name], truth[name], number[name]) for name in self.text.columns]
        rows = pl.int_range(1, self.text.height + 1, eager=True, dtype=pl.Int64).alias(ROW)
        return blank_as_null(pl.DataFrame([rows, *columns]))

    def unreadable(self) -> list[Fault]:
        """The cells that only look empty."""
        return unreadable_cells(self.source, self.name, self.first_column)

    def numeric(self, positions: Sequence[int]) -> dict[int, pl.Series]:
        """Which cells of these columns are numbers by nature, not text that looks like one."""
        if not positions:
            return {}
        number, elapsed = self._nature("datetime"), self._nature("duration")
        return {place: number[str(place)].is_not_null() & elapsed[str(place)].is_null() for place in positions}

    def _nature(self, kind: fastexcel.DType) -> pl.DataFrame:
        return _by_position(_load(self.reader, self.name, kind))


def open_sheet(reader: fastexcel.ExcelReader, source: bytes, name: str) -> Sheet:
    """The sheet of that name."""
    loaded = _load(reader, name, "string")
    columns = loaded.available_columns()
    first = columns[0].absolute_index if columns else 0
    return Sheet(reader, source, name, loaded.visible == "visible", first, _by_position(loaded))


def _load(reader: fastexcel.ExcelReader, name: str, kind: fastexcel.DType) -> fastexcel.ExcelSheet:
    return reader.load_sheet(name, header_row=None, skip_rows=0, dtypes=kind)


def _by_position(loaded: fastexcel.ExcelSheet) -> pl.DataFrame:
    frame = loaded.to_polars()
    return frame.rename({name: str(position) for position, name in enumerate(frame.columns)})


def as_written(text: pl.Series, elapsed: pl.Series, truth: pl.Series, number: pl.Series) -> pl.Series:
    """One column as a careful export would write it."""
    if not elapsed.count() and not truth.count():
        return text
    frame = pl.DataFrame({"text": text, "elapsed": elapsed, "truth": truth, "number": number})
    moment = pl.col("text").str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False)
    date = pl.when(moment.dt.time() == pl.time(0)).then(pl.col("text").str.slice(0, 10)).otherwise("text")
    written = (
        pl.when(pl.col("elapsed").is_not_null())
        .then(pl.when(pl.col("elapsed") < _FIRST_DATE).then(_clock()).otherwise(date))
        .when(pl.col("truth").is_not_null() & pl.col("number").is_null())
        .then(pl.col("text").str.to_uppercase())
        .otherwise("text")
    )
    return frame.select(written.alias(text.name)).to_series()


def _clock() -> pl.Expr:
    seconds = pl.col("elapsed").dt.total_seconds()
    parts = (seconds // 3600, seconds // 60 % 60, seconds % 60)
    return pl.concat_str([part.cast(pl.String).str.zfill(2) for part in parts], separator=":")
