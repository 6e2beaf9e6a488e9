"""The cells of plain rows of content.xml, all at once."""

import re

import numpy as np
import polars as pl

from faro.parsing.open_document_values import PREFIXES, value_of

#: Row, column from 0, what the cell says, and whether it is a number by nature.
CELLS = {"row": pl.Int64, "column": pl.Int64, "text": pl.String, "is_number": pl.Boolean}
#: More filled cells than any sheet has: a repetition that would only fill the memory.
MOST_CELLS = 50_000_000

_START, _END = "<table:table-cell", "</text:p></table:table-cell>"
_NO_LETTER = r"\x00-\x1f\x{fffe}\x{ffff}"
QUOTED = rf'"[^"<>&{_NO_LETTER}]*"'
_KIND = '"(?:string|float|percentage|currency|date|time|boolean)"'
_ATTRIBUTE = (
    rf" (?:(?:office|calcext):value-type={_KIND}|(?:table:style-name|office:currency)={QUOTED}"
    rf'|office:(?:(?:date|time|boolean)-)?value={QUOTED}|table:number-columns-repeated="[1-9][0-9]{{0,5}}")'
)
_TEXT = rf"(?:[^<>&{_NO_LETTER}]|&(?:lt|gt|quot|apos|amp);)*"
#: A cell that is plain; that no attribute comes twice is looked at later.
PLAIN_CELL = rf"{_START}(?:{_ATTRIBUTE})*(?:/>|><text:p>{_TEXT}{_END})"

_NAMED = re.compile(r'(\w+):([\w-]+)="([^"]*)"')
_REPEATS = r'table:number-columns-repeated="([0-9]+)"'
#: Of all other cells the text is what they show.
_TYPED = r'office:value-type="[^s]'
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}


class NotPlain(Exception):
    """Rows were taken for plain that are not, or that stand where no row may."""


def filled_cells(rows: pl.Series) -> pl.DataFrame:
    """The cells of these rows that hold anything; each of those that repeat."""
    numbers = pl.int_range(len(rows), dtype=pl.Int64, eager=True)
    cells = pl.DataFrame({"row": numbers, "cell": rows.str.split(_START).list.slice(1)}).explode("cell")
    parts = cells["cell"].str.splitn(">", 3).struct
    cells = cells.select(
        "row",
        stated=parts.field("field_0").str.strip_suffix("/"),
        shown=parts.field("field_2").str.strip_suffix(_END).str.replace_many(_ENTITIES).fill_null(""),
    ).with_columns(repeats=pl.col("stated").str.extract(_REPEATS).cast(pl.Int64).fill_null(1))
    cells = cells.with_columns(column=pl.col("repeats").cum_sum().over("row") - pl.col("repeats"))
    said = _said(cells).filter(pl.col("text") != "")
    return _unfolded(said).select(pl.col(name).cast(kind) for name, kind in CELLS.items())


def _said(cells: pl.DataFrame) -> pl.DataFrame:
    """What each cell says; of those with a type of their own, each pair of what it states and shows once."""
    attributes = {stated: _attributes(stated) for stated in cells["stated"].unique()}
    is_typed = cells["stated"].str.contains(_TYPED)
    typed = cells.filter(is_typed).select("stated", "shown")
    pairs = typed.unique()
    values = [value_of(attributes[stated], shown) for stated, shown in pairs.iter_rows()]
    pairs = pairs.with_columns(
        pl.Series("text", [value.text for value in values], pl.String),
        pl.Series("is_number", [value.is_number for value in values], pl.Boolean),
    )
    typed, places = typed.join(pairs, on=["stated", "shown"], how="left", maintain_order="left"), is_typed.arg_true()
    texts, no_numbers = cells["shown"].alias("text"), pl.repeat(False, len(cells), eager=True).alias("is_number")
    return cells.select(
        "row", "column", "repeats", texts.scatter(places, typed["text"]), no_numbers.scatter(places, typed["is_number"])
    )


def _attributes(stated: str) -> dict[str, str]:
    """The attributes, named as the parser of XML names them."""
    found = _NAMED.findall(stated)
    named = {f"{PREFIXES[prefix]}{name}": value for prefix, name, value in found}
    if len(named) < len(found):
        raise NotPlain
    return named


def _unfolded(cells: pl.DataFrame) -> pl.DataFrame:
    """Every cell that repeats as often as it says."""
    repeats = cells["repeats"].to_numpy()
    if repeats.sum() > MOST_CELLS:
        raise NotPlain
    if repeats.sum() == len(repeats):
        return cells
    once = np.repeat(np.arange(len(repeats)), repeats)
    nth = np.arange(len(once)) - np.repeat(repeats.cumsum() - repeats, repeats)
    return cells[once].with_columns(pl.col("column") + pl.Series(nth))
