"""One sheet's cells as text: dates as ISO, durations as H:MM:SS, truth values as Excel exports them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import fastexcel
import polars as pl

from faro.parsing.heading import HeadRow
from faro.parsing.received import ROW, Fault, blank_as_null
from faro.parsing.sheet_source import unreadable_cells

#: Excel counts days from 1900; a "date" in its first two months is a time of day or a duration.
_FIRST_DATE = pl.duration(days=61)
#: The library writes moments and durations so, and some texts are written alike.
_MAY_BE_TIME = r"^[+-]?\d{4,}-\d\d-\d\d|^P"

_Columns = dict[str, pl.Series]


@dataclass(frozen=True)
class Sheet:
    """A sheet of an open workbook. The library shows one nature of a column's cells at a time: others are null then."""

    reader: fastexcel.ExcelReader
    source: bytes
    name: str
    visible: bool
    first_column: int
    names: Sequence[str]
    text: pl.DataFrame

    def head(self, count: int) -> list[HeadRow]:
        """The first rows with their numbers, blank ones too."""
        return [(number, row) for number, row in enumerate(self.text.head(count).rows(), start=1)]

    def read(self, number_columns: Sequence[int]) -> tuple[pl.DataFrame, dict[int, pl.Series]]:
        """Every cell as text by position, blank ones null, with the sheet's own row numbers; and which cells of those
        columns are numbers by nature, not text that looks like one."""
        if not self.text.width:
            return pl.DataFrame(schema={ROW: pl.Int64}), {}
        counted, elapsed = self._natures(map(str, number_columns))
        columns = [as_written(text, elapsed.get(text.name), counted.get(text.name)) for text in self.text]
        rows = pl.int_range(1, self.text.height + 1, eager=True, dtype=pl.Int64).alias(ROW)
        numeric = {
            place: counted[str(place)].is_not_null() & ~_says_truth(self.text[str(place)]) for place in number_columns
        }
        return blank_as_null(pl.DataFrame([rows, *columns])), numeric

    def unreadable(self) -> list[Fault]:
        """The cells that only look empty."""
        return unreadable_cells(self.source, self.name, self.first_column)

    def _natures(self, number_columns: Iterable[str]) -> tuple[_Columns, _Columns]:
        """What is a number or a truth value, where one is looked for; and what is a moment or a duration.

        Every look reads the sheet anew, so each column is first looked at for what its texts make likely.
        """
        asked = {*number_columns, *(text.name for text in self.text if _says_truth(text).any())}
        first = self._look({name: "boolean" if name in asked else "duration" for name in self.text.columns})
        both = [name for name in asked if self.text[name].str.contains(_MAY_BE_TIME).any()]
        elapsed = {name: nature for name, nature in first.items() if name not in asked}
        return {name: first[name] for name in asked}, elapsed | self._look(dict.fromkeys(both, "duration"))

    def _look(self, kinds: Mapping[str, fastexcel.DType]) -> _Columns:
        if not kinds:
            return {}
        asked = {self.names[int(position)]: kind for position, kind in kinds.items()}
        looked = _load(self.reader, self.name, asked, [*asked]).to_polars()
        return {position: looked[self.names[int(position)]] for position in kinds}


def open_sheet(reader: fastexcel.ExcelReader, source: bytes, name: str) -> Sheet:
    """The sheet of that name."""
    loaded = _load(reader, name, "string")
    columns = loaded.available_columns()
    first = columns[0].absolute_index if columns else 0
    text = loaded.to_polars()
    names, text.columns = text.columns, [str(position) for position in range(text.width)]
    return Sheet(reader, source, name, loaded.visible == "visible", first, names, text)


def _load(
    reader: fastexcel.ExcelReader,
    name: str,
    kinds: fastexcel.DType | dict[str, fastexcel.DType],
    columns: list[str] | None = None,
) -> fastexcel.ExcelSheet:
    return reader.load_sheet(name, header_row=None, skip_rows=0, dtypes=kinds, use_columns=columns)  # type: ignore[arg-type]


def as_written(text: pl.Series, elapsed: pl.Series | None, counted: pl.Series | None) -> pl.Series:
    """One column as a careful export would write it."""
    if counted is not None:
        text = text.zip_with(~_says_truth(text) | counted.is_null(), text.str.to_uppercase())
    if elapsed is None or not elapsed.count():
        return text
    moment = pl.col("text").str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False)
    date = pl.when(moment.dt.time() == pl.time(0)).then(pl.col("text").str.slice(0, 10)).otherwise("text")
    moment_or_clock = pl.when(pl.col("elapsed") < _FIRST_DATE).then(_clock()).otherwise(date)
    written = pl.when(pl.col("elapsed").is_not_null()).then(moment_or_clock).otherwise("text")
    return pl.DataFrame({"text": text, "elapsed": elapsed}).select(written.alias(text.name)).to_series()


def _says_truth(text: pl.Series) -> pl.Series:
    """Where the library may have written a truth value: its number is none of these."""
    return text.is_in(["true", "false"]).fill_null(False)


def _clock() -> pl.Expr:
    seconds = pl.col("elapsed").dt.total_seconds()
    parts = (seconds // 3600, seconds // 60 % 60, seconds % 60)
    return pl.concat_str([part.cast(pl.String).str.zfill(2) for part in parts], separator=":")
