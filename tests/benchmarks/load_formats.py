"""Each format against its floor: its best reader, which neither looks for flaws nor types, and COPY of what it read."""

import io
import statistics
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import fastexcel
import polars as pl
from psycopg.sql import SQL
from rich.table import Table

from benchmarks.load_material import fifteen_columns
from benchmarks.load_paths import Task, faro
from faro.contracts import Contract

_Reader = Callable[[bytes], pl.DataFrame]


def measure(uri: str, contract: Contract, folder: Path, rows: int, runs: int) -> Table:
    """Medians of alternating runs, and the median of the ratios within each pair; the steps are those of the last."""
    table = Table(
        "format", "rows", "its best reader s", "the same and COPY s", "Faro s", "x floor", "steps of Faro",
        title="as each format comes, into the work table",
    )  # fmt: skip
    for name, (content, best) in _written(fifteen_columns(rows)).items():
        file = folder / f"entrega.{name}"
        file.write_bytes(content)
        pairs = [(_floor(Task(uri, file, contract), best), _ours(Task(uri, file, contract))) for _ in range(runs)]
        reading, floors = [floor["read"] for floor, _ in pairs], [sum(floor.values()) for floor, _ in pairs]
        whole = [sum(steps.values()) for _, steps in pairs]
        ratio = statistics.median(own / least for least, own in zip(floors, whole, strict=True))
        medians = (f"{statistics.median(each):.2f}" for each in (reading, floors, whole))
        table.add_row(name, f"{rows:,}", *medians, f"{ratio:.2f}", told(pairs[-1][1]))
    return table


def _floor(task: Task, best: _Reader) -> dict[str, float]:
    with task.step("read"):
        frame = best(task.file.read_bytes())
    with task.connect() as connection, task.step("COPY"):
        table = task.table(connection, "floor")
        with connection.cursor() as cursor, cursor.copy(SQL("copy {} from stdin (format csv)").format(table)) as copy:
            copy.write(frame.write_csv(include_header=False).encode())
    return task.steps


def _ours(task: Task) -> dict[str, float]:
    faro(task)
    return task.steps


def _written(frame: pl.DataFrame) -> dict[str, tuple[bytes, _Reader]]:
    xlsx = io.BytesIO()
    frame.write_excel(xlsx)
    return {
        "csv": (frame.write_csv().encode(), lambda content: pl.read_csv(content, infer_schema=False)),
        "jsonl": (frame.write_ndjson().encode(), pl.read_ndjson),
        "xlsx": (xlsx.getvalue(), _calamine),
        "ods": (_ods(frame), _calamine),
    }


def _calamine(content: bytes) -> pl.DataFrame:
    return fastexcel.read_excel(content).load_sheet(0, header_row=0, dtypes="string").to_polars()


_NAMES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
_ODS = "application/vnd.oasis.opendocument.spreadsheet"


def _ods(frame: pl.DataFrame) -> bytes:
    """As an office program writes it; odfpy would take minutes."""
    header = pl.DataFrame([frame.columns], orient="row")
    rows = "".join(line for part in (header, frame) for line in part.select(_row(part)).to_series())
    within = f'<office:body><office:spreadsheet><table:table table:name="Hoja1">{rows}</table:table>'
    content = f"<office:document-content{_NAMES}>{within}</office:spreadsheet></office:body></office:document-content>"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _ODS, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", f'<?xml version="1.0" encoding="UTF-8"?>{content}')
    return stream.getvalue()


def _row(part: pl.DataFrame) -> pl.Expr:
    cells = (_cell(name, kind) for name, kind in part.schema.items())
    return pl.concat_str(pl.lit("<table:table-row>"), *cells, pl.lit("</table:table-row>"))


def _cell(name: str, kind: pl.DataType) -> pl.Expr:
    if kind.is_numeric():
        stated = '<table:table-cell office:value-type="float" office:value="{}"><text:p>{}</text:p></table:table-cell>'
        return pl.format(stated, name, name)
    return pl.format('<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>', name)


def told(steps: dict[str, float]) -> str:
    """What each step took."""
    return ", ".join(f"{name} {seconds:.2f}" for name, seconds in steps.items())


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
