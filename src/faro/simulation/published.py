"""What was published about the real world, or a labelled stand-in: police statistics, GLOTIP, flows, a hotline."""

import csv
import io
import zipfile
from collections.abc import Callable

from faro.settings import Settings
from faro.simulation import hotline, outbox
from faro.simulation.dataset_file import Row, as_lines, dataset_file
from faro.simulation.delivered import Delivered
from faro.simulation.originals import (
    BORDER_ENTRIES,
    GLOTIP,
    IRREGULAR_FLOWS,
    MISSING_MIGRANTS,
    OIJ,
    Original,
    Publication,
    hotline_originals,
)

#: The country whose migration institution is simulated.
COUNTRY = "CRI"
_ENTRIES = ("dgme", "border_entries")

#: GLOTIP's sheet begins with two banner rows and its header.
_GLOTIP_HEAD = 3


def deliver_published(settings: Settings, database_uri: str) -> list[Delivered]:
    """Fill outboxes, the API's dataset and the hotline's database, whose owner's URI is `database_uri`."""
    return [
        _deliver_file(settings, "oij", "police_statistics", OIJ, _csv_rows),
        _deliver_file(settings, "unodc", "glotip", GLOTIP, _glotip_rows),
        _deliver_file(settings, "oim", "missing_migrants", MISSING_MIGRANTS, _csv_rows),
        _deliver_file(settings, "oim", "irregular_flows", IRREGULAR_FLOWS, _csv_rows),
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
    content = as_lines(rows, is_synthetic=original.is_synthetic)
    target = dataset_file(settings.home, *_ENTRIES)
    is_new = outbox.write_changed(target, content)
    return Delivered(*_ENTRIES, target.name, len(rows), original.is_synthetic, is_new)


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


def _typed(row: dict[str, str]) -> Row:
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
