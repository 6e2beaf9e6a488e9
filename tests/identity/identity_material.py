"""A synthetic dataset about persons, and invented people to put into it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from hypothesis import strategies as st
from synthetic_contracts import column, synthetic_contract

from faro.contracts import Contract
from faro.identity.keys import Key, KeyRing

RING = KeyRing((Key("k1", b"a key of these tests, and of nothing else"),))
OTHER = KeyRing((Key("k1", b"another key of these tests, for no one else"),))
RELATION = {"type": "keyedChanges", "version": "updated_on", "withdrawn": {"column": "estado", "value": "Anulado"}}

_TYPES = {"string": pl.String, "date": pl.Date, "integer": pl.Int64}


def _holds(role: str, **more: str) -> list[dict[str, str]]:
    return [{"property": name, "value": value} for name, value in {"identity": role, **more}.items()]


def _direct(name: str, role: str, **stated: Any) -> dict[str, Any]:
    return column(name, classification="direct_identifier", customProperties=_holds(role), **stated)


COLUMNS = [
    column("number", classification="record_identifier", primaryKey=True, primaryKeyPosition=1, required=True),
    column("happened_on", "date"),
    column("document_type", classification="quasi_identifier", customProperties=_holds("document_type")),
    _direct("document_number", "document_number"),
    _direct("given_names", "given_names"),
    _direct("first_surname", "first_surname"),
    _direct("second_surname", "second_surname"),
    _direct("alias", "alias", logicalTypeOptions={"pattern": "^[^0-9]*$"}),
    column("birth_date", "date", classification="quasi_identifier", customProperties=_holds("birth_date")),
    column("sex", classification="quasi_identifier", customProperties=_holds("sex")),
    column("nationality", classification="quasi_identifier", customProperties=_holds("nationality")),
    _direct("phone", "phone"),
    _direct("address", "address"),
    column(
        "caller",
        classification="direct_identifier",
        required=True,
        customProperties=[{"property": "treatment", "value": "drop"}],
    ),
    column("narrative", classification="free_text"),
    column("province"),
    column("canton"),
    column("updated_on", "date"),
    column("estado"),
]
ANA = {
    "number": "A-1", "happened_on": date(2024, 3, 1), "document_type": "cedula", "document_number": "1-0613-0584",
    "given_names": "Ana Lucía", "first_surname": "Mora", "second_surname": "Solano", "birth_date": date(1990, 5, 17),
    "sex": "Mujer", "nationality": "CRI", "phone": "8888-1234", "address": "200 m sur de la iglesia",
    "caller": "7777 6666", "narrative": "Llamó su prima.", "province": "San José", "canton": "Desamparados",
    "updated_on": date(2024, 3, 2), "estado": "Vigente",
}  # fmt: skip


def persons_contract(root: Path, columns: list[dict[str, Any]] = COLUMNS) -> Contract:
    stated = [
        {"property": "deliveryRelation", "value": RELATION},
        {"property": "person", "value": {"role": "victim", "ageAt": "happened_on"}},
    ]
    return synthetic_contract(root, "persons", columns, RELATION, customProperties=stated)


def frame(contract: Contract, *rows: Mapping[str, Any]) -> pl.DataFrame:
    """As the parser gives it; rows are numbered from 2, and what a row does not say is empty."""
    schema = {"_row_number": pl.Int64, **{each.name: _TYPES[each.type] for each in contract.columns}}
    numbered = [{**dict.fromkeys(schema), **row, "_row_number": number} for number, row in enumerate(rows, 2)]
    return pl.DataFrame(numbered, schema=schema)


#: Texts as clerks write names: accents, ñ, particles, hyphens, apostrophes, abbreviations, blanks.
LETTERS = "aeiouáéíóúüñÑbcdghjlmnprstvzAEMRS '-.ª"
NAME_TEXTS = st.one_of(
    st.lists(
        st.sampled_from(["María", "de", "la", "del", "San", "José", "O", "MUÑOZ", "Peña", "Ma.", "Pepe", "y", "Saint",
                         "Mc", "D'Ávila", "Jean-Baptiste", "Chepe", "los", "Ríos", "Juanca", "Santa"]),
        max_size=6,
    ).map(" ".join),
    st.text(LETTERS, max_size=30),
    st.text(max_size=20),
)  # fmt: skip
