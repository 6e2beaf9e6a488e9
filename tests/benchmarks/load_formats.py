"""Reading and typing each format against its best reader, which neither looks for flaws nor types."""

import io
import statistics
import time
from collections.abc import Callable, Iterator, Sequence

import fastexcel
import polars as pl
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table as Sheet
from odf.table import TableCell, TableRow
from odf.text import P
from rich.table import Table

from benchmarks.load_material import fifteen_columns
from faro.contracts import Contract
from faro.parsing.reading import parse

_SHARE_OF_ODS = 10  #: odfpy writes no more in a reasonable time
_Reader = Callable[[bytes], object]


def measure(contract: Contract, rows: int, runs: int) -> Iterator[Table]:
    """One table per format."""
    for name, (content, best) in _written(fifteen_columns(rows)).items():
        floor = [seconds_of(best, content) for _ in range(runs)]
        ours = [seconds_of(_parsed, content, contract, name) for _ in range(runs)]
        yield against(f"{name}: its best reader", floor, f"{name}: Faro reads and types", ours)


def _written(frame: pl.DataFrame) -> dict[str, tuple[bytes, _Reader]]:
    xlsx, ods = io.BytesIO(), io.BytesIO()
    frame.write_excel(xlsx)
    _write_ods(frame.head(max(frame.height // _SHARE_OF_ODS, 1)), ods)
    return {
        "csv": (frame.write_csv().encode(), lambda content: pl.read_csv(content, infer_schema=False)),
        "jsonl": (frame.write_ndjson().encode(), pl.read_ndjson),
        "xlsx": (xlsx.getvalue(), _calamine),
        "ods": (ods.getvalue(), _calamine),
    }


def _parsed(content: bytes, contract: Contract, name: str) -> None:
    parsed = parse(content, contract.layout(), file_name=f"entrega.{name}")
    if parsed.problems.height:
        raise RuntimeError("the delivery of the benchmark is not sound")


def _calamine(content: bytes) -> object:
    return fastexcel.read_excel(content).load_sheet(0, header_row=0, dtypes="string").to_polars()


def _write_ods(frame: pl.DataFrame, into: io.BytesIO) -> None:
    book, sheet = OpenDocumentSpreadsheet(), Sheet(name="Hoja1")
    for line in [frame.columns, *frame.rows()]:
        row = TableRow()
        for value in line:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=str(value)))
            row.addElement(cell)
        sheet.addElement(row)
    book.spreadsheet.addElement(sheet)
    book.save(into)


def against(floor_name: str, floor: Sequence[float], name: str, ours: Sequence[float]) -> Table:
    """Two medians, and the median of the ratios within each pair."""
    ratio = statistics.median(own / least for least, own in zip(floor, ours, strict=True))
    table = Table("what", "median s", "x floor")
    table.add_row(floor_name, f"{statistics.median(floor):.2f}", "1")
    table.add_row(name, f"{statistics.median(ours):.2f}", f"{ratio:.2f}")
    return table


def seconds_of(run: Callable[..., object], *given: object) -> float:
    began = time.monotonic()
    run(*given)
    return time.monotonic() - began
