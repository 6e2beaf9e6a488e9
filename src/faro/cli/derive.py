"""`faro derive`: write, or check, every file that follows from contracts and vocabularies."""

from typing import Annotated

import typer

from faro.cli.pages import console
from faro.language import text

HELP = text(
    es="Escribe los archivos que se derivan de contratos y vocabularios; con --check, solo compara.",
    en="Write the files that follow from contracts and vocabularies; with --check, only compare.",
)


def derive(
    check: Annotated[
        bool,
        typer.Option(
            "--check", help=text(es="Solo comparar; 1 si algo difiere.", en="Only compare; 1 when something differs.")
        ),
    ] = False,
) -> None:
    from faro.derivation import derived_files, outdated_files

    outdated = outdated_files()
    for path in outdated:
        console.print(str(path))
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(derived_files()[path], encoding="utf-8")
    if check and outdated:
        console.print(text(es="Ejecute «faro derive».", en="Run `faro derive`."))
        raise typer.Exit(1)
