"""Why a whole delivery cannot be read: it is kept as it came, and each sentence ends with the cure."""

from typing import ClassVar

from faro.errors import DeliveryError
from faro.language import Language

Sentences = dict[Language, str]


class EmptyDelivery(DeliveryError):
    template: ClassVar[Sentences] = {
        "es": "{file}: el archivo está vacío ({size} bytes). Expórtelo y envíelo de nuevo.",
        "en": "{file}: the file is empty ({size} bytes). Export it and send it again.",
    }


class NoRows(DeliveryError):
    template: ClassVar[Sentences] = {
        "es": "{file}: hay encabezado (fila {row}) y ninguna fila de datos. Compruebe el filtro de la "
        "exportación y envíelo de nuevo.",
        "en": "{file}: there is a header (row {row}) and no row of data. Check the filter of the export and send "
        "it again.",
    }


class UnreadableFormat(DeliveryError):
    template: ClassVar[Sentences] = {
        "es": "{file}: el contenido es {format}, no CSV, XLSX, ODS ni JSON por líneas. Descargue el archivo mismo (no "
        "una página de error o de ingreso) y envíelo de nuevo.",
        "en": "{file}: the content is {format}, not CSV, XLSX, ODS or JSON lines. Download the file itself (not an "
        "error or login page) and send it again.",
    }


class CorruptWorkbook(DeliveryError):
    template: ClassVar[Sentences] = {
        "es": "{file}: el libro está incompleto o dañado ({size} bytes). Ábralo, guárdelo de nuevo y envíelo otra vez.",
        "en": "{file}: the workbook is incomplete or damaged ({size} bytes). Open it, save it again and "
        "send it once more.",
    }


class CorruptArchive(DeliveryError):
    template: ClassVar[Sentences] = {
        "es": "{file}: el archivo comprimido está incompleto o dañado ({size} bytes). Compruebe la transferencia "
        "y envíelo de nuevo.",
        "en": "{file}: the compressed file is incomplete or damaged ({size} bytes). Check the transfer and send "
        "it again.",
    }


class ProtectedWorkbook(DeliveryError):
    template: ClassVar[Sentences] = {
        "es": "{file}: el libro tiene contraseña. Quítele la contraseña y envíelo por el mismo canal cifrado.",
        "en": "{file}: the workbook has a password. Remove the password and send it through the same encrypted "
        "channel.",
    }


class SeveralSheets(DeliveryError):
    template: ClassVar[Sentences] = {
        "es": "{file}: {count} hojas traen las mismas columnas ({sheet}). Deje los datos en una sola hoja, o "
        "nombre la hoja en la edición del contrato.",
        "en": "{file}: {count} sheets have the same columns ({sheet}). Put the data on one sheet, or name the "
        "sheet in the contract's edition.",
    }


class Truncated(DeliveryError):
    template: ClassVar[Sentences] = {
        "es": "{file}: el archivo se corta en medio de la fila {row}. Compruebe la transferencia y envíe el "
        "archivo completo; si esa fila es una nota, quítela.",
        "en": "{file}: the file breaks off in the middle of row {row}. Check the transfer and send the whole "
        "file; if that row is a note, delete it.",
    }


class UnknownEncoding(DeliveryError):
    template: ClassVar[Sentences] = {
        "es": "{file}: no se puede saber la codificación del texto (primer byte dudoso en la línea {line}; "
        "{count} en total). Exporte el archivo en UTF-8.",
        "en": "{file}: the text's encoding cannot be told (first doubtful byte on line {line}; {count} in all). "
        "Export the file as UTF-8.",
    }


class DoublyEncoded(DeliveryError):
    template: ClassVar[Sentences] = {
        "es": "{file}: el texto fue convertido dos veces: {count} celda(s) traen letras dañadas, sobre todo en "
        "la columna «{column}», desde la fila {row} (leído como {encoding}). Exporte de nuevo en UTF-8 desde el "
        "sistema de origen.",
        "en": "{file}: the text was converted twice: {count} cell(s) are garbled, most of them in column "
        "“{column}”, from row {row} on (read as {encoding}). Export again as UTF-8 from the system of origin.",
    }


class NoEditionMatches(DeliveryError):
    template: ClassVar[Sentences] = {
        "es": "{file}: ninguna fila del comienzo es el encabezado de {institution}/{dataset}; se esperaban "
        "«{expected_column}». Compruebe que es el archivo correcto y que conserva el encabezado.",
        "en": "{file}: no row at the beginning is the header of {institution}/{dataset}; expected were "
        "“{expected_column}”. Check that it is the right file and that it kept its header.",
    }


class MissingColumn(DeliveryError):
    template: ClassVar[Sentences] = {
        "es": "{file}, fila {row}: falta la columna obligatoria «{expected_column}» (edición {edition}). "
        "Agréguela con ese encabezado.",
        "en": "{file}, row {row}: required column “{expected_column}” is missing (edition {edition}). Add it "
        "under that header.",
    }


class RenamedColumn(DeliveryError):
    template: ClassVar[Sentences] = {
        "es": "{file}, fila {row}: falta la columna obligatoria «{expected_column}» (edición {edition}); quizá "
        "es «{column}». Devuélvale su encabezado, o agregue el nuevo como edición en el contrato.",
        "en": "{file}, row {row}: required column “{expected_column}” is missing (edition {edition}); perhaps it "
        "is “{column}”. Give it its header back, or add the new one to the contract as an edition.",
    }


class DuplicateColumn(DeliveryError):
    template: ClassVar[Sentences] = {
        "es": "{file}, fila {row}: {count} columnas se llaman «{column}» y no se puede saber cuál vale. Deje una sola.",
        "en": "{file}, row {row}: {count} columns are called “{column}” and it cannot be told which one counts. "
        "Keep one.",
    }


class AmbiguousDateOrder(DeliveryError):
    template: ClassVar[Sentences] = {
        "es": "{file}: en la columna «{column}» ninguna de las {count} fechas dice si va primero el día o el "
        "mes. Escríbalas como AAAA-MM-DD.",
        "en": "{file}: in column “{column}” none of the {count} dates tells whether the day or the month comes "
        "first. Write them as YYYY-MM-DD.",
    }


class ContradictoryDateOrder(DeliveryError):
    template: ClassVar[Sentences] = {
        "es": "{file}: la columna «{column}» mezcla fechas día/mes y mes/día ({count} de {total} contradicen a "
        "las demás, desde la fila {row}). Escríbalas todas como AAAA-MM-DD.",
        "en": "{file}: column “{column}” mixes day/month and month/day dates ({count} of {total} contradict the "
        "others, from row {row} on). Write them all as YYYY-MM-DD.",
    }


class DateOrderNotAsStated(DeliveryError):
    template: ClassVar[Sentences] = {
        "es": "{file}: en la columna «{column}» {count} fecha(s), desde la fila {row}, no están en el orden {format} "
        "que dice la edición {edition} del contrato. Escríbalas como AAAA-MM-DD, o corrija date_order si el sistema "
        "cambió.",
        "en": "{file}: in column “{column}” {count} date(s), from row {row} on, are not in the order {format} that "
        "edition {edition} of the contract states. Write them as YYYY-MM-DD, or correct date_order if the system "
        "changed.",
    }


class HalfConvertedDates(DeliveryError):
    template: ClassVar[Sentences] = {
        "es": "{file}: en la columna «{column}» solo las {count} fechas con día hasta 12 son fechas de hoja de "
        "cálculo y las demás son texto: el programa pudo cambiar día por mes. Exporte de nuevo con fechas "
        "AAAA-MM-DD.",
        "en": "{file}: in column “{column}” only the {count} dates with a day up to 12 are spreadsheet dates and "
        "the others are text: the program may have swapped day and month. Export again with dates as YYYY-MM-DD.",
    }


class AmbiguousNumberFormat(DeliveryError):
    template: ClassVar[Sentences] = {
        "es": "{file}: en la columna «{column}» no se puede saber si el separador de {count} número(s) es de "
        "miles o de decimales (desde la fila {row}). Escriba los números sin separador de miles.",
        "en": "{file}: in column “{column}” it cannot be told whether the separator of {count} number(s) is for "
        "thousands or decimals (from row {row} on). Write the numbers without a thousands separator.",
    }


class ContradictoryNumberFormat(DeliveryError):
    template: ClassVar[Sentences] = {
        "es": "{file}: la columna «{column}» mezcla dos formas de escribir decimales y miles ({count} de {total} "
        "contradicen a las demás, desde la fila {row}). Escríbalos sin separador de miles y con un solo "
        "separador decimal.",
        "en": "{file}: column “{column}” mixes two ways of writing decimals and thousands ({count} of {total} "
        "contradict the others, from row {row} on). Write them without a thousands separator and with one "
        "decimal separator.",
    }
