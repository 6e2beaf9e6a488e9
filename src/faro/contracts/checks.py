"""What a contract must hold, as a list of small checks; each problem names file, line and cure."""

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jsonschema import Draft201909Validator
from jsonschema.exceptions import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from faro.contracts.model import (
    GRANULARITIES,
    LOGICAL_TYPES,
    PERSONAL_DATA_CLASSES,
    RELATIONS,
    TRANSPORTS,
)
from faro.contracts.reading import CONTRACTS, contract_paths, editions_path, institutions
from faro.language import text

Place = Sequence[str | int]


@dataclass(frozen=True)
class ContractProblem:
    """One thing to mend in one line of one file."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def all_problems(root: Path = CONTRACTS) -> list[ContractProblem]:
    return [problem for path in contract_paths(root) for problem in problems_of(path)]


def problems_of(path: Path) -> list[ContractProblem]:
    """Every problem of one contract, in the order of its lines."""
    try:
        document = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return [ContractProblem(path, line, text(es="No es YAML: revise la sangría y las comillas.",
                                                 en="Not YAML: check the indentation and quotes."))]  # fmt: skip
    if not isinstance(document, dict):
        return [ContractProblem(path, 1, text(es="El contrato está vacío.", en="The contract is empty."))]
    standard = list(_standard_problems(document))
    found = standard or [problem for check in _CHECKS for problem in check(document, path)]
    problems = [ContractProblem(path, _line_of(document, place), message) for place, message in found]
    return sorted(problems, key=lambda problem: problem.line)


def _line_of(document: Any, place: Place) -> int:
    """The line of the deepest part of the place that exists."""
    node, line = document, 1
    for step in place:
        try:
            line = (node.lc.key(step) if isinstance(node, dict) else node.lc.item(step))[0] + 1
            node = node[step]
        except (KeyError, IndexError, AttributeError, TypeError):
            break
    return line


Problems = Iterator[tuple[Place, str]]


@cache
def _standard() -> Draft201909Validator:
    return Draft201909Validator(json.loads((files("open_data_contract_standard") / "schema.json").read_text()))


def _standard_problems(document: Any) -> Problems:
    """What the standard's own published JSON Schema says."""
    for error in _standard().iter_errors(json.loads(json.dumps(document, default=str))):
        yield list(error.absolute_path), _in_words(error)


def _in_words(error: ValidationError) -> str:
    if error.validator == "required":
        field = next(each for each in error.validator_value if each not in error.instance)
        return text(es=f"falta el campo «{field}»; agréguelo.", en=f"field `{field}` is missing; add it.")
    if error.validator in {"enum", "const"}:
        accepted = error.validator_value if error.validator == "enum" else [error.validator_value]
        listed = ", ".join(map(str, accepted))
        return text(es=f"valor no admitido; use uno de: {listed}.", en=f"value not accepted; use one of: {listed}.")
    if error.validator == "type":
        return text(es=f"debe ser de tipo {error.validator_value}.", en=f"must be of type {error.validator_value}.")
    return text(es=f"no cumple el estándar ODCS: {error.message}", en=f"does not follow ODCS: {error.message}")


def _one_server_with_a_known_transport(document: Any, _path: Path) -> Problems:
    servers = document.get("servers") or []
    if len(servers) != 1:
        yield ["servers"], text(es="declare exactamente un servidor.", en="declare exactly one server.")
    elif (server := servers[0])["type"] not in TRANSPORTS:
        listed = ", ".join(TRANSPORTS)
        yield ["servers", 0, "type"], text(es=f"transporte desconocido; use uno de: {listed}.",
                                           en=f"unknown transport; use one of: {listed}.")  # fmt: skip
    elif server["type"] == "postgres":
        if not any(each.get("property") == "table" for each in server.get("customProperties", [])):
            yield ["servers", 0], text(es="falta customProperties: [{property: table, value: …}].",
                                       en="customProperties: [{property: table, value: …}] is missing.")  # fmt: skip
        if not _custom(document, "increment"):
            yield ["customProperties"], text(es="falta la propiedad «increment»: {date, key}.",
                                             en="property `increment`: {date, key} is missing.")  # fmt: skip


def _identity_follows_the_path(document: Any, path: Path) -> Problems:
    expected = f"{path.parent.name}.{path.name.removesuffix('.odcs.yaml')}"
    if document.get("id") != expected:
        yield ["id"], text(es=f"el id debe ser «{expected}», como la ruta.", en=f"id must be `{expected}`, like the path.")
    if path.parent.name not in institutions(path.parents[1]):
        yield ["id"], text(es="la institución no está en institutions.yml; agréguela.",
                           en="the institution is not in institutions.yml; add it.")  # fmt: skip


def _what_a_lawyer_signs(document: Any, _path: Path) -> Problems:
    if not (document.get("description") or {}).get("purpose"):
        yield ["description"], text(es="falta description.purpose (finalidad).", en="description.purpose is missing.")
    if not (document.get("team") or {}).get("name"):
        yield ["team"], text(es="falta team.name (responsable).", en="team.name (the owner) is missing.")
    definitions = document.get("authoritativeDefinitions") or []
    if not any(each.get("type") == "legalBasis" for each in definitions):
        yield ["authoritativeDefinitions"], text(es="falta una definición de tipo legalBasis (base legal).",
                                                 en="a definition of type legalBasis is missing.")  # fmt: skip


def _cadence_and_retention(document: Any, _path: Path) -> Problems:
    stated = {each.get("property"): each for each in document.get("slaProperties") or []}
    for name in ("frequency", "retention"):
        if name not in stated:
            yield ["slaProperties"], text(es=f"falta «{name}» en slaProperties.", en=f"`{name}` is missing in slaProperties.")
        elif stated[name].get("unit") not in {"day", "week", "month", "year"}:
            place = ["slaProperties", list(stated).index(name), "unit"]
            yield place, text(es="la unidad es day, week, month o year.", en="the unit is day, week, month or year.")


def _columns(document: Any, _path: Path) -> Problems:
    schema = document.get("schema") or []
    if len(schema) != 1 or not schema[0].get("properties"):
        yield ["schema"], text(es="declare exactamente una tabla con sus columnas.", en="declare exactly one table with its columns.")
        return
    for index, column in enumerate(schema[0]["properties"]):
        place = ["schema", 0, "properties", index]
        if column.get("logicalType") not in LOGICAL_TYPES:
            listed = ", ".join(LOGICAL_TYPES)
            yield [*place, "logicalType"], text(es=f"«{column.get('name')}»: logicalType es uno de: {listed}.",
                                                en=f"`{column.get('name')}`: logicalType is one of: {listed}.")  # fmt: skip
        if column.get("classification") not in PERSONAL_DATA_CLASSES:
            yield [*place, "classification"], _classification_message(column)
        for needed in ("businessName", "description"):
            if not column.get(needed):
                yield place, text(es=f"«{column.get('name')}»: falta {needed}.", en=f"`{column.get('name')}`: {needed} is missing.")


def _classification_message(column: Any) -> str:
    if column.get("classification") == "direct_identifier":
        return text(es=f"«{column.get('name')}» es un identificador directo: no puede cargarse mientras no se cifre en la entrada.",
                    en=f"`{column.get('name')}` is a direct identifier: it cannot be loaded until it is tokenised at the door.")  # fmt: skip
    listed = ", ".join(PERSONAL_DATA_CLASSES)
    return text(es=f"«{column.get('name')}»: classification (clase de dato personal) es una de: {listed}.",
                en=f"`{column.get('name')}`: classification (personal-data class) is one of: {listed}.")  # fmt: skip


def _delivery_relation(document: Any, _path: Path) -> Problems:
    relation = _custom(document, "deliveryRelation") or {}
    place = ["customProperties"]
    if relation.get("type") not in RELATIONS:
        listed = ", ".join(RELATIONS)
        yield place, text(es=f"deliveryRelation.type es uno de: {listed}.", en=f"deliveryRelation.type is one of: {listed}.")
    elif relation["type"] == "periodReplacement":
        if relation.get("granularity") not in GRANULARITIES or relation.get("column") not in _types(document):
            yield place, text(es="periodReplacement necesita column (una columna de fecha) y granularity (day, month o year).",
                              en="periodReplacement needs column (a date column) and granularity (day, month or year).")  # fmt: skip
    elif relation["type"] in {"keyedChanges", "fullEdition"} and not any(
        column.get("primaryKey") for column in _properties(document)
    ):
        yield ["schema"], text(es="esta relación entre entregas necesita una clave (primaryKey).",
                               en="this delivery relation needs a key (primaryKey).")  # fmt: skip
    for column in (_custom(document, "increment") or {}).values():
        if column not in _types(document):
            yield place, text(es=f"increment nombra «{column}», que no es una columna.", en=f"increment names `{column}`, which is no column.")


def _editions_name_every_column(document: Any, path: Path) -> Problems:
    editions = editions_path(path)
    if not editions.exists():
        yield [], text(es=f"falta {editions.name}: una fila por disposición, con los encabezados como llegan.",
                       en=f"{editions.name} is missing: one row per layout, with the headers as received.")  # fmt: skip
        return
    with editions.open(newline="", encoding="utf-8") as file:
        header = next(csv.reader(file), [])
    for column in set(_types(document)) ^ (set(header) - {"edition", "sheet", "skip_rows"}):
        yield ["schema"], text(es=f"«{column}» está solo en uno: el contrato o {editions.name}.",
                               en=f"`{column}` is in only one of the contract and {editions.name}.")  # fmt: skip


def _types(document: Any) -> dict[str, str]:
    return {each.get("name"): each.get("logicalType") for each in _properties(document)}


def _properties(document: Any) -> list[Any]:
    return [column for table in document.get("schema") or [] for column in table.get("properties") or []]


def _custom(document: Any, name: str) -> Any:
    return next((each.get("value") for each in document.get("customProperties") or [] if each.get("property") == name), None)


_CHECKS: list[Callable[[Any, Path], Problems]] = [
    _identity_follows_the_path,
    _one_server_with_a_known_transport,
    _what_a_lawyer_signs,
    _cadence_and_retention,
    _columns,
    _delivery_relation,
    _editions_name_every_column,
]
