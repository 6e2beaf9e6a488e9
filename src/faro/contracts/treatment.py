"""What becomes of a column at the door: kept, replaced by a token, generalised, reduced to its presence, or dropped."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from faro.parsing.layout import LogicalType

PersonalDataClass = Literal[
    "none", "record_identifier", "quasi_identifier", "sensitive", "direct_identifier", "free_text"
]
IdentityRole = Literal[
    "document_type",
    "document_number",
    "given_names",
    "first_surname",
    "second_surname",
    "full_name",
    "alias",
    "birth_date",
    "sex",
    "nationality",
    "phone",
    "address",
]
PersonRole = Literal["victim", "accused", "minor", "beneficiary", "worker", "patient", "caller", "migrant"]
NameOrder = Literal["surnames_first", "given_first"]
Treatment = Literal["keep", "token", "drop", "generalise", "presence"]

PERSONAL_DATA_CLASSES: tuple[PersonalDataClass, ...] = get_args(PersonalDataClass)
IDENTITY_ROLES: tuple[IdentityRole, ...] = get_args(IdentityRole)
PERSON_ROLES: tuple[PersonRole, ...] = get_args(PersonRole)
NAME_ORDERS: tuple[NameOrder, ...] = get_args(NameOrder)

#: What becomes a keyed token: who it is, and how its register calls a record.
_TOKENISED: frozenset[str] = frozenset({"direct_identifier", "record_identifier"})
#: What says by itself who somebody is; columns that hold it are direct identifiers.
TELLING_ROLES: frozenset[str] = frozenset(
    {"document_number", "given_names", "first_surname", "second_surname", "full_name", "alias", "phone", "address"}
)
BIRTH_MONTH, AGE = "birth_month", "age"


@dataclass(frozen=True)
class Person:
    """Who the rows are about, and the column with the date at which their age counts."""

    role: PersonRole
    age_at: str | None = None


@dataclass(frozen=True)
class RawColumn:
    """A column of the raw table; `source` names the contract's column it follows from."""

    name: str
    type: LogicalType
    description: str
    source: str


def treatment_of(personal_data_class: str, identity: IdentityRole | None, *, is_dropped: bool) -> Treatment:
    """Derived from what the contract says of a column."""
    if is_dropped:
        return "drop"
    if identity == "birth_date":
        return "generalise"
    if personal_data_class in _TOKENISED:
        return "token"
    return "presence" if personal_data_class == "free_text" else "keep"


def raw_columns_of(treatment: Treatment, name: str, kind: LogicalType, description: str) -> Iterator[RawColumn]:
    """The raw columns that one column of a contract leaves."""
    match treatment:
        case "keep":
            yield RawColumn(name, kind, description, name)
        case "token":
            yield RawColumn(name, "string", f"{description} Solo su ficha cifrada (token).", name)
        case "generalise":
            yield RawColumn(BIRTH_MONTH, "date", f"{description} Solo el mes: su primer día.", name)
            yield RawColumn(AGE, "integer", "Edad en años cumplidos en la fecha del hecho.", name)
        case "presence":
            yield RawColumn(f"has_{name}", "boolean", f"Si había texto en: {description}", name)
