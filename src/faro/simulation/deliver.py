"""Fills the sources of every simulated institution; running it again changes nothing."""

import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from faro.language import text
from faro.settings import Settings
from faro.simulation import border_entries as api
from faro.simulation import hotline, outbox
from faro.simulation.originals import BORDER_ENTRIES, GLOTIP, OIJ, Original, Publication, hotline_originals

#: The country whose migration institution is simulated.
COUNTRY = "CRI"

#: GLOTIP's sheet begins with two banner rows and its header.
_GLOTIP_HEAD = 3


@dataclass(frozen=True)
class Delivered:
    """What one institution offers now: a file, an API's dataset or a table, its rows, and whether this run wrote it."""

    institution: str
    dataset: str
    what: str
    rows: int
    is_synthetic: bool
    is_new: bool = True

    def sentence(self) -> str:
        kind = text(es="sintético", en="synthetic") if self.is_synthetic else text(es="real", en="real")
        news = text(es="entregado", en="delivered") if self.is_new else text(es="ya estaba", en="already there")
        rows = text(es="filas", en="rows")
        return f"{self.institution}/{self.dataset}: {self.what}, {self.rows} {rows}, {kind}, {news}"


def deliver(settings: Settings, database_uri: str) -> list[Delivered]:
    """Fill outboxes, the API's dataset and the hotline's database, whose owner's URI is `database_uri`."""
    return [
        _deliver_file(settings, "oij", "police_statistics", OIJ, _csv_rows),
        _deliver_file(settings, "unodc", "glotip", GLOTIP, _glotip_rows),
        _deliver_border_entries(settings),
        *_deliver_hotline(settings, database_uri),
    ]


def _deliver_file(
    settings: Settings, institution: str, dataset: str, publication: Publication, count: Callable[[bytes], int]
) -> Delivered:
    original = publication.original(settings.data)
    is_new = outbox.put(settings.home, institution, publication, original)
    rows = count(original.content)
    return Delivered(institution, dataset, original.name, rows, original.is_synthetic, is_new)


def _deliver_border_entries(settings: Settings) -> Delivered:
    original = BORDER_ENTRIES.original(settings.data)
    rows = [_typed(row) for row in csv.DictReader(io.StringIO(_text(original))) if row["geo"] == COUNTRY]
    content = api.as_lines(rows, is_synthetic=original.is_synthetic)
    target = api.dataset_file(settings.home)
    is_new = not target.exists() or target.read_bytes() != content
    if is_new:
        target.parent.mkdir(parents=True, exist_ok=True)
        outbox.write_whole(target, content)
    return Delivered(api.INSTITUTION, api.DATASET, target.name, len(rows), original.is_synthetic, is_new)


def _deliver_hotline(settings: Settings, database_uri: str) -> list[Delivered]:
    originals = dict(zip(hotline.TABLES, hotline_originals(settings.data), strict=True))
    is_new = hotline.fill(database_uri, originals)
    return [
        Delivered(
            institution=hotline.INSTITUTION,
            dataset=dataset,
            what=hotline.TABLES[dataset],
            rows=hotline.rows_of(original),
            is_synthetic=original.is_synthetic,
            is_new=is_new[dataset],
        )
        for dataset, original in originals.items()
    ]


def _typed(row: dict[str, str]) -> api.Row:
    """A row as the API sends it: the count as a number, null where it is blank."""
    return {"t": row["t"], "geo": row["geo"], "nat": row["nat"], "n": int(row["n"]) if row["n"] else None}


def _text(original: Original) -> str:
    return original.content.decode("utf-8-sig")


def _csv_rows(content: bytes) -> int:
    return sum(1 for _ in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))) - 1


def _glotip_rows(content: bytes) -> int:
    """Rows below the header, counted in the sheet's XML: reading the workbook takes seconds."""
    with zipfile.ZipFile(io.BytesIO(content)) as workbook:
        return workbook.read("xl/worksheets/sheet1.xml").count(b"<row ") - _GLOTIP_HEAD
