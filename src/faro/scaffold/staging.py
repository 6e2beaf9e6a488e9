"""The first staging model of a dataset: every raw column cleaned and described; from then on it is people's."""

import json
from pathlib import Path

from faro.contracts import Contract, RawColumn
from faro.parsing.headers import normalised
from faro.settings import PROJECT

MODELS = PROJECT / "dbt_project" / "models" / "staging"
_LINEAGE = {
    "load_id": "Load that brought the row.",
    "row_number": "Position of the row in the sealed original.",
    "sha256": "SHA-256 of the sealed original.",
}


def staging_files(contract: Contract, models: Path = MODELS) -> dict[Path, str]:
    """Path → content of the model and its page."""
    folder, name = models / contract.institution, f"stg_{contract.institution}__{contract.dataset}"
    return {folder / f"{name}.sql": _model(contract), folder / f"{name}.yml": _page(contract, name)}


def write_staging(contract: Contract, models: Path = MODELS) -> list[Path]:
    """Write what is missing; a model that is there is never touched."""
    missing = {path: content for path, content in staging_files(contract, models).items() if not path.exists()}
    for path, content in missing.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return [*missing]


def _model(contract: Contract) -> str:
    columns = "\n".join(f"    {_cleaned(contract, raw)}," for raw in contract.raw_columns)
    source = f"{{{{ in_force('{contract.institution}', '{contract.dataset}') }}}}"
    return f"""select
    ---------- as delivered
{columns}

    ---------- lineage
    {{{{ lineage() }}}}
from {source}
"""


def _cleaned(contract: Contract, raw: RawColumn) -> str:
    """Texts trimmed; yes and no with their third state; tokens and everything with a type as they are."""
    column = contract.column(raw.source)
    if raw.type != "string" or column.treatment != "keep":
        return raw.name
    accepted = {normalised(str(value)) for value in column.accepted_values}
    macro = "three_state" if accepted == {"si", "no"} else "trimmed"
    return f"{{{{ {macro}('{raw.name}') }}}} as {raw.name}"


def _page(contract: Contract, name: str) -> str:
    grain = f"One row per {_grain(contract)}."
    described = {raw.name: raw.description for raw in contract.raw_columns} | _LINEAGE
    columns = "\n".join(
        f"      - name: {each}\n        description: {_quoted(told)}" for each, told in described.items()
    )
    return f"""version: 2

models:
  - name: {name}
    description: {_quoted(f"{contract.title}, cleaned. {grain}")}
    config:
      meta: {{grain: {_quoted(grain)}}}
    data_tests:
      - reconciles: {{arguments: {{to: "source('raw_{contract.institution}', '{contract.dataset}_current')"}}}}
    columns:
{columns}
"""


def _grain(contract: Contract) -> str:
    return " and ".join(name.replace("_", " ") for name in contract.key) or "delivered row"


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)
