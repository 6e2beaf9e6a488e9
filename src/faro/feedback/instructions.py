"""The sheet that tells a clerk, in Spanish, how to correct the rows and how to send them in."""

from xlsxwriter.workbook import Workbook

from faro.contracts import Contract

SHEET = "Instrucciones"
_HOW_TO_CORRECT = (
    "Qué es este libro",
    "Faro no pudo cargar estas filas de su entrega. Las demás filas ya están cargadas: no las envíe de nuevo.",
    "Solo aparecen datos que su institución envió. Trate este libro con el mismo cuidado que sus expedientes.",
    "",
    "Cómo corregir",
    "1. En la hoja «Correcciones», cada celda marcada en rojo tiene un problema.",
    "2. «Qué está mal», «Qué se espera» y «Sugerencia» lo explican, fila por fila. La sugerencia es solo eso: "
    "confirme el dato en el expediente antes de usarla.",
    "3. Escriba el dato correcto en la celda. Lo que aparece entre signos de pregunta, como ¿31/02/2024?, es lo que "
    "llegó y no pudo leerse: bórrelo y escriba el dato.",
    "4. Si no sabe el dato y la celda puede quedar vacía, déjela vacía. Vacío quiere decir «no se sabe», no «no».",
    "5. Si todavía no puede corregir una fila, déjela como está: seguirá pendiente.",
    "6. No cambie los encabezados ni agregue filas. Los casos nuevos van en su próxima entrega normal.",
    "",
)
_SEND_BACK = (
    "Cómo devolverlo",
    "Guarde el libro con el mismo nombre y déjelo en la carpeta de salida (outbox), donde deja sus entregas.",
    "Cada fila corregida sustituye a la que estaba retenida. Recibirá un acuse nuevo.",
    "También puede corregir en su sistema y entregar de nuevo el archivo completo con su nombre de siempre.",
)
_SEND_AGAIN = (
    "Cómo devolverlo",
    "Su institución entrega por un sistema: corrija cada caso allí, con ayuda de este libro.",
    "Faro recibe los datos corregidos en la próxima consulta. Este libro no se devuelve.",
)


def write_instructions(book: Workbook, contract: Contract) -> None:
    """The second sheet of a corrected workbook."""
    way_back = _SEND_BACK if contract.transport == "sftp" else _SEND_AGAIN
    write_lines(book, (f"{contract.title}: filas por corregir", "", *_HOW_TO_CORRECT, *way_back))


def write_lines(book: Workbook, lines: tuple[str, ...]) -> None:
    """Titles are the lines that end in no full stop."""
    sheet = book.add_worksheet(SHEET)
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    title = book.add_format({"bold": True, "font_size": 12, "font_color": "#1F3A5F"})
    sheet.set_column(0, 0, 110)
    sheet.hide_gridlines(2)
    for number, line in enumerate(lines):
        sheet.write_string(number, 0, line, plain if line.endswith(".") else title)
    sheet.protect()
