"""Data contracts (Open Data Contract Standard v3): declared once in `contracts/`, the rest is derived."""

from faro.contracts.model import Column, Contract, DeliveryRelation, Increment, Institution
from faro.contracts.reading import (
    CONTRACTS,
    ContractInvalid,
    UnknownDataset,
    all_contracts,
    find_contract,
    institutions,
    valid_contracts,
)

__all__ = [
    "CONTRACTS",
    "Column",
    "Contract",
    "ContractInvalid",
    "DeliveryRelation",
    "Increment",
    "Institution",
    "UnknownDataset",
    "all_contracts",
    "find_contract",
    "institutions",
    "valid_contracts",
]
