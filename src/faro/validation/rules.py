"""Why a check holds a row or a delivery back: one sentence per rule, in both languages, ending with the cure."""

from faro.feedback.rules import RULES as FEEDBACK_RULES
from faro.language import Language
from faro.parsing.rules import RULES as PARSING_RULES
from faro.validation.suites import own_rules

_RULES: dict[str, dict[Language, str]] = {
    "required": {
        "es": "La celda es obligatoria y está vacía. Complétela y envíe la fila de nuevo.",
        "en": "The cell is required and empty. Fill it in and send the row again.",
    },
    "pattern": {
        "es": "La celda no tiene la forma que pide el contrato. Escríbala como en el contrato.",
        "en": "The cell does not have the form that the contract asks for. Write it as in the contract.",
    },
    "out_of_range": {
        "es": "El valor está fuera del intervalo que admite el contrato. Revíselo en el sistema de origen.",
        "en": "The value is outside the range that the contract accepts. Check it in the system of origin.",
    },
    "in_the_future": {
        "es": "La fecha es posterior al día de la entrega. Revise el día, el mes y el año.",
        "en": "The date is after the day of delivery. Check day, month and year.",
    },
    "duplicate_key": {
        "es": "Otra fila de la entrega tiene la misma clave. Deje una sola por clave.",
        "en": "Another row of the delivery has the same key. Keep only one per key.",
    },
    "unlisted_value": {
        "es": "El valor no está en la lista del contrato: se carga como «sin correspondencia» "
        "hasta que se agregue al mapa.",
        "en": "The value is not in the contract's list: it is loaded as “unmapped” until it is added to the map.",
    },
    "unlisted_code": {
        "es": "El valor no está en la lista del contrato. Escriba uno de la lista y envíe la fila de nuevo; si el "
        "valor es nuevo en su sistema, avise a Faro para que se agregue al contrato.",
        "en": "The value is not in the contract's list. Write one of the list and send the row again; if the value is "
        "new in your system, tell Faro so that it is added to the contract.",
    },
    "not_a_document": {
        "es": "El número no puede ser un documento del tipo indicado (la cédula tiene 9 cifras; el DIMEX, 11 o 12). "
        "Corrija el número o el tipo.",
        "en": "The number cannot be a document of the stated type (a cédula has 9 digits, a DIMEX 11 or 12). "
        "Correct the number or the type.",
    },
    "person_erased": {
        "es": "La persona pidió que se borraran sus datos y este registro ya se borró. Bórrelo también en el sistema "
        "de origen.",
        "en": "The person asked for the erasure of their data and this record was erased. Delete it in the system of "
        "origin too.",
    },
    "too_few_rows": {
        "es": "La entrega trae menos de la mitad de las filas vigentes del mismo período. Compruebe que está completa.",
        "en": "The delivery has fewer than half of the rows in force for the same period. Check that it is complete.",
    },
    "columns": {
        "es": "Las columnas leídas no son las del contrato.",
        "en": "The columns that were read are not the contract's.",
    },
    "too_many_broken_rows": {
        "es": "Más de la mitad de las filas tienen problemas. Probablemente cambió el formato: "
        "corrija y envíe de nuevo.",
        "en": "More than half of the rows have problems. The layout probably changed: correct it and send it again.",
    },
}


def sentence(rule: str, language: Language) -> str:
    """What to tell the clerk about a rule of the parser, of a contract or of `expectations/`."""
    for known in (_RULES, PARSING_RULES, FEEDBACK_RULES, own_rules()):
        if rule in known:
            return known[rule][language]
    raise KeyError(rule)
