"""`faro`: every command is here or in the module of its group; errors are sentences, not tracebacks."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from faro.errors import FaroError
from faro.language import text

if TYPE_CHECKING:
    from faro.contracts import Contract

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help=text(
        es="Faro: la plataforma de datos de una coalición contra la trata de personas "
        "y el tráfico ilícito de migrantes.",
        en="Faro: the data platform of a coalition against trafficking in persons and smuggling of migrants.",
    ),
    epilog=text(es="Empiece con «make demo». Guías: docs/", en="Start with `make demo`. Guides: docs/"),
)
RUN = text(es="Hacer funcionar", en="Run")
LOOK = text(es="Consultar", en="Look")
BUILD = text(es="Construir", en="Build")


@app.command(
    rich_help_panel=RUN,
    help=text(
        es="Instala el entorno, recibe las entregas, publica el tablero y sigue en servicio hasta Ctrl-C.",
        en="Start everything, receive the deliveries, publish the dashboard and keep serving until Ctrl-C.",
    ),
)
def demo(
    once: Annotated[
        bool,
        typer.Option("--once", help=text(es="Hacerlo una vez y detenerse.", en="Do it once and stop.")),
    ] = False,
) -> None:
    from faro.demo import run_demo

    raise typer.Exit(run_demo(once=once))


@app.command(rich_help_panel=RUN, help=text(es="Detiene todos los servicios.", en="Stop every service."))
def down() -> None:
    from faro.settings import settings
    from faro.stack.supervision import Supervision

    Supervision(settings()).shut_down()


@app.command(
    rich_help_panel=RUN,
    help=text(
        es="Pregunta a las fuentes qué hay de nuevo, lo carga y espera a que quede publicado.",
        en="Ask the sources what is new, load it and wait until it is published.",
    ),
)
def ingest(
    institutions: Annotated[
        list[str] | None,
        typer.Argument(
            help=text(es="Instituciones; todas si no se nombra ninguna.", en="Institutions; all when none is named.")
        ),
    ] = None,
) -> None:
    from faro.cli.pages import show_status
    from faro.pipeline import PartFailed, Pipeline
    from faro.settings import settings
    from faro.status import status

    pipeline = Pipeline(settings())
    pipeline.ingest(institutions or None)
    try:
        pipeline.wait_until_published()
    except PartFailed:
        show_status(status(settings()))
        raise
    show_status(status(settings()))


@app.command(
    rich_help_panel=LOOK,
    help=text(
        es="Cómo está todo: entregas, servicios, lo publicado; de un conjunto, todos sus hallazgos.",
        en="How everything stands: deliveries, services, release; of one dataset, all its findings.",
    ),
)
def status(
    dataset: Annotated[
        str | None, typer.Argument(help=text(es="institución/conjunto", en="institution/dataset"))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=text(es="Como datos.", en="As data."))] = False,
) -> None:
    from faro.cli.pages import print_json, show_status
    from faro.settings import settings
    from faro.status import status as current_status

    contract = _contract_of(dataset) if dataset else None
    found = current_status(settings(), contract)
    print_json(found) if as_json else show_status(found, all_findings=contract is not None)


def _contract_of(dataset: str) -> "Contract":
    from faro.contracts import contract_of  # takes as long as all the rest

    return contract_of(dataset)


@app.command(
    rich_help_panel=LOOK,
    help=text(
        es="Ejecuta una consulta en el almacén con los derechos de la persona analista.",
        en="Run a query on the warehouse with the analyst's rights.",
    ),
)
def sql(
    query: Annotated[str, typer.Argument(help=text(es="La consulta.", en="The query."))],
    as_csv: Annotated[bool, typer.Option("--csv", help=text(es="Como CSV.", en="As CSV."))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=text(es="Como JSON.", en="As JSON."))] = False,
    is_quality: Annotated[
        bool,
        typer.Option(
            "--quality",
            help=text(
                es="Con los derechos de calidad: lo entregado que no habla de personas, y la cuarentena.",
                en="With the rights of quality work: what was delivered that is not on persons, and the quarantine.",
            ),
        ),
    ] = False,
) -> None:
    from faro.cli.pages import print_csv, print_json, show_table
    from faro.readings.queries import run_query
    from faro.settings import settings

    columns, rows = run_query(settings(), query, "faro_quality" if is_quality else "faro_analyst")
    if as_json:
        print_json([dict(zip(columns, row, strict=True)) for row in rows])
    elif as_csv:
        print_csv(columns, rows)
    else:
        show_table(columns, rows)


def _add_groups() -> None:
    from faro.cli import account, contract, deliveries, delivery, derive, identity, release, source

    app.add_typer(account.app, name="account", rich_help_panel=RUN)
    app.add_typer(contract.app, name="contract", rich_help_panel=BUILD)
    app.command(name="derive", rich_help_panel=BUILD, help=derive.HELP)(derive.derive)
    app.command(name="difference", rich_help_panel=LOOK, help=deliveries.DIFFERENCE)(deliveries.difference)
    app.add_typer(delivery.app, name="delivery", rich_help_panel=LOOK)
    app.add_typer(deliveries.quarantine, name="quarantine", rich_help_panel=LOOK)
    app.add_typer(identity.app, name="identity", rich_help_panel=RUN)
    app.add_typer(release.app, name="release", rich_help_panel=LOOK)
    app.add_typer(source.app, name="source", rich_help_panel=BUILD)


def main() -> None:
    """Run the command. An error that people can mend is one sentence on stderr and a status of its own."""
    _add_groups()
    try:
        app()
    except FaroError as error:
        Console(stderr=True).print(f"[bold red]✗[/] {escape(error.message())}", highlight=False, soft_wrap=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
