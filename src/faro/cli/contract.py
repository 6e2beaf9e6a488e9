"""`faro contract`: list and check the data contracts."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from faro.cli.pages import console
from faro.language import text

app = typer.Typer(no_args_is_help=True, help=text(es="Los contratos de datos.", en="The data contracts."))


@app.command(
    help=text(
        es="Revisa cada contrato; cada problema con archivo y línea.",
        en="Check every contract; each problem with file and line.",
    )
)
def check(
    files: Annotated[
        list[Path] | None, typer.Argument(help=text(es="Solo estos archivos.", en="Only these files."))
    ] = None,
) -> None:
    from faro.contracts.checks import problems_of
    from faro.contracts.reading import contract_paths

    paths = [path.resolve() for path in files] if files else contract_paths()
    problems = [problem for path in paths for problem in problems_of(path)]
    for problem in problems:
        console.print(str(problem), highlight=False, soft_wrap=True, markup=False)
    if problems:
        raise typer.Exit(10)
    console.print(text(es=f"{len(paths)} contrato(s) sin problemas.", en=f"{len(paths)} contract(s), no problems."))


@app.command(name="list", help=text(es="Los conjuntos de datos que hay.", en="The datasets there are."))
def list_contracts() -> None:
    from faro.contracts import all_contracts

    table = Table(box=None, header_style="bold", pad_edge=False)
    titles = (
        text(es="Conjunto de datos", en="Dataset"),
        text(es="Título", en="Title"),
        text(es="Transporte", en="Transport"),
        text(es="Relación", en="Relation"),
        text(es="Versión", en="Version"),
    )
    for title in titles:
        table.add_column(title)
    for contract in all_contracts():
        table.add_row(contract.id, contract.title, contract.transport, contract.relation.type, contract.version)
    console.print(table)
