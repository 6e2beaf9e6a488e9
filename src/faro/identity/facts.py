"""What a delivery says of each person, in one spelling: the clear side of the door, never written anywhere."""

from collections.abc import Callable, Iterator

import polars as pl

from faro.contracts import Contract, IdentityRole
from faro.identity.codes import nationality_of, sex_of
from faro.identity.distinct import each_distinct
from faro.identity.documents import documents
from faro.identity.names import given_name, split_full_name, surname
from faro.identity.normalise import folded, phones

#: Kept columns with these names say where somebody lives or was attended.
PLACE_COLUMNS = ("province", "canton", "district")
_PARTS: tuple[tuple[IdentityRole, str, Callable[[str], str | None]], ...] = (
    ("given_names", "given", given_name),
    ("first_surname", "first_surname", surname),
    ("second_surname", "second_surname", surname),
)


def facts_of(frame: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """One row per row of the frame: document, names, birth, phone, places, sex and nationality, each or nothing.

    Of rows that are about nobody only what tokens are made of: document and phone.
    """
    own = documents(_cells(frame, contract, "document_number"), _cells(frame, contract, "document_type"))
    facts = own.with_columns(phones(_cells(frame, contract, "phone")))
    return facts if contract.person is None else _of_persons(facts, frame, contract)


def _of_persons(facts: pl.DataFrame, frame: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    return facts.with_columns(
        *_names(frame, contract),
        _cells(frame, contract, "birth_date", pl.Date).alias("birth"),
        _each(frame, contract, "sex", sex_of(contract.institution)),
        _each(frame, contract, "nationality", nationality_of(contract.institution)),
        _places(frame, contract),
    ).with_columns(
        surnames=_united("first_surname", "second_surname"),
        names=pl.coalesce(_united("given", "first_surname", "second_surname"), "whole_name"),
    )


def _cells(
    frame: pl.DataFrame, contract: Contract, role: IdentityRole, kind: type[pl.DataType] = pl.String
) -> pl.Series:
    column = contract.column_of(role)
    if column is None:
        return pl.repeat(None, frame.height, dtype=kind, eager=True).alias(role)
    return frame[column.name].cast(kind).alias(role)


def _each(
    frame: pl.DataFrame, contract: Contract, role: IdentityRole, function: Callable[[str], str | None]
) -> pl.Series:
    return each_distinct(_cells(frame, contract, role), function)


def _names(frame: pl.DataFrame, contract: Contract) -> Iterator[pl.Series]:
    """From columns of their own, else from the full name in the order that the contract states."""
    whole, column = _cells(frame, contract, "full_name"), contract.column_of("full_name")
    order = column.name_order if column else "given_first"
    apart = {text: split_full_name(text, order) for text in whole.drop_nulls().unique()}
    for place, (role, fact, function) in enumerate(_PARTS):
        own = _each(frame, contract, role, function)
        from_whole = each_distinct(whole, {text: parts[place] for text, parts in apart.items()}.get)
        yield own.zip_with(own.is_not_null(), from_whole).alias(fact)
    yield each_distinct(whole, surname).alias("whole_name")


def _places(frame: pl.DataFrame, contract: Contract) -> pl.Series:
    """One text per feature of a place: province, canton, district and each word of an address."""
    plain = {name: folded(frame[name].cast(pl.String)) for name in PLACE_COLUMNS if name in frame}
    features = [pl.format(name + " {}", values) for name, values in plain.items()]
    words = pl.lit(folded(_cells(frame, contract, "address"))).str.split(" ")
    address = words.list.eval(pl.format("address {}", pl.element())).fill_null([])
    listed = pl.concat_list(*features, address).list.drop_nulls().list.unique(maintain_order=True)
    return pl.select(listed.alias("places")).to_series()


def _united(*parts: str) -> pl.Expr:
    united = pl.concat_str(*parts, separator=" ", ignore_nulls=True)
    return pl.when(pl.any_horizontal(pl.col(part).is_not_null() for part in parts)).then(united)
