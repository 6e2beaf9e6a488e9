"""`faro source`: try an institution's source before anything is loaded from it."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from faro.cli.pages import MARK, console
from faro.language import reader_language, text

if TYPE_CHECKING:
    from faro.scaffold.trial import Trial

app = typer.Typer(no_args_is_help=True, help=text(es="Las fuentes de datos.", en="The data sources."))


@app.callback()
def source() -> None:
    """More than one command may follow."""


@app.command(
    name="try",
    help=text(
        es="Se conecta a la fuente, lee diez filas y dice qué encontró; no carga nada ni muestra celdas.",
        en="Connect to the source, read ten rows and say what was found; nothing is loaded, no cell is shown.",
    ),
)
def try_source(
    dataset: Annotated[str, typer.Argument(help=text(es="institución/conjunto", en="institution/dataset"))],
) -> None:
    from faro.contracts import contract_of
    from faro.scaffold.trial import try_source as try_it
    from faro.settings import settings

    trial = try_it(settings(), contract_of(dataset))
    if trial.delivery is None:
        console.print(text(es="La fuente responde y no tiene nada.", en="The source answers and has nothing."))
        return
    _show(trial)


def _show(trial: "Trial") -> None:
    console.print(
        text(
            es=f"La fuente responde y ofrece {trial.offers} entrega(s). Se leyó «{trial.delivery}», "
            f"edición {trial.edition}: {trial.rows} fila(s).",
            en=f"The source answers and offers {trial.offers} delivery(ies). “{trial.delivery}” was read, "
            f"edition {trial.edition}: {trial.rows} row(s).",
        ),
        highlight=False,
        markup=False,
    )
    console.print(_columns(trial))
    _show_findings(trial)


def _columns(trial: "Trial") -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    titles = (
        text(es="Encabezado", en="Header"),
        text(es="Columna", en="Column"),
        text(es="Tipo", en="Type"),
        text(es="Con dato", en="Filled"),
        text(es="Reglas que no cumple", en="Rules it breaks"),
    )
    for title in titles:
        table.add_column(title)
    for column in trial.columns:
        filled = f"{column.filled}/{trial.rows}"
        table.add_row(escape(column.header), column.name, column.type, filled, ", ".join(column.rules) or "—")
    return table


def _show_findings(trial: "Trial") -> None:
    from faro.validation.rules import sentence

    for finding in trial.findings:
        console.print(f"{MARK.get(finding.severity, '[dim]·[/]')} {escape(finding.message())}", highlight=False)
    broken = [*trial.row_rules, *(rule for column in trial.columns for rule in column.rules)]
    for rule in dict.fromkeys(broken):
        console.print(f"{MARK['error']} {rule}: {escape(sentence(rule, reader_language()))}", highlight=False)
    if not broken:
        console.print(
            text(es="Las filas leídas cumplen el contrato.", en="The rows that were read follow the contract.")
        )
