"""What Faro asks of a contract beyond the standard: small rules, each flaw with its place and its cure."""

import csv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from faro.contracts.model import GRANULARITIES, LOGICAL_TYPES, PERSONAL_DATA_CLASSES, RELATIONS, TRANSPORTS
from faro.contracts.reading import editions_path, institutions
from faro.language import text

Place = Sequence[str | int]
Flaw = tuple[Place, str]
Rule = Callable[[Any, Path], Iterator[Flaw]]

_UNITS = ("day", "week", "month", "year")
_EDITION_COLUMNS = ["edition", "sheet", "skip_rows"]


def flaw(place: Place, *, es: str, en: str) -> Flaw:
    return place, text(es=es, en=en)


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
    if _custom(document, "increment") is None:
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
    for index, column in enumerate(_properties(document)):
        place, name = _column_place(index), column.get("name")
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


def _personal_data_class_of_every_column(document: Any, _path: Path) -> Iterator[Flaw]:
    for index, column in enumerate(_properties(document)):
        place, name = [*_column_place(index), "classification"], column.get("name")
        if column.get("classification") == "direct_identifier":
            yield flaw(
                place,
                es=f"«{name}» es un identificador directo: no puede cargarse mientras no se cifre en la entrada.",
                en=f"`{name}` is a direct identifier: it cannot be loaded until it is tokenised at the door.",
            )
        elif column.get("classification") not in PERSONAL_DATA_CLASSES:
            listed = ", ".join(PERSONAL_DATA_CLASSES)
            yield flaw(
                place,
                es=f"«{name}»: classification (clase de dato personal) es una de: {listed}.",
                en=f"`{name}`: classification (personal-data class) is one of: {listed}.",
            )


def _delivery_relation(document: Any, _path: Path) -> Iterator[Flaw]:
    relation, place = _custom(document, "deliveryRelation"), _custom_place(document, "deliveryRelation")
    kind = relation.get("type") if isinstance(relation, dict) else None
    if kind not in RELATIONS:
        listed = ", ".join(RELATIONS)
        yield flaw(
            place,
            es=f"deliveryRelation.type es uno de: {listed}.",
            en=f"deliveryRelation.type is one of: {listed}.",
        )
    elif kind == "periodReplacement":
        yield from _replaced_period(document, relation, place)
    elif unknown := sorted(relation.keys() - {"type"}):
        listed = ", ".join(unknown)
        yield flaw(place, es=f"{kind} no admite: {listed}.", en=f"{kind} does not take: {listed}.")
    elif kind in {"keyedChanges", "fullEdition"} and not any(each.get("primaryKey") for each in _properties(document)):
        yield flaw(
            ["schema"],
            es=f"{kind} necesita una clave (primaryKey en alguna columna).",
            en=f"{kind} needs a key (primaryKey in some column).",
        )


def _replaced_period(document: Any, relation: Any, place: Place) -> Iterator[Flaw]:
    dated = [name for name, kind in _types(document).items() if kind in {"date", "timestamp"}]
    is_complete = relation.keys() == {"type", "column", "granularity"}
    if not (is_complete and relation["column"] in dated and relation["granularity"] in GRANULARITIES):
        listed = ", ".join(GRANULARITIES)
        yield flaw(
            place,
            es=f"periodReplacement necesita column (una columna de fecha) y granularity (una de: {listed}).",
            en=f"periodReplacement needs column (a column of dates) and granularity (one of: {listed}).",
        )


def _increment(document: Any, _path: Path) -> Iterator[Flaw]:
    increment, place = _custom(document, "increment"), _custom_place(document, "increment")
    if increment is None:
        return
    if not isinstance(increment, dict) or increment.keys() != {"date", "key"}:
        yield flaw(place, es="increment lleva date y key, y nada más.", en="increment has date and key, no more.")
        return
    for column in increment.values():
        if column not in list(_types(document)):
            yield flaw(
                place,
                es=f"increment nombra «{column}», que no es una columna.",
                en=f"increment names `{column}`, which is no column.",
            )


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
    for column in sorted({*_types(document), *_EDITION_COLUMNS} ^ set(header)):
        yield flaw(
            ["schema"],
            es=f"«{column}» está solo en uno: el contrato o {editions.name}.",
            en=f"`{column}` is in only one of the contract and {editions.name}.",
        )
    if not rows or any(len(row) != len(header) or not row[header.index("skip_rows")].isdigit() for row in rows):
        yield flaw(
            [],
            es=f"{editions.name}: cada fila trae todas las columnas y un número en skip_rows; hace falta al menos una.",
            en=f"{editions.name}: every row has all columns and a number in skip_rows; at least one is needed.",
        )


def _types(document: Any) -> dict[str, str]:
    return {each.get("name"): each.get("logicalType") for each in _properties(document)}


def _properties(document: Any) -> list[Any]:
    return [column for table in document.get("schema") or [] for column in table.get("properties") or []]


def _column_place(index: int) -> Place:
    return ["schema", 0, "properties", index]


def _custom(document: Any, name: str) -> Any:
    stated = document.get("customProperties") or []
    return next((each.get("value") for each in stated if each.get("property") == name), None)


def _custom_place(document: Any, name: str) -> Place:
    stated = [each.get("property") for each in document.get("customProperties") or []]
    return ["customProperties", stated.index(name)] if name in stated else ["customProperties"]


RULES: tuple[Rule, ...] = (
    _identity_follows_the_path,
    _one_server,
    _what_a_lawyer_signs,
    _cadence_and_retention,
    _one_table,
    _columns,
    _personal_data_class_of_every_column,
    _delivery_relation,
    _increment,
    _editions_name_every_column,
)
