"""What the terminal shows: tables that fit it, numbers as the reader's language writes them, plain data on request."""

import csv
import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from faro.language import reader_language, text

console = Console()
_STATE = {
    "current": ("green", {"es": "al día", "en": "current"}),
    "late": ("yellow", {"es": "atrasado", "en": "late"}),
    "rejected": ("red", {"es": "rechazado", "en": "rejected"}),
    "unreachable": ("red", {"es": "sin respuesta", "en": "unreachable"}),
    "waiting": ("yellow", {"es": "en espera", "en": "waiting"}),
}
#: How many findings of a dataset fit the page of all datasets.
_FINDINGS = 1
MARK = {"critical": "[red]✗[/]", "error": "[red]✗[/]", "warning": "[yellow]![/]"}


def locale() -> str:
    return "es_CR" if reader_language() == "es" else "en"


def number(value: int | float | Decimal) -> str:
    from babel.numbers import format_decimal

    return format_decimal(value, locale=locale())


def moment(value: datetime | None) -> str:
    pattern = "%d/%m/%y %H:%M" if reader_language() == "es" else "%Y-%m-%d %H:%M"
    return value.astimezone().strftime(pattern) if value else "—"


def show_status(found: dict[str, Any], *, all_findings: bool = False) -> None:
    """The page of `faro status`: of each dataset what stops it and a little more, or all of it."""
    if found["datasets"]:
        console.print(_datasets(found["datasets"]))
        for dataset in found["datasets"]:
            _show_findings(dataset, len(dataset["findings"]) if all_findings else _FINDINGS)
    running = [name for name, state in found["services"].items() if state == "ready"]
    waiting = {name: state for name, state in found["services"].items() if state != "ready"}
    console.print(
        text(
            es=f"Servicios listos: {', '.join(running) or 'ninguno'}",
            en=f"Services ready: {', '.join(running) or 'none'}",
        )
    )
    if waiting:
        console.print(
            text(es="Los demás: ", en="The others: ")
            + ", ".join(f"{name} ({state})" for name, state in waiting.items())
        )
    if transformed := found["transformed"]:
        ended = moment(transformed["finished_at"])
        console.print(text(es=f"Transformado: {ended}", en=f"Transformed: {ended}"))
        _show_release(found["release"])
    _show_stale(found["stale"])


def _show_release(release: dict[str, Any] | None) -> None:
    if release is None:
        told = text(
            es="No hay ninguna publicación vigente. La próxima: faro release calendar",
            en="No release stands. The next one: faro release calendar",
        )
    else:
        which = f"{release['number']} ({release['edition']}), {moment(release['published_at'])}"
        told = text(es=f"Publicación {which}", en=f"Release {which}")
    console.print(told, highlight=False)


def _datasets(datasets: list[dict[str, Any]]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(text(es="Conjunto de datos", en="Dataset"), no_wrap=True)
    counted = (
        text(es="Entregas", en="Came"),
        text(es="Filas", en="Rows"),
        text(es="Aceptadas", en="Accepted"),
        text(es="Cuarentena", en="Quarantine"),
    )
    for title in counted:
        table.add_column(title, justify="right")
    table.add_column(text(es="Última carga", en="Last load"), no_wrap=True)
    table.add_column(text(es="Estado", en="State"), no_wrap=True)
    for row in datasets:
        colour, word = _STATE[row["state"]]
        counts = [number(row[name]) for name in ("deliveries", "delivered", "accepted", "quarantined")]
        state = f"[{colour}]{word[reader_language()]}[/]"
        table.add_row(f"{row['institution']}/{row['dataset']}", *counts, moment(row["last_load"]), state)
    return table


def _show_findings(dataset: dict[str, Any], limit: int) -> None:
    """What stops a delivery always; of the rest as many as the limit says."""
    name = f"{dataset['institution']}/{dataset['dataset']}"
    critical = [each for each in dataset["findings"] if each["severity"] == "critical"]
    others = [each for each in dataset["findings"] if each["severity"] != "critical"]
    for finding in [*critical, *others[:limit]]:
        mark = MARK[finding["severity"]]
        console.print(f"{mark} [bold]{name}[/] {escape(finding['message'])}", highlight=False, soft_wrap=True)
    if left := len(others[limit:]):
        more = text(es=f"Y {left} hallazgo(s) más: faro status {name}", en=f"And {left} more: faro status {name}")
        console.print(f"[dim]  {more}[/]", highlight=False)


def _show_stale(models: list[dict[str, Any]]) -> None:
    """What failed, and how much waits for it; what is held is said of its dataset."""
    for each in models:
        if each["reason"] in {"test", "error"}:
            failed, since = ", ".join(each["failed"]), moment(each["since"])
            told = text(es=f"falló desde el {since}: {failed}", en=f"fails since {since}: {failed}")
            console.print(f"{MARK['error']} [bold]{each['model']}[/] {escape(told)}", highlight=False, soft_wrap=True)
    if waiting := [each["model"] for each in models if each["reason"] == "upstream"]:
        told = text(es="Sin actualizar, pues dependen de lo que falló", en="Not updated, as they depend on what failed")
        console.print(f"{MARK['warning']} {told}: {', '.join(waiting)}", highlight=False, soft_wrap=True)


def show_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """A query's answer for people."""
    numeric = [all(isinstance(row[index], int | float | Decimal) for row in rows) for index in range(len(columns))]
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name, is_numeric in zip(columns, numeric, strict=True):
        table.add_column(escape(name), justify="right" if is_numeric else "left")
    for row in rows:
        table.add_row(*(_cell(value) for value in row))
    console.print(table)
    console.print(text(es=f"{number(len(rows))} fila(s)", en=f"{number(len(rows))} row(s)"), style="dim")


def _cell(value: Any) -> str:
    if value is None:
        return "[dim]—[/]"
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return number(value) if is_number else escape(str(value))


def print_csv(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    writer = csv.writer(sys.stdout)
    writer.writerow(columns)
    writer.writerows(rows)


def print_json(value: Any) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2, default=plain)
    sys.stdout.write("\n")


def plain(value: Any) -> Any:
    """What JSON has no type for."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)
