"""What Faro needs of a contract: typed views on an Open Data Contract Standard v3 document."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, get_args

from open_data_contract_standard.model import OpenDataContractStandard, SchemaObject, SchemaProperty, Server

from faro.language import Language
from faro.parsing.layout import Column as LayoutColumn
from faro.parsing.layout import Edition, Layout, LogicalType

Transport = Literal["sftp", "api", "postgres"]

RelationType = Literal["newRows", "keyedChanges", "periodReplacement", "fullEdition"]
Granularity = Literal["day", "month", "year"]
PersonalDataClass = Literal["none", "record_identifier", "quasi_identifier", "sensitive"]

TRANSPORTS: tuple[Transport, ...] = get_args(Transport)
RELATIONS: tuple[RelationType, ...] = get_args(RelationType)
GRANULARITIES: tuple[Granularity, ...] = get_args(Granularity)
LOGICAL_TYPES: tuple[LogicalType, ...] = get_args(LogicalType)
#: `direct_identifier` is missing on purpose: no column may carry a name, document or address before tokens exist.
PERSONAL_DATA_CLASSES: tuple[PersonalDataClass, ...] = get_args(PersonalDataClass)

_DAYS = {"day": 1, "week": 7, "month": 31, "year": 366}


@dataclass(frozen=True)
class Institution:
    """Who delivers."""

    id: str
    name: Mapping[Language, str]
    short_name: str
    country: str | None


@dataclass(frozen=True)
class DeliveryRelation:
    """How a delivery relates to the ones before it; `column` and `granularity` only where periods are replaced."""

    type: RelationType
    column: str | None = None
    granularity: Granularity | None = None


@dataclass(frozen=True)
class Increment:
    """The two columns by which a database source is asked for what is new."""

    date: str
    key: str


@dataclass(frozen=True)
class Column:
    """One column of a dataset, as the contract states it."""

    stated: SchemaProperty

    @property
    def name(self) -> str:
        return self.stated.name or ""

    @property
    def type(self) -> LogicalType:
        return self.stated.logicalType  # type: ignore[return-value]  # checked when read

    @property
    def title(self) -> str:
        return self.stated.businessName or self.name

    @property
    def description(self) -> str:
        return self.stated.description or ""

    @property
    def is_required(self) -> bool:
        return bool(self.stated.required)

    @property
    def is_unique(self) -> bool:
        return bool(self.stated.unique)

    @property
    def personal_data_class(self) -> str:
        return self.stated.classification or ""

    @property
    def accepted_values(self) -> list[Any]:
        return [each.value for each in self.stated.enum or []]

    def option(self, name: Literal["pattern", "minimum", "maximum"]) -> Any:
        return (self.stated.logicalTypeOptions or {}).get(name)


@dataclass(frozen=True)
class Contract:
    """One dataset of one institution."""

    path: Path
    document: OpenDataContractStandard
    editions: tuple[Edition, ...]

    @property
    def institution(self) -> str:
        return self.path.parent.name

    @property
    def dataset(self) -> str:
        return self.path.name.removesuffix(".odcs.yaml")

    @property
    def id(self) -> str:
        return f"{self.institution}/{self.dataset}"

    @property
    def version(self) -> str:
        return self.document.version or ""

    @property
    def table(self) -> SchemaObject:
        return (self.document.schema_ or [])[0]

    @property
    def server(self) -> Server:
        return (self.document.servers or [])[0]

    @property
    def title(self) -> str:
        return self.table.businessName or self.dataset

    @property
    def grain(self) -> str:
        return self.table.dataGranularityDescription or ""

    @property
    def transport(self) -> Transport:
        return self.server.type  # type: ignore[return-value]  # checked when read

    @property
    def connection_id(self) -> str:
        return f"{self.institution}_{self.transport}"

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return tuple(Column(each) for each in self.table.properties or [])

    def column(self, name: str) -> Column:
        return next(each for each in self.columns if each.name == name)

    def edition(self, name: str) -> Edition:
        return next(each for each in self.editions if each.name == name)

    @cached_property
    def key(self) -> tuple[str, ...]:
        """The names of the key's columns in their order; empty where rows have no identifier."""
        keyed = [each.stated for each in self.columns if each.stated.primaryKey]
        return tuple(each.name or "" for each in sorted(keyed, key=lambda each: each.primaryKeyPosition or 0))

    @cached_property
    def relation(self) -> DeliveryRelation:
        return DeliveryRelation(**self.custom("deliveryRelation"))

    @cached_property
    def increment(self) -> Increment | None:
        stated = self.custom("increment")
        return Increment(**stated) if stated else None

    @property
    def source_table(self) -> str:
        """The table in the institution's own database."""
        return str(next(each.value for each in self.server.customProperties or [] if each.property == "table"))

    @property
    def cadence_days(self) -> int:
        """The longest time between two deliveries that is still on time, in days."""
        return self._days("frequency")

    @property
    def retention_days(self) -> int:
        return self._days("retention")

    def custom(self, name: str) -> Any:
        return next((each.value for each in self.document.customProperties or [] if each.property == name), None)

    def layout(self) -> Layout:
        """What the parser has to know."""
        columns = tuple(LayoutColumn(each.name, each.type, each.is_required) for each in self.columns)
        return Layout(self.institution, self.dataset, columns, self.editions)

    def _days(self, name: str) -> int:
        stated = next(each for each in self.document.slaProperties or [] if each.property == name)
        return int(float(stated.value or 0) * _DAYS[stated.unit or "day"])
