"""What a contract must say about personal data, so that nothing behind the door tells who somebody is."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from faro.contracts.flaws import Flaw, Place, Rule, column_place, custom, custom_place, flaw, properties_of, types_of
from faro.contracts.treatment import (
    IDENTITY_ROLES,
    NAME_ORDERS,
    PERSON_ROLES,
    PERSONAL_DATA_CLASSES,
    TELLING_ROLES,
    Treatment,
    raw_columns_of,
    treatment_of,
)


def stated_treatment(column: Any) -> Treatment:
    """What becomes of the column, from the document as it stands."""
    is_dropped = custom(column, "treatment") == "drop"
    return treatment_of(column.get("classification") or "", custom(column, "identity"), is_dropped=is_dropped)


def _class_of_every_column(document: Any, _path: Path) -> Iterator[Flaw]:
    for index, column in enumerate(properties_of(document)):
        if column.get("classification") not in PERSONAL_DATA_CLASSES:
            listed, name = ", ".join(PERSONAL_DATA_CLASSES), column.get("name")
            yield flaw(
                [*column_place(index), "classification"],
                es=f"«{name}»: classification (clase de dato personal) es una de: {listed}.",
                en=f"`{name}`: classification (personal-data class) is one of: {listed}.",
            )


def _known_identity(document: Any, _path: Path) -> Iterator[Flaw]:
    for place, column in _columns(document):
        name, role = column.get("name"), custom(column, "identity")
        if role is not None and role not in IDENTITY_ROLES:
            listed = ", ".join(IDENTITY_ROLES)
            yield flaw(
                place, es=f"«{name}»: identity es una de: {listed}.", en=f"`{name}`: identity is one of: {listed}."
            )


def _identity_and_class_agree(document: Any, _path: Path) -> Iterator[Flaw]:
    for place, column in _columns(document):
        name, role, kind = column.get("name"), custom(column, "identity"), column.get("classification")
        if role in TELLING_ROLES and kind != "direct_identifier":
            yield flaw(
                place,
                es=f"«{name}» dice quién es la persona ({role}): su classification es direct_identifier.",
                en=f"`{name}` says who the person is ({role}): its classification is direct_identifier.",
            )
        elif kind == "direct_identifier" and role is None and stated_treatment(column) != "drop":
            yield flaw(
                place,
                es=f"«{name}» es un identificador directo: diga qué contiene (customProperties: identity), "
                "o que se descarta (treatment: drop).",
                en=f"`{name}` is a direct identifier: say what it holds (customProperties: identity), "
                "or that it is dropped (treatment: drop).",
            )


def _treatment_of_columns(document: Any, _path: Path) -> Iterator[Flaw]:
    for place, column in _columns(document):
        if custom(column, "treatment") not in {None, "drop"}:
            yield flaw(
                place,
                es=f"«{column.get('name')}»: treatment solo puede ser drop; lo demás se deduce.",
                en=f"`{column.get('name')}`: treatment can only be drop; the rest is derived.",
            )


def _order_of_names(document: Any, _path: Path) -> Iterator[Flaw]:
    for place, column in _columns(document):
        order, listed = custom(column, "nameOrder"), ", ".join(NAME_ORDERS)
        if order is not None and (custom(column, "identity") != "full_name" or order not in NAME_ORDERS):
            yield flaw(
                place,
                es=f"«{column.get('name')}»: nameOrder va en la columna full_name y es uno de: {listed}.",
                en=f"`{column.get('name')}`: nameOrder belongs to the full_name column and is one of: {listed}.",
            )


def _birth_is_a_date(document: Any, _path: Path) -> Iterator[Flaw]:
    for place, column in _columns(document):
        if custom(column, "identity") == "birth_date" and column.get("logicalType") != "date":
            yield flaw(
                place,
                es=f"«{column.get('name')}»: birth_date es una columna de tipo date.",
                en=f"`{column.get('name')}`: birth_date is a column of type date.",
            )


def _one_column_per_identity(document: Any, _path: Path) -> Iterator[Flaw]:
    roles = [custom(column, "identity") for _, column in _columns(document)]
    counts = Counter(role for role in roles if role in IDENTITY_ROLES)
    for (place, column), role in zip(_columns(document), roles, strict=True):
        if role in IDENTITY_ROLES and counts[role] > 1:
            yield flaw(
                place,
                es=f"«{column.get('name')}»: más de una columna es {role}; deje una.",
                en=f"`{column.get('name')}`: more than one column is {role}; keep one.",
            )


def _keys_stay_as_they_are(document: Any, _path: Path) -> Iterator[Flaw]:
    for place, column in _columns(document):
        is_record_number = column.get("classification") == "record_identifier"
        if column.get("primaryKey") and stated_treatment(column) != "keep" and not is_record_number:
            yield flaw(
                place,
                es=f"«{column.get('name')}» es clave: no puede ser identificador directo, texto libre ni fecha de "
                "nacimiento; use un número de registro.",
                en=f"`{column.get('name')}` is a key: it cannot be a direct identifier, free text or a birth date; use "
                "a record number.",
            )


def _raw_names_differ(document: Any, _path: Path) -> Iterator[Flaw]:
    """`has_<name>`, `birth_month` and `age` may be taken."""
    seen: set[str] = set()
    for place, column in _columns(document):
        name = str(column.get("name"))
        for raw in raw_columns_of(stated_treatment(column), name, "string", ""):
            if raw.name in seen:
                yield flaw(
                    place,
                    es=f"«{name}» deja la columna «{raw.name}», que ya existe; cambie uno de los dos nombres.",
                    en=f"`{name}` leaves the column `{raw.name}`, which exists already; change one of the two names.",
                )
            seen.add(raw.name)


def _person(document: Any, _path: Path) -> Iterator[Flaw]:
    person, place = custom(document, "person"), custom_place(document, "person")
    has_birth_date = any(custom(column, "identity") == "birth_date" for _, column in _columns(document))
    is_usable = isinstance(person, dict) and person.get("role") in PERSON_ROLES and person.keys() <= {"role", "ageAt"}
    if person is not None and not is_usable:
        listed = ", ".join(PERSON_ROLES)
        yield flaw(
            place,
            es=f"person lleva role (uno de: {listed}) y ageAt, y nada más.",
            en=f"person has role (one of: {listed}) and ageAt, no more.",
        )
        return
    age_at = person.get("ageAt") if person else None
    if (has_birth_date or age_at is not None) and age_at not in _other_dates(document):
        yield flaw(
            place,
            es="person.ageAt nombra la columna de fecha en la que se cuenta la edad; declárela.",
            en="person.ageAt names the column with the date at which the age counts; state it.",
        )


def _other_dates(document: Any) -> list[str]:
    births = {column.get("name") for _, column in _columns(document) if custom(column, "identity") == "birth_date"}
    return [name for name, kind in types_of(document).items() if kind in {"date", "timestamp"} and name not in births]


def _columns(document: Any) -> list[tuple[Place, Any]]:
    return [(column_place(index), column) for index, column in enumerate(properties_of(document))]


PERSONAL_RULES: tuple[Rule, ...] = (
    _class_of_every_column,
    _known_identity,
    _identity_and_class_agree,
    _treatment_of_columns,
    _order_of_names,
    _birth_is_a_date,
    _one_column_per_identity,
    _keys_stay_as_they_are,
    _raw_names_differ,
    _person,
)
