"""Data contracts (Open Data Contract Standard v3): declared once in `contracts/`, the rest is derived."""

from faro.contracts.model import Column, Contract, DeliveryRelation, Increment, Institution, Withdrawn
from faro.contracts.reading import (
    CONTRACTS,
    ContractInvalid,
    UnknownDataset,
    all_contracts,
    contract_of,
    datasets_of,
    find_contract,
    institutions,
    valid_contracts,
)
from faro.contracts.treatment import IdentityRole, Person, RawColumn, Treatment

__all__ = [
    "CONTRACTS",
    "Column",
    "Contract",
    "ContractInvalid",
    "DeliveryRelation",
    "IdentityRole",
    "Increment",
    "Institution",
    "Person",
    "RawColumn",
    "Treatment",
    "UnknownDataset",
    "Withdrawn",
    "all_contracts",
    "contract_of",
    "datasets_of",
    "find_contract",
    "institutions",
    "valid_contracts",
]
