"""`faro delivery`: the deliveries of a dataset, and taking one out of force."""

from typing import Annotated

import typer

from faro.cli.pages import console, show_table
from faro.language import text

app = typer.Typer(no_args_is_help=True, help=text(es="Las entregas cargadas.", en="The loaded deliveries."))
Dataset = Annotated[str, typer.Argument(help=text(es="institución/conjunto", en="institution/dataset"))]


@app.command(name="list", help=text(es="Las últimas entregas de un conjunto.", en="The last deliveries of a dataset."))
def list_deliveries(
    dataset: Dataset,
    limit: Annotated[int, typer.Option(help=text(es="Cuántas entregas.", en="How many deliveries."))] = 20,
) -> None:
    from faro.contracts import contract_of
    from faro.settings import settings
    from faro.stack.postgres import uri
    from faro.withdrawal import loaded_deliveries

    found = loaded_deliveries(uri(settings(), "faro_loader"), contract_of(dataset), limit)
    titles = text(
        es="entrega,archivo,recibida,aceptadas,en cuarentena,retirada",
        en="delivery,file,received,accepted,quarantined,withdrawn",
    )
    show_table(titles.split(","), [tuple(vars(each).values()) for each in found])


@app.command(
    help=text(
        es="Retira una entrega a pedido de su institución: la historia la conserva, las cifras ya no la cuentan.",
        en="Take a delivery out of force at its institution's request: history keeps it, figures stop counting it.",
    )
)
def withdraw(
    delivery: Annotated[int, typer.Argument(help=text(es="Número de entrega.", en="Number of the delivery."))],
    reason: Annotated[
        str,
        typer.Option(help=text(es="Por qué, sin datos personales.", en="Why, without personal data."), prompt=True),
    ],
) -> None:
    from faro.pipeline import Pipeline
    from faro.settings import settings
    from faro.stack.postgres import uri
    from faro.withdrawal import withdraw as take_out

    rows = take_out(uri(settings(), "faro_loader"), delivery, reason)
    console.print(text(es=f"{rows} filas fuera de vigor.", en=f"{rows} rows out of force."))
    Pipeline(settings()).wait_until_published()
