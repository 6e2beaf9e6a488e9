"""Every generated file and what it must hold, as it follows from contracts, vocabularies and indicators."""

import re
from collections.abc import Iterator
from functools import cache
from io import StringIO
from pathlib import Path

from ruamel.yaml import YAML

from faro import indicators, vocabularies
from faro.accounts.page import duties_table
from faro.contracts import Contract, all_contracts, institutions
from faro.lineage import bus_matrix, exposures, read_models
from faro.powers.page import roles_table
from faro.settings import PROJECT
from faro.transformation.project import EXPOSURES

_PART = r"(<!-- generated from \S*{}: faro derive -->\n\n).*?(<!-- until here -->)"
_HEADER = "# generated from contracts/, do not edit: faro derive\n"


@cache
def derived_files() -> dict[Path, str]:
    """Path → content."""
    return {
        **dict(_dbt_sources()),
        **vocabularies.derived_files(),
        **dict(_of_indicators()),
        **dict(_of_lineage()),
        **dict(_of_permissions()),
    }


def outdated_files() -> list[Path]:
    """The generated files that differ from what they follow from, or are missing."""
    return [
        path
        for path, content in derived_files().items()
        if not path.exists() or path.read_text(encoding="utf-8") != content
    ]


def _dbt_sources() -> Iterator[tuple[Path, str]]:
    for institution in institutions():
        contracts = [contract for contract in all_contracts() if contract.institution == institution]
        folder = PROJECT / "dbt_project" / "models" / "staging" / institution
        yield folder / f"_{institution}__sources.yml", _HEADER + _as_yaml(_source(institution, contracts))


def _source(institution: str, contracts: list[Contract]) -> dict[str, object]:
    source = {
        "name": f"raw_{institution}",
        "description": institutions()[institution].name["es"],
        "schema": f"raw_{institution}",
        "tables": [_table(contract) for contract in contracts],
    }
    return {"version": 2, "sources": [source]}


def _table(contract: Contract) -> dict[str, object]:
    columns = [
        {"name": raw.name, "description": f"{contract.column(raw.source).title}. {raw.description}"}
        for raw in contract.raw_columns
    ]
    table: dict[str, object] = {
        "name": f"{contract.dataset}_current",
        "description": f"{contract.title}. {contract.grain}",
        "columns": columns,
    }
    if contract.relation.type == "keyedChanges":
        table["config"] = {"meta": {"has_versions": True} | ({"record": contract.record} if contract.record else {})}
    return table


def _of_indicators() -> Iterator[tuple[Path, str]]:
    given = indicators.definitions()
    yield from indicators.seeds(given).items()
    yield from indicators.page(given).items()
    for path, properties in indicators.dbt_properties(given).items():
        yield path, _HEADER + _as_yaml(properties)


def _of_lineage() -> Iterator[tuple[Path, str]]:
    models = read_models()
    yield PROJECT / "docs" / "matriz-de-bus.md", bus_matrix(models)
    if read_by := exposures(models):
        yield EXPOSURES, "# generated from superset/assets/, do not edit: faro derive\n" + _as_yaml(read_by)


def _of_permissions() -> Iterator[tuple[Path, str]]:
    """A page written by hand but for its tables, each between two marks; where there is no page there is none."""
    page = PROJECT / "docs" / "seguridad.md"
    if not page.exists():
        return
    content = page.read_text(encoding="utf-8")
    for name, table in (("roles.yml", roles_table()), ("duties.py", duties_table())):
        part = re.compile(_PART.format(re.escape(name)), re.DOTALL)
        content = part.sub(lambda marks, table=table: f"{marks[1]}{table}\n{marks[2]}", content)  # type: ignore[misc]
    yield page, content


def _as_yaml(document: dict[str, object]) -> str:
    yaml, stream = YAML(), StringIO()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 120
    yaml.dump(document, stream)
    return stream.getvalue()
