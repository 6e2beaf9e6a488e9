"""The words of a release in both languages: what each column and each status says, what an edition is called."""

from collections.abc import Iterator
from dataclasses import dataclass

from faro.language import Language
from faro.publication.figures import Status

Told = dict[Language, str]


@dataclass(frozen=True)
class Described:
    """A name as people read it, and what it says."""

    es: str
    en: str
    told_es: str
    told_en: str
    type: str = "text"


#: In the order of PublishedFigure.
COLUMNS = {
    "indicator_id": Described(
        "Código del indicador", "Indicator code",
        "Código del indicador en Faro, de I-01 a I-38.",
        "Code of the indicator in Faro, from I-01 to I-38.",
    ),
    "indicator_es": Described(
        "Indicador", "Indicator (Spanish)",
        "Nombre del indicador en español.",
        "Name of the indicator in Spanish.",
    ),
    "indicator_en": Described(
        "Indicador (inglés)", "Indicator",
        "Nombre del indicador en inglés.",
        "Name of the indicator in English.",
    ),
    "unit_es": Described(
        "Unidad", "Unit (Spanish)",
        "Qué se cuenta o mide. Una proporción va de 0 a 1.",
        "What is counted or measured, in Spanish. A share is between 0 and 1.",
    ),
    "unit_en": Described(
        "Unidad (inglés)", "Unit",
        "Qué se cuenta o mide, en inglés.",
        "What is counted or measured. A share is between 0 and 1.",
    ),
    "period": Described(
        "Período", "Period",
        "Un año, o dos unidos por una raya: del primero al último, ambos incluidos.",
        "A year, or two with a dash between them: from the first to the last, both in it.",
    ),
    "breakdown": Described(
        "Código del desglose", "Breakdown code",
        "Código de aquello por lo que se desglosa la cifra; «total» en la cifra sin desglose.",
        "Code of what the figure is broken down by; `total` for the figure itself.",
    ),
    "breakdown_es": Described(
        "Desglose", "Breakdown (Spanish)",
        "Por qué se desglosa la cifra, en español.",
        "What the figure is broken down by, in Spanish.",
    ),
    "breakdown_en": Described(
        "Desglose (inglés)", "Breakdown",
        "Por qué se desglosa la cifra, en inglés.",
        "What the figure is broken down by.",
    ),
    "category": Described(
        "Código de la categoría", "Category code",
        "Código de la categoría del desglose; varios, con | entre ellos, cuando se cruzan características.",
        "Code of the category of the breakdown; several with | between them where characteristics are crossed.",
    ),
    "category_es": Described(
        "Categoría", "Category (Spanish)",
        "Categoría del desglose en español. «No registrado», «No aplica» y «Sin clasificar» son categorías distintas; "
        "ninguna quiere decir «no».",
        "Category of the breakdown in Spanish.",
    ),
    "category_en": Described(
        "Categoría (inglés)", "Category",
        "Categoría del desglose en inglés.",
        "Category of the breakdown. Not recorded, not applicable and unmapped are three categories; none means 'no'.",
    ),
    "value": Described(
        "Valor", "Value",
        "La cifra, con diez dígitos significativos a lo sumo. Vacía cuando el estado no es «published».",
        "The figure, of ten significant digits at most. Empty where the status is not `published`.",
        "number",
    ),
    "status": Described(
        "Estado", "Status",
        "Si la cifra se publica, se protege o no existe.",
        "Whether the figure is published, protected or does not exist.",
    ),
    "sources": Described(
        "Fuentes", "Sources",
        "Registros de los que sale la cifra, con comas entre ellos: institución y, tras una barra, conjunto de datos.",
        "Records from which the figure comes, with commas between them: institution and, after a slash, dataset.",
    ),
}  # fmt: skip

STATUSES: dict[Status, Described] = {
    "published": Described(
        "Publicada", "Published",
        "El valor está. Cero quiere decir que la fuente no registró ningún caso.",
        "The value is there. Zero means that the source recorded no case.",
    ),
    "suppressed": Described(
        "Protegida", "Protected",
        "El valor se reserva para que nadie pueda reconocer a una persona. No quiere decir cero.",
        "The value is withheld so that nobody can recognise a person. It does not mean zero.",
    ),
    "no_data": Described(
        "Sin dato", "No data",
        "Nadie registra lo que la cifra necesita. No quiere decir cero.",
        "Nobody records what the figure needs. It does not mean zero.",
    ),
}  # fmt: skip

#: What stands wherever a demonstration is read.
DEMONSTRATION: Told = {
    "es": "Publicación de demostración: datos sintéticos y aprobación automática. Ninguna cifra describe la realidad; "
    "no la cite.",
    "en": "Demonstration release: synthetic data and automatic approval. No figure describes reality; do not cite it.",
}

HEADER = ("column", "value", "type", "name_es", "name_en", "description_es", "description_en")


_QUARTERS: dict[str, tuple[str, str]] = {
    "T1": ("primer", "first"), "T2": ("segundo", "second"), "T3": ("tercer", "third"), "T4": ("cuarto", "fourth"),
}  # fmt: skip


def edition_told(edition: str) -> Told:
    """2026-T3 with the words for it."""
    year, _, quarter = edition.partition("-")
    es, en = _QUARTERS[quarter]
    return {
        "es": f"{edition} ({es} trimestre de {year})",
        "en": f"{edition} ({en} quarter of {year})",
    }


def dictionary_rows() -> Iterator[tuple[str, ...]]:
    """A row per column and, with its value, per status."""
    for column, one in COLUMNS.items():
        yield column, "", one.type, one.es, one.en, one.told_es, one.told_en
        if column == "status":
            for status, told in STATUSES.items():
                yield column, status, told.type, told.es, told.en, told.told_es, told.told_en
