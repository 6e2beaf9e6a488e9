"""The bus matrix: which facts share which dimensions, what one row of each is, and who delivers it."""

import re
from collections import Counter
from collections.abc import Mapping

from faro.contracts import institutions
from faro.lineage.models import Model, institutions_behind
from faro.markdown import row

_REFERENCE = re.compile(r"ref\('(dim_\w+)'\)")
_FACT = ("fct_", "bridge_")
_OF_KEYS = ("referential_integrity", "relationships")
_HEAD = """<!-- generated from dbt_project/, do not edit: faro derive -->
# Matriz de bus

Qué hechos comparten qué dimensiones. Lo que comparte una dimensión se puede comparar y cruzar por ella: los códigos
son los mismos. Se escribe con `faro derive` a partir del proyecto de dbt; una marca es una columna del hecho con una
prueba de que su clave existe en la dimensión.
"""


def bus_matrix(models: Mapping[str, Model]) -> str:
    """The page in Markdown."""
    core = {name: model for name, model in sorted(models.items()) if "models/core/" in model.path.as_posix()}
    facts = {name: _dimensions(model) for name, model in core.items() if name.startswith(_FACT)}
    uses = Counter(dimension for used in facts.values() for dimension in used)
    shared = sorted(name for name, count in uses.items() if count > 1)
    return "\n".join(
        [
            _HEAD,
            "## Hechos y dimensiones que comparten\n",
            row(["hecho", *(name.removeprefix("dim_").replace("_", " ") for name in shared)]),
            row(["---", *(":-:" for _ in shared)]),
            *(
                row([f"`core.{name}`", *("●" if each in used else "" for each in shared)])
                for name, used in facts.items()
            ),
            "\n## Grano y fuentes\n",
            row(["hecho", "grano", "instituciones", "dimensiones propias"]),
            row(["---"] * 4),
            *(_fact(models, name, used - set(shared)) for name, used in facts.items()),
            "\n## Dimensiones\n",
            row(["dimensión", "hechos", "qué es"]),
            row(["---", "--:", "---"]),
            *(
                row([f"`core.{name}`", str(uses[name]), _one_line(model.page.get("description", ""))])
                for name, model in core.items()
                if name.startswith("dim_")
            ),
            "",
        ]
    )


def _dimensions(model: Model) -> set[str]:
    """The dimensions in which the fact's keys are tested to exist."""
    tests = [test for part in (model.page, *model.page.get("columns", [])) for test in part.get("data_tests", [])]
    of_keys = [test[kind] for test in tests for kind in _OF_KEYS if kind in test]
    return {dimension for test in of_keys for dimension in _REFERENCE.findall(str(test))}


def _fact(models: Mapping[str, Model], name: str, own: set[str]) -> str:
    grain = models[name].page.get("config", {}).get("meta", {}).get("grain", "")
    behind = sorted(institutions_behind(models, name))
    named = ", ".join(institutions()[each].short_name for each in behind)
    return row([f"`core.{name}`", _one_line(grain), named or "—", ", ".join(f"`core.{each}`" for each in sorted(own))])


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
