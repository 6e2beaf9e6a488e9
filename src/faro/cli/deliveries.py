"""`faro quarantine` and `faro difference`: which rows are held back and why, and what an edition restated."""

from typing import Annotated

import typer

from faro.cli.pages import console, show_table
from faro.language import reader_language, text

quarantine = typer.Typer(no_args_is_help=True, help=text(es="Las filas retenidas.", en="The rows held back."))
DIFFERENCE = text(es="Qué cambió entre las dos últimas ediciones.", en="What changed between the last two editions.")
Dataset = Annotated[str, typer.Argument(help=text(es="institución/conjunto", en="institution/dataset"))]


@quarantine.command(
    help=text(
        es="Cada fila retenida: archivo, fila, columna y qué hacer.",
        en="Each row held back: file, row, column and what to do.",
    )
)
def show(
    dataset: Dataset, limit: Annotated[int, typer.Option(help=text(es="Cuántas filas.", en="How many rows."))] = 50
) -> None:
    from faro.contracts import contract_of
    from faro.history import quarantined_rows
    from faro.settings import settings

    columns, rows = quarantined_rows(settings(), contract_of(dataset), language=reader_language(), limit=limit)
    show_table(columns, rows)


def difference(
    dataset: Dataset, limit: Annotated[int, typer.Option(help=text(es="Cuántas celdas.", en="How many cells."))] = 50
) -> None:
    from faro.contracts import contract_of
    from faro.history import edition_difference
    from faro.settings import settings

    counts, columns, rows = edition_difference(settings(), contract_of(dataset), limit=limit)
    show_table(columns, rows)
    words = {
        "changed": text(es="cambian", en="changed"),
        "dropped": text(es="desaparecen", en="dropped"),
        "new": text(es="aparecen", en="new"),
    }
    console.print(", ".join(f"{counts.get(kind, 0)} {word}" for kind, word in words.items()))
