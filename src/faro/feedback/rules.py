"""Why a row of a corrected workbook is held back although its cells are sound; each sentence ends with the cure."""

from faro.language import Language

RULES: dict[str, dict[Language, str]] = {
    "not_a_held_row": {
        "es": "La fila no corresponde a ninguna fila retenida de este conjunto. Los casos nuevos van en su entrega "
        "normal; para corregir, use el libro que recibió sin tocar sus dos últimas columnas.",
        "en": "The row stands for no held row of this dataset. New cases belong to the ordinary delivery; to correct, "
        "use the workbook as received without touching its last two columns.",
    },
    "corrected_twice": {
        "es": "Dos filas del libro corrigen la misma fila retenida. Deje una sola.",
        "en": "Two rows of the workbook correct the same held row. Keep only one.",
    },
}
