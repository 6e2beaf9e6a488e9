"""`faro release preview`: what of the indicators would be published today, and how much of it."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from faro.cli.pages import console, number
from faro.language import reader_language, text

if TYPE_CHECKING:
    from faro.releases.coverage import Coverage
    from faro.releases.drafting import Draft
    from faro.releases.holding import Holding

_COLUMNS = ("indicator", "period", "breakdown", "category", "value", "status")


def preview(
    file: Annotated[
        Path | None,
        typer.Option(
            "--csv",
            dir_okay=False,
            writable=True,
            help=text(es="Donde escribir las cifras, ya protegidas.", en="Where to write the figures, protected."),
        ),
    ] = None,
    tables: Annotated[
        bool, typer.Option("--tables", help=text(es="Una línea por desglose.", en="A line for each breakdown."))
    ] = False,
) -> None:
    if file and not file.parent.is_dir():
        raise typer.BadParameter(
            text(es=f"La carpeta {file.parent} no existe.", en=f"There is no folder {file.parent}.")
        )
    told = text(
        es="Se protegen todas las cifras juntas: unos minutos …", en="All figures are protected together: minutes …"
    )
    from faro.indicators.definitions import definitions
    from faro.publication.preparing import held_told, withheld_told

    with console.status(told):
        found = _held()
    _show(found.draft, tables)
    if found.held:
        held = "; ".join(held_told(found.held))
        told = text(
            es=f"Siguen como en la última publicación, porque su cambio revelaría pocas personas: {held}.",
            en=f"These stay as in the last release, because their change would tell of a few: {held}.",
        )
        console.print(told, highlight=False)
    if found.withheld:
        withheld = "; ".join(withheld_told(found.withheld, definitions(), reader_language()))
        told = text(
            es=f"No se publicarían, porque junto a lo ya publicado revelarían pocas personas: {withheld}.",
            en=f"These would not be published, because beside what is they would tell of a few: {withheld}.",
        )
        console.print(told, highlight=False)
    if file:
        _write(found.draft, file)
        console.print(text(es=f"Las cifras están en {file}.", en=f"The figures are in {file}."), highlight=False)
    if found.draft.computed:
        raise typer.Exit(1)


def _held() -> "Holding":
    from faro.publication.inputs import contracts_of
    from faro.publication.preparing import held_beside, inputs_seen, seen_by
    from faro.settings import settings
    from faro.stack.postgres import reachable_uri

    seen = seen_by(reachable_uri(settings(), "faro_publisher"))
    inputs = inputs_seen(seen)
    return held_beside(seen, inputs, contracts_of(inputs.texts))


def _show(found: "Draft", by_table: bool) -> None:
    from faro.releases.coverage import coverages, together

    of_tables = coverages(found)
    titles = text(
        es="Indicador,Cifras,Se muestran,,De lo contado,Retenidos",
        en="Indicator,Figures,Shown,,Of the counted,Withheld",
    )
    table = Table(box=None, header_style="bold", pad_edge=False)
    for place, title in enumerate(titles.split(",")):
        table.add_column(title, justify="right" if place else "left", overflow="fold")
    for label, names in _lines(of_tables, by_table):
        one = together(of_tables[name] for name in names)
        shares = (_percent(one.of_figures), _percent(one.of_units))
        table.add_row(label, number(one.figures), number(one.shown), *shares, number(one.withheld))
    console.print(table)
    told = text(
        es="«De lo contado»: qué parte de las personas, causas o registros está en cifras que se muestran.",
        en="'Of the counted': which part of the persons, cases or records is in figures that are shown.",
    )
    console.print(told, highlight=False)
    every = together(of_tables.values())
    _show_totals(found, every.figures, every.shown)


def _lines(
    of_tables: Mapping[tuple[str, str], "Coverage"], by_table: bool
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """A label and the tables that it is of: one for each indicator, or for each table."""
    from faro.indicators.definitions import TOTAL, definitions

    given = definitions()
    for code, indicator in given.indicators.items():
        own = [name for name in of_tables if name[0] == code]
        label = f"{code}  {text(es=indicator.es, en=indicator.en)}"
        if not by_table:
            yield label, own
            continue
        for name in own:
            if name[1] == TOTAL:
                yield label, [name]
            else:
                breakdown = given.breakdowns[name[1]]
                yield f"{code}    {text(es=breakdown.es, en=breakdown.en)}", [name]


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{100 * share:.0f} %"


def _show_totals(found: "Draft", figures: int, shown: int) -> None:
    of_all, of_shown, withheld = (number(one) for one in (figures, shown, len(found.counted.withheld)))
    counts, small = number(len(found.counted.figures.counts)), number(found.requirements)
    told = text(
        es=f"Se mostrarían {of_shown} de {of_all} cifras. Se retienen enteros {withheld} desgloses de un año o de un"
        " período, de los que menos de la mitad podría mostrarse.\n"
        f"Protegidos juntos: {counts} recuentos, de ellos {small} pequeños.",
        en=f"{of_shown} of {of_all} figures would be shown. {withheld} breakdowns of a year or a period are withheld"
        " whole, of which less than half could be shown.\n"
        f"Protected together: {counts} counts, {small} of them small.",
    )
    console.print(told, highlight=False)
    if found.told_before:
        before = number(len(found.told_before))
        told = text(
            es=f"[yellow]![/] {before} recuentos pequeños se calculan ya con lo publicado antes y lo que es público.",
            en=f"[yellow]![/] {before} small counts can be computed already by earlier releases and what is public.",
        )
        console.print(told, highlight=False)
    computed = number(len(found.computed))
    if found.computed:
        told = text(
            es=f"[red]✗[/] Quien lea podría calcular {computed} recuentos pequeños: así no puede publicarse.",
            en=f"[red]✗[/] Whoever reads could compute {computed} small counts: it cannot be published like this.",
        )
    else:
        told = text(
            es="[green]✓[/] El ataque no calcula ningún recuento pequeño. Nada se ha publicado.",
            en="[green]✓[/] The attack computes no small count. Nothing has been published.",
        )
    console.print(told, highlight=False)


def _write(found: "Draft", file: Path) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(_COLUMNS)
        for figure in found.counted.released:
            is_shown = found.is_shown(figure)
            value = figure.value if is_shown else None
            what = (figure.indicator, figure.period, figure.breakdown, figure.category)
            writer.writerow([*what, "" if value is None else f"{value:.10g}", "shown" if is_shown else "hidden"])
