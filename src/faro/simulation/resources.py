"""The resources of the API: one per contract whose transport is `api`, at the place that the contract states."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from faro.contracts import Contract, ContractInvalid, find_contract
from faro.simulation.dataset_file import DatasetFile, dataset_file
from faro.simulation.institutions import datasets_with


@dataclass(frozen=True)
class Resource:
    """What the API serves at one path, and to whom."""

    institution: str
    dataset: str
    location: str
    file: DatasetFile

    @property
    def id(self) -> str:
        return f"{self.institution}/{self.dataset}"


def api_resources(faro_home: Path, contracts: Iterable[Contract] | None = None) -> Mapping[str, Resource]:
    """Location → resource."""
    served = _served() if contracts is None else contracts
    return {resource.location: resource for resource in (_resource(faro_home, contract) for contract in served)}


def _served() -> Iterator[Contract]:
    """An invalid contract leaves its own resource out, and no other."""
    for institution, dataset in datasets_with("api"):
        with suppress(ContractInvalid):
            yield find_contract(institution, dataset)


def _resource(faro_home: Path, contract: Contract) -> Resource:
    path = dataset_file(faro_home, contract.institution, contract.dataset)
    file = DatasetFile(path, _fields(contract))
    return Resource(contract.institution, contract.dataset, contract.server.location or "", file)


def _fields(contract: Contract) -> frozenset[str]:
    """The outermost names of the headers: `paciente.documento.numero` lies in `paciente`."""
    return frozenset(header.split(".")[0] for header in contract.editions[-1].collected.values())
