"""What was noticed about a whole delivery and did not stop it: typed facts and a sentence with the cure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, Self

from faro.errors import Fact
from faro.language import Language, reader_language

Severity = Literal["critical", "error", "warning", "info"]

#: Code → severity and sentence. Every placeholder is one of `faro.errors.ALLOWED_FACTS`.
CATALOGUE: dict[str, tuple[Severity, dict[Language, str]]] = {
    "EditionRecognised": (
        "info",
        {
            "es": "{file}: edición {edition}. No hay nada que hacer.",
            "en": "{file}: edition {edition}. Nothing to do.",
        },
    ),
    "EncodingRecognised": (
        "info",
        {
            "es": "{file}: codificación {encoding}. No hay nada que hacer.",
            "en": "{file}: encoding {encoding}. Nothing to do.",
        },
    ),
    "DateOrderRecognised": (
        "info",
        {
            "es": "{file}: las fechas de la columna «{column}» están en orden {format}. No hay nada que hacer.",
            "en": "{file}: the dates of column “{column}” are in the order {format}. Nothing to do.",
        },
    ),
    "DateOrderStated": (
        "info",
        {
            "es": "{file}: ninguna fecha de la columna «{column}» muestra su orden; se leyó como {format}, lo que dice "
            "la edición. No hay nada que hacer.",
            "en": "{file}: no date of column “{column}” shows its order; it was read as {format}, as the edition "
            "states. Nothing to do.",
        },
    ),
    "NumberFormatRecognised": (
        "info",
        {
            "es": "{file}: los números de la columna «{column}» están escritos como {format}. No hay nada que hacer.",
            "en": "{file}: the numbers of column “{column}” are written like {format}. Nothing to do.",
        },
    ),
    "FormatDiffers": (
        "warning",
        {
            "es": "{file}: por su nombre o contrato no se esperaba un archivo {format}, y se leyó como tal. "
            "Nombre el archivo según su formato.",
            "en": "{file}: neither name nor contract announced a {format} file, and it was read as one. Name the "
            "file after its format.",
        },
    ),
    "BannerRowsDiffer": (
        "info",
        {
            "es": "{file}: el encabezado está en la fila {row} y no en la fila {line} de la edición {edition}. "
            "Si es el nuevo formato, agréguelo como edición.",
            "en": "{file}: the header is in row {row}, not in row {line} as in edition {edition}. If this is the "
            "new format, add it as an edition.",
        },
    ),
    "SheetRenamed": (
        "warning",
        {
            "es": "{file}: los datos están en la hoja «{sheet}», que no es la de la edición {edition}. Si es el "
            "nuevo nombre, agréguelo a la edición.",
            "en": "{file}: the data are on sheet “{sheet}”, which is not that of edition {edition}. If this is "
            "the new name, add it to the edition.",
        },
    ),
    "OtherSheetsIgnored": (
        "info",
        {
            "es": "{file}: se leyó la hoja «{sheet}»; {count} hoja(s) más no traen estas columnas. Si alguna "
            "trae datos, revise sus encabezados.",
            "en": "{file}: sheet “{sheet}” was read; {count} other sheet(s) do not have these columns. If one "
            "holds data, check its headers.",
        },
    ),
    "HeaderDiffers": (
        "info",
        {
            "es": "{file}: el encabezado «{column}» se tomó por «{expected_column}». Escríbalo igual que en el "
            "contrato.",
            "en": "{file}: header “{column}” was taken for “{expected_column}”. Write it as in the contract.",
        },
    ),
    "UnknownColumn": (
        "warning",
        {
            "es": "{file}: la columna {count}, «{column}», no está en el contrato y no se cargó. Agréguela al "
            "contrato o quítela de la entrega.",
            "en": "{file}: column {count}, “{column}”, is not in the contract and was not loaded. Add it to the "
            "contract or leave it out of the delivery.",
        },
    ),
    "UnnamedColumn": (
        "warning",
        {
            "es": "{file}: una columna sin encabezado trae datos en {count} fila(s), desde la fila {row}, y no "
            "se cargó. Póngale encabezado o bórrela.",
            "en": "{file}: a column without a header holds data in {count} row(s), from row {row} on, and was "
            "not loaded. Give it a header or delete it.",
        },
    ),
    "EmptyColumnsIgnored": (
        "info",
        {
            "es": "{file}: {count} columna(s) sin encabezado ni datos no se tomaron en cuenta. Bórrelas al exportar.",
            "en": "{file}: {count} column(s) without header or data were ignored. Delete them when exporting.",
        },
    ),
    "OptionalColumnMissing": (
        "warning",
        {
            "es": "{file}: falta la columna opcional «{expected_column}»; queda sin dato en todas las filas. "
            "Agréguela si se recoge.",
            "en": "{file}: optional column “{expected_column}” is missing; it stays empty in every row. Add it "
            "if it is collected.",
        },
    ),
    "FootersDropped": (
        "info",
        {
            "es": "{file}: {count} fila(s) al final, desde la fila {row}, son totales o notas y no se cargaron. "
            "Quítelas de la entrega.",
            "en": "{file}: {count} row(s) at the end, from row {row} on, are totals or notes and were not "
            "loaded. Leave them out of the delivery.",
        },
    ),
    "NoFinalLineBreak": (
        "warning",
        {
            "es": "{file}: la última fila ({row}) no termina en un salto de línea, así que su último valor "
            "podría estar cortado. Compruebe que el archivo llegó completo.",
            "en": "{file}: the last row ({row}) does not end with a line break, so its last value may be cut "
            "off. Check that the file arrived whole.",
        },
    ),
    "LostLetters": (
        "warning",
        {
            "es": "{file}: la columna «{column}» trae {count} texto(s) con letras perdidas (�), desde la fila "
            "{row}. Exporte de nuevo en UTF-8 desde el sistema de origen.",
            "en": "{file}: column “{column}” has {count} text(s) with lost letters (�), from row {row} on. "
            "Export again as UTF-8 from the system of origin.",
        },
    ),
    "GarbledText": (
        "warning",
        {
            "es": "{file}: la columna «{column}» trae {count} texto(s) con letras dañadas por una doble "
            "conversión (desde la fila {row}). Exporte de nuevo en UTF-8 desde el sistema de origen.",
            "en": "{file}: column “{column}” has {count} text(s) garbled by a double conversion (from row {row} "
            "on). Export again as UTF-8 from the system of origin.",
        },
    ),
}


@dataclass(frozen=True)
class Finding:
    """Something about the delivery that a person should know."""

    code: str
    facts: Mapping[str, Fact]

    @property
    def severity(self) -> Severity:
        return CATALOGUE[self.code][0]

    def message(self, language: Language | None = None) -> str:
        return CATALOGUE[self.code][1][language or reader_language()].format(**self.facts)

    def with_facts(self, facts: Mapping[str, Fact]) -> Self:
        return replace(self, facts=facts)


def finding(code: str, **facts: Fact) -> Finding:
    """A finding of the catalogue; KeyError when nobody declared it."""
    if code not in CATALOGUE:
        raise KeyError(code)
    return Finding(code, facts)
