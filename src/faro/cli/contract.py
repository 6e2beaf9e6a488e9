"""`faro contract`: list and check the data contracts, and what is written from or for them once."""

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


Dataset = Annotated[str, typer.Argument(help=text(es="institución/conjunto", en="institution/dataset"))]


@app.command(
    help=text(
        es="Escribe el primer contrato de un conjunto; lo que una persona debe decidir lo señala «check».",
        en="Write the first contract of a dataset; `check` points at what a person has to decide.",
    )
)
def new(
    dataset: Dataset,
    transport: Annotated[
        str | None, typer.Option(help=text(es="sftp, api o postgres.", en="sftp, api or postgres."))
    ] = None,
    title: Annotated[str | None, typer.Option(help=text(es="Título del conjunto.", en="The dataset's title."))] = None,
    institution_name: Annotated[
        str | None,
        typer.Option(
            help=text(es="Nombre de la institución, si es nueva.", en="The institution's name, if it is new.")
        ),
    ] = None,
    sample: Annotated[
        Path | None,
        typer.Option(
            "--from",
            exists=True,
            dir_okay=False,
            help=text(
                es="Archivo de muestra: CSV, XLSX, ODS o JSON por líneas.",
                en="Sample file: CSV, XLSX, ODS or JSON lines.",
            ),
        ),
    ] = None,
) -> None:
    from faro.contracts import institutions
    from faro.scaffold.contract_text import Subject
    from faro.scaffold.new_contract import is_known, known_transport, parts_of, write_contract

    institution, name = parts_of(dataset)
    chosen = known_transport(
        transport or typer.prompt(text(es="Transporte (sftp, api, postgres)", en="Transport (sftp, api, postgres)"))
    )
    if is_known(institution):
        institution_name = institutions()[institution].name["es"]
    full_name = institution_name or typer.prompt(text(es="Nombre de la institución", en="Name of the institution"))
    entitled = title or typer.prompt(text(es="Título del conjunto de datos", en="Title of the dataset"))
    written = write_contract(Subject(institution, full_name, name, entitled, chosen), sample)
    for path in written.paths:
        console.print(str(path), highlight=False, soft_wrap=True, markup=False)
    console.print(text(es="Ahora: faro contract check", en="Now: faro contract check"))


@app.command(
    help=text(
        es="Escribe el libro de registro (XLSX) de un conjunto, para una institución sin sistema.",
        en="Write the registration workbook (XLSX) of a dataset, for an institution without a system.",
    )
)
def template(
    dataset: Dataset,
    output: Annotated[
        Path | None,
        typer.Option(
            help=text(
                es="Dónde; por omisión, aquí, registro_<conjunto>.xlsx.",
                en="Where; by default here, registro_<dataset>.xlsx.",
            )
        ),
    ] = None,
) -> None:
    from faro.contracts import find_contract
    from faro.feedback.names import registration_name
    from faro.scaffold.new_contract import AlreadyThere, parts_of
    from faro.scaffold.template import registration_workbook

    institution, name = parts_of(dataset)
    contract = find_contract(institution, name)
    path = output or Path(registration_name(name))
    if path.exists():  # somebody may have typed into it
        raise AlreadyThere(path=str(path))
    path.write_bytes(registration_workbook(contract))
    console.print(str(path), highlight=False, soft_wrap=True, markup=False)


@app.command(
    help=text(
        es="Escribe el primer modelo de staging de un conjunto; lo que ya existe no se toca.",
        en="Write the first staging model of a dataset; what exists is not touched.",
    )
)
def staging(dataset: Dataset) -> None:
    from faro.contracts import find_contract
    from faro.scaffold.new_contract import parts_of
    from faro.scaffold.staging import write_staging

    written = write_staging(find_contract(*parts_of(dataset)))
    for path in written:
        console.print(str(path), highlight=False, soft_wrap=True, markup=False)
    if not written:
        console.print(
            text(es="El modelo ya existe; no se modificó.", en="The model is there already; it was not changed.")
        )
