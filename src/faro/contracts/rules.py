"""What Faro asks of a contract beyond the standard: small rules, each flaw with its place and its cure."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from faro.contracts.flaws import Flaw, Place, Rule, column_place, custom, flaw, properties_of, types_of
from faro.contracts.model import LOGICAL_TYPES, TRANSPORTS
from faro.contracts.personal_rules import PERSONAL_RULES
from faro.contracts.reading import editions_path, institutions
from faro.contracts.references import references
from faro.contracts.relation_rules import delivery_relation, increment
from faro.parsing.layout import DATE_ORDERS

_UNITS = ("day", "week", "month", "year")
_EDITION_COLUMNS = {"edition", "sheet", "skip_rows"}
_MAY_BE_MISSING = {"header_rows", "date_order"}


def _identity_follows_the_path(document: Any, path: Path) -> Iterator[Flaw]:
    expected = f"{path.parent.name}.{path.name.removesuffix('.odcs.yaml')}"
    if document.get("id") != expected:
        yield flaw(
            ["id"], es=f"el id debe ser «{expected}», como la ruta.", en=f"id must be `{expected}`, as the path."
        )
    if path.parent.name not in institutions(path.parents[1]):
        yield flaw(
            ["id"],
            es="la institución no está en institutions.yml; agréguela.",
            en="the institution is not in institutions.yml; add it.",
        )


def unknown_transport(document: Any) -> Iterator[Flaw]:
    """Also for documents that do not follow the standard."""
    servers = document.get("servers")
    for index, server in enumerate(servers if isinstance(servers, list) else []):
        if isinstance(server, dict) and "type" in server and server["type"] not in TRANSPORTS:
            listed = ", ".join(TRANSPORTS)
            yield flaw(
                ["servers", index, "type"],
                es=f"transporte desconocido; use uno de: {listed}.",
                en=f"unknown transport; use one of: {listed}.",
            )


def _one_server(document: Any, _path: Path) -> Iterator[Flaw]:
    servers = document.get("servers") or []
    if len(servers) != 1:
        yield flaw(["servers"], es="declare exactamente un servidor.", en="declare exactly one server.")
    elif servers[0]["type"] == "postgres":
        yield from _source_table(document, servers[0])
    elif not servers[0].get("location"):
        yield flaw(["servers", 0], es="falta location: dónde está la entrega.", en="location is missing: where it is.")


def _source_table(document: Any, server: Any) -> Iterator[Flaw]:
    if not any(each.get("property") == "table" and each.get("value") for each in server.get("customProperties") or []):
        yield flaw(
            ["servers", 0],
            es="falta customProperties: [{property: table, value: …}].",
            en="customProperties: [{property: table, value: …}] is missing.",
        )
    if custom(document, "increment") is None:
        yield flaw(
            ["customProperties"],
            es="falta la propiedad «increment»: {date, key}.",
            en="property `increment`: {date, key} is missing.",
        )


def _what_a_lawyer_signs(document: Any, _path: Path) -> Iterator[Flaw]:
    if not (document.get("description") or {}).get("purpose"):
        yield flaw(["description"], es="falta description.purpose (finalidad).", en="description.purpose is missing.")
    if not (document.get("team") or {}).get("name"):
        yield flaw(["team"], es="falta team.name (responsable).", en="team.name (the owner) is missing.")
    definitions = document.get("authoritativeDefinitions") or []
    if not any(each.get("type") == "legalBasis" for each in definitions):
        yield flaw(
            ["authoritativeDefinitions"],
            es="falta una definición de tipo legalBasis (base legal).",
            en="a definition of type legalBasis is missing.",
        )


def _cadence_and_retention(document: Any, _path: Path) -> Iterator[Flaw]:
    stated = {each.get("property"): (index, each) for index, each in enumerate(document.get("slaProperties") or [])}
    for name in ("frequency", "retention"):
        if name not in stated:
            yield flaw(
                ["slaProperties"],
                es=f"falta «{name}» en slaProperties.",
                en=f"`{name}` is missing in slaProperties.",
            )
            continue
        index, entry = stated[name]
        place: Place = ["slaProperties", index]
        if entry.get("unit") not in _UNITS:
            listed = ", ".join(_UNITS)
            yield flaw([*place, "unit"], es=f"la unidad es una de: {listed}.", en=f"the unit is one of: {listed}.")
        if not _is_positive(entry.get("value")):
            yield flaw([*place, "value"], es="el valor es un número mayor que 0.", en="the value is a number above 0.")


def _is_positive(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


def _one_table(document: Any, _path: Path) -> Iterator[Flaw]:
    schema = document.get("schema") or []
    if len(schema) != 1 or not schema[0].get("properties"):
        yield flaw(
            ["schema"],
            es="declare exactamente una tabla con sus columnas.",
            en="declare exactly one table with its columns.",
        )


def _columns(document: Any, _path: Path) -> Iterator[Flaw]:
    for index, column in enumerate(properties_of(document)):
        place, name = column_place(index), column.get("name")
        if column.get("logicalType") not in LOGICAL_TYPES:
            listed = ", ".join(LOGICAL_TYPES)
            yield flaw(
                [*place, "logicalType"],
                es=f"«{name}»: logicalType es uno de: {listed}.",
                en=f"`{name}`: logicalType is one of: {listed}.",
            )
        for needed in ("businessName", "description"):
            if not column.get(needed):
                yield flaw(place, es=f"«{name}»: falta {needed}.", en=f"`{name}`: {needed} is missing.")


def _editions_name_every_column(document: Any, path: Path) -> Iterator[Flaw]:
    editions = editions_path(path)
    if not editions.exists():
        yield flaw(
            [],
            es=f"falta {editions.name}: una fila por disposición, con los encabezados como llegan.",
            en=f"{editions.name} is missing: one row per layout, with the headers as received.",
        )
        return
    with editions.open(newline="", encoding="utf-8") as file:
        header, *rows = [*csv.reader(file)] or [[]]
    for column in sorted(({*types_of(document)} | _EDITION_COLUMNS) ^ (set(header) - _MAY_BE_MISSING)):
        yield flaw(
            ["schema"],
            es=f"«{column}» está solo en uno: el contrato o {editions.name}.",
            en=f"`{column}` is in only one of the contract and {editions.name}.",
        )
    yield from _whole_rows(editions.name, header, rows)
    yield from _stated_date_orders(editions.name, header, rows)


def _whole_rows(name: str, header: list[str], rows: list[list[str]]) -> Iterator[Flaw]:
    counts = [header.index(each) for each in ("skip_rows", "header_rows") if each in header]
    if not rows or any(len(row) != len(header) or not all(row[at].isdigit() for at in counts) for row in rows):
        yield flaw(
            [],
            es=f"{name}: cada fila trae todas las columnas y un número en skip_rows (y header_rows, si está); "
            "hace falta al menos una.",
            en=f"{name}: every row has all columns and a number in skip_rows (and header_rows where it is); "
            "at least one is needed.",
        )


def _stated_date_orders(name: str, header: list[str], rows: list[list[str]]) -> Iterator[Flaw]:
    orders = {row[header.index("date_order")] for row in rows if "date_order" in header and len(row) == len(header)}
    if orders - {"", *DATE_ORDERS}:
        listed = ", ".join(DATE_ORDERS)
        yield flaw(
            [],
            es=f"{name}: date_order queda vacío o es uno de: {listed}.",
            en=f"{name}: date_order is empty or one of: {listed}.",
        )


RULES: tuple[Rule, ...] = (
    _identity_follows_the_path,
    _one_server,
    _what_a_lawyer_signs,
    _cadence_and_retention,
    _one_table,
    _columns,
    *PERSONAL_RULES,
    delivery_relation,
    increment,
    references,
    _editions_name_every_column,
)
