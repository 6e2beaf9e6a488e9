"""Whether a contract follows the standard and Faro's own rules; each problem names file, line and cure."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jsonschema import Draft201909Validator
from jsonschema.exceptions import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from faro.contracts.flaws import Flaw, Place
from faro.contracts.rules import RULES, unknown_transport
from faro.language import text


@dataclass(frozen=True)
class ContractProblem:
    """One thing to mend in one line of one file."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def problems_of(path: Path) -> list[ContractProblem]:
    """Every problem of one contract, in the order of its lines."""
    try:
        document = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    except (YAMLError, UnicodeDecodeError) as error:
        message = text(es="No es YAML: revise la sangría y las comillas.", en="Not YAML: check indentation and quotes.")
        return [ContractProblem(path, _marked_line(error), message)]
    if not isinstance(document, dict):
        return [ContractProblem(path, 1, text(es="El contrato está vacío.", en="The contract is empty."))]
    problems = [
        ContractProblem(path, _line_of(document, place), message) for place, message in flaws_of(document, path)
    ]
    return sorted(dict.fromkeys(problems), key=lambda problem: problem.line)


def flaws_of(document: Any, path: Path) -> list[Flaw]:
    """What is wrong with a contract that could be read, without the lines."""
    # an unknown transport comes first, for the standard knows dozens; Faro's rules rely on the standard's shapes
    found = list(unknown_transport(document)) or list(_flaws_by_standard(document))
    return found or [flaw for rule in RULES for flaw in rule(document, path)]


def _marked_line(error: Exception) -> int:
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    return mark.line + 1 if mark else 1


def _line_of(document: Any, place: Place) -> int:
    """The line of the deepest part of the place that exists."""
    node, line = document, 1
    for step in place:
        try:
            line = (node.lc.item if isinstance(step, int) else node.lc.key)(step)[0] + 1
            node = node[step]
        except (KeyError, IndexError, AttributeError, TypeError):
            break
    return line


@cache
def _standard() -> Draft201909Validator:
    return Draft201909Validator(json.loads((files("open_data_contract_standard") / "schema.json").read_text()))


def _flaws_by_standard(document: Any) -> Iterator[Flaw]:
    """What the standard's own published JSON Schema says."""
    errors = list(_standard().iter_errors(json.loads(json.dumps(document, default=str))))
    # a field counts as unevaluated as soon as anything beside it is wrong
    causes = [error for error in errors if error.validator != "unevaluatedProperties"]
    for error in causes or errors:
        yield list(error.absolute_path), _in_words(error)


def _in_words(error: ValidationError) -> str:
    stated: Any = error.validator_value
    match error.validator:
        case "required":
            missing = ", ".join(each for each in stated if each not in error.instance)
            return text(es=f"falta: {missing}; agréguelo.", en=f"missing: {missing}; add it.")
        case "enum" | "const":
            listed = ", ".join(map(str, stated if error.validator == "enum" else [stated]))
            return text(es=f"valor no admitido; use uno de: {listed}.", en=f"value not accepted; use one of: {listed}.")
        case "type":
            return text(es=f"debe ser de tipo {stated}.", en=f"must be of type {stated}.")
        case "additionalProperties" | "unevaluatedProperties":
            unknown = ", ".join(re.findall(r"'([^']+)'", error.message))
            return text(es=f"campo desconocido: {unknown}; quítelo.", en=f"unknown field: {unknown}; remove it.")
    return text(es=f"no cumple el estándar ODCS: {error.message}", en=f"does not follow ODCS: {error.message}")
