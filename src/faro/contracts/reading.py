"""Reading contracts, their editions and the institutions from `contracts/`."""

import csv
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import yaml
from open_data_contract_standard.model import OpenDataContractStandard
from pydantic import ValidationError

from faro.contracts.model import Contract, Institution
from faro.errors import ConfigurationError, Sentences
from faro.parsing.layout import Edition
from faro.settings import PROJECT

CONTRACTS = PROJECT / "contracts"


class ContractInvalid(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "El contrato {path} no es válido ({count} problema(s)).\n  Véalos con su línea: faro contract check",
        "en": "Contract {path} is not valid ({count} problem(s)).\n  See them with their lines: faro contract check",
    }


class UnknownDataset(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "No hay un contrato para {institution}/{dataset}.\n  Los que hay: faro contract list",
        "en": "There is no contract for {institution}/{dataset}.\n  Those there are: faro contract list",
    }


@cache
def institutions(root: Path = CONTRACTS) -> dict[str, Institution]:
    """Institution id → institution."""
    entries = yaml.safe_load((root / "institutions.yml").read_text())
    return {name: Institution(id=name, **entry) for name, entry in entries.items()}


def contract_paths(root: Path = CONTRACTS) -> list[Path]:
    return sorted(root.glob("*/*.odcs.yaml"))


def all_contracts(root: Path = CONTRACTS) -> list[Contract]:
    """Every contract. Raises ContractInvalid for the first that is not one."""
    return [read_contract(path) for path in contract_paths(root)]


def valid_contracts(root: Path = CONTRACTS) -> list[Contract]:
    """The contracts that are valid: one that is not must harm no other (`faro contract check` names it)."""
    found = []
    for path in contract_paths(root):
        with suppress(ContractInvalid):
            found.append(read_contract(path))
    return found


def find_contract(institution: str, dataset: str, root: Path = CONTRACTS) -> Contract:
    path = root / institution / f"{dataset}.odcs.yaml"
    if not path.exists():
        raise UnknownDataset(institution=institution, dataset=dataset)
    return read_contract(path)


@cache
def read_contract(path: Path) -> Contract:
    """The contract in that file; only what `faro contract check` finds no fault with."""
    from faro.contracts.checks import problems_of  # the checks read the files too

    if problems := problems_of(path):
        raise ContractInvalid(path=str(path), count=len(problems))
    return parse_contract(path, yaml.load(path.read_text(), Loader=yaml.CSafeLoader))


def parse_contract(path: Path, document: dict[str, Any]) -> Contract:
    try:
        model = OpenDataContractStandard.model_validate(document)
    except ValidationError as error:
        raise ContractInvalid(path=str(path), count=error.error_count()) from None
    return Contract(path, model, read_editions(editions_path(path)))


def editions_path(path: Path) -> Path:
    return path.with_name(path.name.replace(".odcs.yaml", ".editions.csv"))


def read_editions(path: Path) -> tuple[Edition, ...]:
    """The layouts an institution has used, one per row; newest last."""
    with path.open(newline="", encoding="utf-8") as file:
        return tuple(_edition(row) for row in csv.DictReader(file))


def _edition(row: dict[str, str]) -> Edition:
    name, sheet, skip = row.pop("edition"), row.pop("sheet"), row.pop("skip_rows")
    return Edition(name=name, sheet=sheet or None, skip_rows=int(skip), headers=row)
