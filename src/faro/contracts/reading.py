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
from faro.parsing.layout import DateOrder, Edition
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


def datasets_of(institution: str, root: Path = CONTRACTS) -> frozenset[str]:
    """The names of an institution's datasets, whether their contracts are valid or not."""
    return frozenset(path.name.removesuffix(".odcs.yaml") for path in (root / institution).glob("*.odcs.yaml"))


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


def contract_of(dataset_id: str, root: Path = CONTRACTS) -> Contract:
    """The contract of `institution/dataset`. Raises UnknownDataset."""
    institution, _, dataset = dataset_id.partition("/")
    return find_contract(institution, dataset, root)


def read_contract(path: Path) -> Contract:
    """The contract in that file; only what `faro contract check` finds no fault with."""
    return _read(path, _stamp(path), _stamp(editions_path(path)))


@cache
def _read(path: Path, _contract_stamp: int, _editions_stamp: int) -> Contract:
    """Read once per state of the two files: a process that lives long sees what changed."""
    from faro.contracts.checks import flaws_of, problems_of  # the checks read the files too

    with suppress(yaml.YAMLError, UnicodeDecodeError):
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        if isinstance(document, dict) and not flaws_of(document, path):
            return parse_contract(path, document)
    raise ContractInvalid(path=str(path), count=len(problems_of(path)))


def _stamp(path: Path) -> int:
    return path.stat().st_mtime_ns if path.exists() else 0


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
    header_rows = int(row.pop("header_rows", None) or 1)
    order: DateOrder | None = row.pop("date_order", None) or None  # type: ignore[assignment]  # checked when read
    return Edition(name, sheet or None, int(skip), row, header_rows, order)
