"""Every way in which a clerk's file arrives broken, made from a sound one; each says what has to be told about it.

The cells that break carry a canary: a text that no message, log, page or ledger row may ever repeat.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

import xlsxwriter

CANARY = "CANARIO7F3A"
#: What a file, a sheet and a column are called after: told to their institution, and to nobody who analyses.
CALLED = ("Canarina", "7-3914-2086")
ONE_IN = 10
#: Of which no other delivery tells.
YEAR_OF_TRAFFICKING = 2024
OFFENCE, SUBOFFENCE, DATE, BAND, PROVINCE, CANTON, SEX = 0, 1, 2, 3, 9, 10, 7

Rows = list[list[str]]


@dataclass(frozen=True)
class Sound:
    """The rows of a sound delivery; dates are written day first."""

    header: list[str]
    rows: Rows


@dataclass(frozen=True)
class Broken:
    """A broken file and the finding that it must cause. `said` are words of the remedy in each language."""

    name: str
    content: bytes
    code: str
    facts: dict[str, str | int] = field(default_factory=dict)
    said: tuple[str, str] = ("de nuevo", "again")

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


def read_sound(content: bytes) -> Sound:
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return Sound(header, rows)


def written(header: list[str], rows: Rows, encoding: str = "utf-8-sig") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([header, *rows])
    return text.getvalue().encode(encoding)


def _with(rows: Rows, places: list[int], column: int, value: str) -> Rows:
    changed = [[*row] for row in rows]
    for place in places:
        changed[place][column] = value
    return changed


def five_of_trafficking(sound: Sound) -> bytes:
    """Five victims of trafficking in a year of their own, each of another month and, as far as there are, province."""
    of_provinces = list({row[PROVINCE]: row for row in sound.rows}.values())[:5]
    rows = [[*row] for row in of_provinces]
    words = ("TRATA DE PERSONAS", "Trata de personas", " trata  de  PERSONAS ")
    for month, row in enumerate(rows, start=2):
        named = SUBOFFENCE if month > len(words) + 1 else OFFENCE  # beside another offence
        row[named], row[DATE] = words[month % len(words)], f"1{month}/0{month}/{YEAR_OF_TRAFFICKING}"
    return written(sound.header, rows)


def broken_files(sound: Sound) -> list[Broken]:
    """Those of which nothing may be loaded, each under a name of its own."""
    return [make(sound) for make in _MAKERS]


def _empty(_: Sound) -> Broken:
    return Broken("vacio.csv", b"\xef\xbb\xbf\r\n", "EmptyDelivery", {"size": 5})


def _empty_workbook(_: Sound) -> Broken:
    return Broken("libro_vacio.xlsx", b"", "EmptyDelivery", {"size": 0})


def _only_a_header(sound: Sound) -> Broken:
    return Broken("solo_encabezado.csv", written(sound.header, []), "NoRows", {"row": 1})


def _truncated(sound: Sound) -> Broken:
    rows = _with(sound.rows, [len(sound.rows) // 2], CANTON, CANARY)
    content = written(sound.header, rows)
    cut = content.index(CANARY.encode()) + len(CANARY) - 2
    row = content[:cut].count(b"\n") + 1
    said = ("envíe el archivo completo", "send the whole file")
    return Broken("truncado.csv", content[:cut], "Truncated", {"row": row}, said)


def _page(_: Sound) -> Broken:
    page = f"<!DOCTYPE html><html><body><h1>Ingrese</h1><p>{CANARY}</p></body></html>"
    said = ("Descargue el archivo mismo", "Download the file itself")
    return Broken("pagina.csv", page.encode(), "UnreadableFormat", {"format": "HTML"}, said)


def _renamed_column(sound: Sound) -> Broken:
    header = ["Fecha del hecho" if name == "Fecha" else name for name in sound.header]
    rows = _with(sound.rows, [0], DATE, CANARY)
    facts: dict[str, str | int] = {"row": 1, "expected_column": "Fecha", "column": "Fecha del hecho"}
    said = ("Devuélvale su encabezado", "Give it its header back")
    return Broken("columna_renombrada.csv", written(header, rows), "RenamedColumn", facts, said)


def _column_called_after_a_person(sound: Sound) -> Broken:
    called = f"Provincia {' '.join(CALLED)}"
    header = [called if name == "Provincia" else name for name in sound.header]
    facts: dict[str, str | int] = {"row": 1, "expected_column": "Provincia", "column": called}
    said = ("Devuélvale su encabezado", "Give it its header back")
    return Broken(f"{' '.join(CALLED)}.csv", written(header, sound.rows[:50]), "RenamedColumn", facts, said)


def _sheets_called_after_a_person(sound: Sound) -> Broken:
    content = workbook(Sound(sound.header, sound.rows[:50]), *CALLED)
    said = ("una sola hoja", "on one sheet")
    return Broken(f"denuncias de {' '.join(CALLED)}.xlsx", content, "SeveralSheets", {"count": len(CALLED)}, said)


def _missing_column(sound: Sound) -> Broken:
    rows = [[*row[:PROVINCE], *row[PROVINCE + 1 :]] for row in sound.rows]
    header = [name for name in sound.header if name != "Provincia"]
    facts: dict[str, str | int] = {"row": 1, "expected_column": "Provincia"}
    said = ("Agréguela con ese encabezado", "Add it under that header")
    return Broken("sin_provincia.csv", written(header, rows), "MissingColumn", facts, said)


def _other_code_page(sound: Sound) -> Broken:
    rows = _with(sound.rows, [3, 9], CANTON, f"Montaña {CANARY} dieciséis años")
    content = written(sound.header, rows, encoding="cp850")
    said = ("Exporte el archivo en UTF-8", "Export the file as UTF-8")
    return Broken("pagina_de_codigos.csv", content, "UnknownEncoding", {"line": 5}, said)


def _twice_encoded(sound: Sound) -> Broken:
    garbled = f"San José {CANARY}".encode().decode("cp1252")
    places = list(range(7, len(sound.rows), 2))
    content = written(sound.header, _with(sound.rows, places, CANTON, garbled), encoding="utf-8")
    facts: dict[str, str | int] = {"row": 9, "column": "Canton", "count": len(places)}
    return Broken("dos_veces_convertido.csv", content, "DoublyEncoded", facts, ("UTF-8", "UTF-8"))


def _ambiguous_dates(sound: Sound) -> Broken:
    rows = [row for row in sound.rows if int(row[DATE][:2]) <= 12]
    said = ("AAAA-MM-DD", "YYYY-MM-DD")
    return Broken("fechas_ambiguas.csv", written(sound.header, rows), "AmbiguousDateOrder", {"column": "Fecha"}, said)


def _mixed_dates(sound: Sound) -> Broken:
    rows = [[*row[:DATE], _month_first(row[DATE]), *row[DATE + 1 :]] for row in sound.rows[::2]] + sound.rows[1::2]
    said = ("AAAA-MM-DD", "YYYY-MM-DD")
    return Broken(
        "fechas_mezcladas.csv", written(sound.header, rows), "ContradictoryDateOrder", {"column": "Fecha"}, said
    )


def _half_a_workbook(sound: Sound) -> Broken:
    content = workbook(sound)
    half = content[: len(content) // 2]
    return Broken("libro_cortado.xlsx", half, "CorruptWorkbook", {"size": len(half)}, ("guárdelo", "save it"))


def _few_rows(sound: Sound) -> Broken:
    rows = _with(sound.rows[:: len(sound.rows) // 50], [4], CANTON, CANARY)
    facts: dict[str, str | int] = {"count": len(rows), "rule": "too_few_rows"}
    said = ("Compruebe que está completa", "Check that it is complete")
    return Broken("pocas_filas.csv", written(sound.header, rows), "DeliveryHeld", facts, said)


def _mostly_broken(sound: Sound) -> Broken:
    places = [place for place in range(len(sound.rows)) if place % 5]
    facts: dict[str, str | int] = {"count": len(sound.rows), "rule": "too_many_broken_rows"}
    content = written(sound.header, _with(sound.rows, places, BAND, CANARY))
    return Broken("casi_todo_roto.csv", content, "DeliveryHeld", facts, ("envíe de nuevo", "send it again"))


_MAKERS: list[Callable[[Sound], Broken]] = [
    _empty, _empty_workbook, _only_a_header, _truncated, _page, _renamed_column, _missing_column, _other_code_page,
    _twice_encoded, _ambiguous_dates, _mixed_dates, _half_a_workbook, _few_rows, _mostly_broken,
    _column_called_after_a_person, _sheets_called_after_a_person,
]  # fmt: skip
NAMES = [
    "vacio.csv", "libro_vacio.xlsx", "solo_encabezado.csv", "truncado.csv", "pagina.csv", "columna_renombrada.csv",
    "sin_provincia.csv", "pagina_de_codigos.csv", "dos_veces_convertido.csv", "fechas_ambiguas.csv",
    "fechas_mezcladas.csv", "libro_cortado.xlsx", "pocas_filas.csv", "casi_todo_roto.csv",
    "Canarina 7-3914-2086.csv", "denuncias de Canarina 7-3914-2086.xlsx",
]  # fmt: skip


@dataclass(frozen=True)
class TenPercent:
    """A delivery with one broken row in ten: row number → the column and rule that hold it back."""

    content: bytes
    held: dict[int, tuple[str | None, str]]
    rows: int
    unlisted: int
    name: str = "una_de_cada_diez.csv"


def ten_percent_broken(sound: Sound) -> TenPercent:
    """Five kinds of broken rows in turn; one sound row beside them has a code that nobody mapped."""
    rows, held = [[*row] for row in sound.rows], {}
    for place, flaw in zip(range(0, len(rows), ONE_IN), _flaws(), strict=False):
        held[place + 2] = flaw(rows[place])
    rows[1][SEX] = CANARY
    return TenPercent(written(sound.header, rows), held, len(rows), unlisted=1)


def _flaws() -> Iterator[Callable[[list[str]], tuple[str | None, str]]]:
    def set_cell(place: int, value: str, column: str, rule: str) -> Callable[[list[str]], tuple[str | None, str]]:
        def flaw(row: list[str]) -> tuple[str | None, str]:
            row[place] = value
            return column, rule

        return flaw

    def cut(row: list[str]) -> tuple[str | None, str]:
        row[CANTON:] = [CANARY]
        return None, "missing_cells"

    while True:
        yield set_cell(DATE, CANARY, "occurred_on", "not_a_date")
        yield set_cell(BAND, CANARY, "time_band", "pattern")
        yield set_cell(PROVINCE, "", "province", "required")
        yield set_cell(DATE, "28/02/2099", "occurred_on", "in_the_future")
        yield cut


def month_first(sound: Sound) -> bytes:
    """The same rows with every date written month first."""
    return written(sound.header, [[*row[:DATE], _month_first(row[DATE]), *row[DATE + 1 :]] for row in sound.rows])


def _month_first(day_first: str) -> str:
    return datetime.strptime(day_first, "%d/%m/%Y").strftime("%m/%d/%Y")


def workbook(sound: Sound, *sheets: str) -> bytes:
    """The same rows on each of the sheets."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"constant_memory": True, "strings_to_formulas": False}) as book:
        for sheet in map(book.add_worksheet, sheets or ("Datos",)):
            for number, row in enumerate([sound.header, *sound.rows]):
                sheet.write_row(number, 0, row)
    return buffer.getvalue()
