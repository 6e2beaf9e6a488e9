"""What the ledger says about a load beside what the parser noticed."""

from typing import ClassVar

from faro.errors import DeliveryError, Sentences
from faro.language import Language, reader_language
from faro.validation.rules import sentence


class _WithRule(DeliveryError):
    """A finding whose sentence ends with what the rule says to do."""

    def message(self, language: Language | None = None) -> str:
        chosen = language or reader_language()
        return f"{super().message(chosen)} {sentence(str(self.facts['rule']), chosen)}"


class RowsQuarantined(_WithRule):
    severity = "error"
    template: ClassVar[Sentences] = {
        "es": "{file}: {count} fila(s) en cuarentena, desde la fila {row}, columna «{column}».",
        "en": "{file}: {count} row(s) in quarantine, from row {row} on, column “{column}”.",
    }


class RowsToReview(_WithRule):
    severity = "warning"
    template: ClassVar[Sentences] = {
        "es": "{file}: {count} fila(s) por revisar en la columna «{column}».",
        "en": "{file}: {count} row(s) to review in column “{column}”.",
    }


class DeliveryHeld(_WithRule):
    template: ClassVar[Sentences] = {
        "es": "{file}: la entrega quedó retenida entera ({count} filas).",
        "en": "{file}: the whole delivery is held back ({count} rows).",
    }


class EditionRestated(DeliveryError):
    severity = "info"
    template: ClassVar[Sentences] = {
        "es": "{file}: respecto de la edición anterior cambian {count} celdas, desaparecen {total} y aparecen {size}.\n"
        "  Véalas: faro difference {institution}/{dataset}",
        "en": "{file}: against the previous edition {count} cells change, {total} are dropped and {size} are new.\n"
        "  See them: faro difference {institution}/{dataset}",
    }
