"""What Faro needs of a contract: typed views on an Open Data Contract Standard v3 document."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, get_args

from open_data_contract_standard.model import OpenDataContractStandard, SchemaObject, SchemaProperty, Server

from faro.contracts.references import reference
from faro.contracts.treatment import (
    IdentityRole,
    NameOrder,
    Person,
    RawColumn,
    Treatment,
    raw_columns_of,
    treatment_of,
)
from faro.language import Language
from faro.parsing.layout import Column as LayoutColumn
from faro.parsing.layout import Edition, Format, Layout, LogicalType

Transport = Literal["sftp", "api", "postgres"]

RelationType = Literal["newRows", "keyedChanges", "periodReplacement", "fullEdition"]
Granularity = Literal["day", "month", "year"]

TRANSPORTS: tuple[Transport, ...] = get_args(Transport)
RELATIONS: tuple[RelationType, ...] = get_args(RelationType)
GRANULARITIES: tuple[Granularity, ...] = get_args(Granularity)
LOGICAL_TYPES: tuple[LogicalType, ...] = get_args(LogicalType)

_DAYS = {"day": 1, "week": 7, "month": 31, "year": 366}


@dataclass(frozen=True)
class Institution:
    """Who delivers."""

    id: str
    name: Mapping[Language, str]
    short_name: str
    country: str | None


@dataclass(frozen=True)
class Withdrawn:
    """The value by which a record says that it no longer holds."""

    column: str
    value: str


@dataclass(frozen=True)
class DeliveryRelation:
    """How a delivery relates to the ones before it.

    `column` and `granularity` only where periods are replaced; `version` (what a record's newest row has highest) and
    `withdrawn` only where rows are changes of keyed records.
    """

    type: RelationType
    column: str | None = None
    granularity: Granularity | None = None
    version: str | None = None
    withdrawn: Withdrawn | None = None


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

    @property
    def identity(self) -> IdentityRole | None:
        """What of a person the column holds."""
        return self._custom("identity")  # type: ignore[no-any-return]  # checked when read

    @property
    def name_order(self) -> NameOrder:
        return self._custom("nameOrder") or "given_first"

    @property
    def treatment(self) -> Treatment:
        is_dropped = self._custom("treatment") == "drop"
        return treatment_of(self.personal_data_class, self.identity, is_dropped=is_dropped)

    @property
    def raw_columns(self) -> tuple[RawColumn, ...]:
        return tuple(raw_columns_of(self.treatment, self.name, self.type, self.description))

    def _custom(self, name: str) -> Any:
        return next((each.value for each in self.stated.customProperties or [] if each.property == name), None)

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
    def sealed_format(self) -> Format | None:
        """What its transport writes; None for files, which announce their own format by their name."""
        return None if self.transport == "sftp" else "jsonl"

    @property
    def connection_id(self) -> str:
        return f"{self.institution}_{self.transport}"

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return tuple(Column(each) for each in self.table.properties or [])

    def column(self, name: str) -> Column:
        return next(each for each in self.columns if each.name == name)

    @cached_property
    def raw_columns(self) -> tuple[RawColumn, ...]:
        """What the warehouse holds of the dataset: everything behind the door is derived from these."""
        return tuple(raw for column in self.columns for raw in column.raw_columns)

    def raw_column(self, name: str) -> RawColumn:
        return next(each for each in self.raw_columns if each.name == name)

    def column_of(self, identity: IdentityRole) -> Column | None:
        """The column that holds this of the person."""
        return next((each for each in self.columns if each.identity == identity), None)

    @cached_property
    def person(self) -> Person | None:
        """Who the rows are about; None where they are not about persons."""
        stated = self.custom("person")
        return Person(stated["role"], stated.get("ageAt")) if stated else None

    @property
    def tells_of_persons(self) -> bool:
        """Whether a row says something of somebody: it is about a person, or holds what only a person has."""
        telling = {"sensitive", "direct_identifier", "free_text"}
        return self.person is not None or any(each.personal_data_class in telling for each in self.columns)

    def edition(self, name: str) -> Edition:
        return next(each for each in self.editions if each.name == name)

    @cached_property
    def key(self) -> tuple[str, ...]:
        """The names of the key's columns in their order; empty where rows have no identifier."""
        keyed = [each.stated for each in self.columns if each.stated.primaryKey]
        return tuple(each.name or "" for each in sorted(keyed, key=lambda each: each.primaryKeyPosition or 0))

    @cached_property
    def relation(self) -> DeliveryRelation:
        stated = dict(self.custom("deliveryRelation"))
        withdrawn = stated.pop("withdrawn", None)
        return DeliveryRelation(**stated, withdrawn=Withdrawn(**withdrawn) if withdrawn else None)

    @property
    def record(self) -> str | None:
        """The column of texts that numbers records of which later versions arrive; None where none does."""
        if self.relation.type != "keyedChanges" or len(self.key) != 1:
            return None
        return self.key[0] if self.raw_column(self.key[0]).type == "string" else None

    @cached_property
    def increment(self) -> Increment | None:
        stated = self.custom("increment")
        return Increment(**stated) if stated else None

    @property
    def published_by_producer(self) -> str | None:
        """Where its producer publishes the rows as they are; None where nobody does, and they are protected."""
        return self.custom("publishedByProducer") or None

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

    def register_of(self, column: Column) -> str:
        """`institution/dataset.column`: who gives the numbers that the column holds."""
        target = next((reference(each.to) for each in column.stated.relationships or []), None)
        institution, dataset, name = target or (None, self.dataset, column.name)
        return f"{institution or self.institution}/{dataset}.{name}"

    def layout(self) -> Layout:
        """What the parser has to know."""
        columns = tuple(LayoutColumn(each.name, each.type, each.is_required) for each in self.columns)
        return Layout(self.institution, self.dataset, columns, self.editions)

    def _days(self, name: str) -> int:
        stated = next(each for each in self.document.slaProperties or [] if each.property == name)
        return int(float(stated.value or 0) * _DAYS[stated.unit or "day"])
