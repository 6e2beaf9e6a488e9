"""Why a row goes to quarantine when it is read: one sentence per rule, in both languages, ending with the cure."""

from faro.language import Language

RULES: dict[str, dict[Language, str]] = {
    "missing_cells": {
        "es": "La fila trae menos celdas que el encabezado. Complete las celdas que faltan (vacías si no hay dato).",
        "en": "The row has fewer cells than the header. Add the missing cells (empty where there is no value).",
    },
    "extra_cells": {
        "es": "La fila trae datos a la derecha de la última columna. Ponga entre comillas los textos que "
        "contienen el separador, o borre las celdas que sobran.",
        "en": "The row has data to the right of the last column. Quote the texts that contain the separator, or "
        "delete the extra cells.",
    },
    "stray_quote": {
        "es": "La fila tiene comillas dentro de un texto entre comillas. Escriba cada comilla interior dos veces.",
        "en": "The row has quotes within a quoted text. Write each inner quote twice.",
    },
    "unclosed_quote": {
        "es": "La fila abre comillas que no cierra. Cierre las comillas o escríbalas dos veces.",
        "en": "The row opens a quote and does not close it. Close the quote or write it twice.",
    },
    "repeated_header": {
        "es": "La fila repite el encabezado. Bórrela.",
        "en": "The row repeats the header. Delete it.",
    },
    "undecodable_byte": {
        "es": "La celda tiene un byte que no es texto en la codificación del archivo. Escríbala de nuevo y "
        "exporte en UTF-8.",
        "en": "The cell has a byte that is no text in the file's encoding. Write it again and export as UTF-8.",
    },
    "nul_character": {
        "es": "La celda contiene un carácter nulo. Bórrelo y exporte de nuevo.",
        "en": "The cell contains a null character. Delete it and export again.",
    },
    "not_json": {
        "es": "La línea no es un objeto JSON completo. Envíela de nuevo entera, en una sola línea.",
        "en": "The line is not a complete JSON object. Send it again whole, on one line.",
    },
    "not_a_scalar": {
        "es": "La celda trae una lista o un objeto donde va un solo valor. Envíe un valor por campo.",
        "en": "The cell holds a list or an object where one value belongs. Send one value per field.",
    },
    "not_an_object": {
        "es": "Un campo trae un valor suelto o una lista donde va un objeto con sus propios campos. Envíe el objeto, o "
        "null si no hay dato.",
        "en": "A field holds a lone value or a list where an object with fields of its own belongs. Send the object, "
        "or null where there is no value.",
    },
    "separator_in_item": {
        "es": "Un elemento de la lista contiene un punto y coma, que separa los elementos. Escríbalo sin punto y coma.",
        "en": "An item of the list contains a semicolon, which separates the items. Write it without a semicolon.",
    },
    "repeated_key": {
        "es": "La línea trae dos veces el mismo campo. Deje uno solo.",
        "en": "The line has the same field twice. Keep only one.",
    },
    "error_cell": {
        "es": "La celda de la hoja muestra un error de cálculo. Corrija la fórmula o escriba el valor.",
        "en": "The sheet's cell shows a calculation error. Correct the formula or write the value.",
    },
    "formula_without_value": {
        "es": "La celda tiene una fórmula sin resultado guardado. Abra el libro, recalcule, guárdelo y envíelo "
        "de nuevo.",
        "en": "The cell has a formula without a saved result. Open the workbook, recalculate, save it and send "
        "it again.",
    },
    "not_a_date": {
        "es": "La celda no es una fecha que exista. Escriba una fecha con día, mes y año de cuatro cifras.",
        "en": "The cell is not an existing date. Write a date with day, month and a year of four digits.",
    },
    "two_digit_year": {
        "es": "El año tiene dos cifras y el siglo no se puede saber. Escriba el año con cuatro cifras.",
        "en": "The year has two digits and its century cannot be known. Write the year with four digits.",
    },
    "time_in_date": {
        "es": "La fecha trae una hora que el contrato no prevé. Envíe solo la fecha.",
        "en": "The date carries a time of day that the contract does not foresee. Send the date only.",
    },
    "date_order_contradicts": {
        "es": "La fecha está en el orden contrario (día y mes) al del resto de la columna. Escríbala en el mismo "
        "orden.",
        "en": "The date has its day and month in the opposite order to the rest of the column. Write it in the "
        "same order.",
    },
    "date_order_uncertain": {
        "es": "La fecha está junto a otra escrita en el orden contrario, y no se puede saber cuál es el día y "
        "cuál el mes. Escríbala como AAAA-MM-DD.",
        "en": "The date stands next to one written in the opposite order, so day and month cannot be told apart. "
        "Write it as YYYY-MM-DD.",
    },
    "not_a_timestamp": {
        "es": "La celda no es una fecha con hora que exista. Escríbala como AAAA-MM-DD HH:MM.",
        "en": "The cell is not an existing date with time. Write it as YYYY-MM-DD HH:MM.",
    },
    "not_an_integer": {
        "es": "La celda no es un número entero. Escriba solo cifras, o déjela vacía si no hay dato.",
        "en": "The cell is not a whole number. Write digits only, or leave it empty where there is no value.",
    },
    "not_a_number": {
        "es": "La celda no es un número. Escriba solo el número, o déjela vacía si no hay dato.",
        "en": "The cell is not a number. Write only the number, or leave it empty where there is no value.",
    },
    "too_many_digits": {
        "es": "El número tiene más cifras de las que se guardan con exactitud. Redondéelo a 15 cifras.",
        "en": "The number has more digits than are kept exactly. Round it to 15 digits.",
    },
    "number_format_contradicts": {
        "es": "El número usa los separadores de decimales y miles al revés que el resto de la columna. Escríbalo "
        "igual.",
        "en": "The number swaps the decimal and thousands separators of the rest of the column. Write it the same way.",
    },
    "number_format_uncertain": {
        "es": "El número está junto a otro con los separadores al revés, y no se puede saber si el suyo es de "
        "decimales o de miles. Escríbalo sin separador de miles.",
        "en": "The number stands next to one with swapped separators, so its own cannot be told to be decimal or "
        "thousands. Write it without a thousands separator.",
    },
    "not_a_boolean": {
        "es": "La celda no dice sí ni no. Escriba sí o no, o déjela vacía si no hay dato.",
        "en": "The cell says neither yes nor no. Write yes or no, or leave it empty where there is no value.",
    },
}


def sentence(rule: str, language: Language) -> str:
    """What to tell the clerk about that rule."""
    return RULES[rule][language]
