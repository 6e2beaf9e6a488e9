"""Identity documents in one spelling: zeros that were lost come back, and what cannot exist is told."""

import re
from collections.abc import Callable
from typing import Literal, NamedTuple

import polars as pl
from stdnum.cr import cpf, cr
from stdnum.exceptions import ValidationError

from faro.identity.distinct import each_distinct
from faro.identity.normalise import fold

DocumentKind = Literal["cedula", "dimex", "pasaporte"]

_KINDS: dict[str, DocumentKind] = {
    "cedula": "cedula", "ced": "cedula", "ci": "cedula", "cn": "cedula", "cedula nacional": "cedula",
    "cedula de identidad": "cedula", "cedula identidad": "cedula", "cedula fisica": "cedula", "nacional": "cedula",
    "dimex": "dimex", "cedula de residencia": "dimex", "cedula residencia": "dimex", "residencia": "dimex",
    "carne de residencia": "dimex", "dim": "dimex",
    "pasaporte": "pasaporte", "pas": "pasaporte", "pasap": "pasaporte", "passport": "pasaporte",
}  # fmt: skip
_SEPARATORS = re.compile(r"[\s./_\u2010-\u2015-]+")
_ONE_DIGIT = re.compile(r"(\d)\1{4,}")
_SPREADSHEET_ZERO = re.compile(r"\.0+$")
_BETWEEN = "\x1f"  # no document has it
#: A cédula as most write it, whose spelling follows at once: `1-0613-0584`, `106130584`, `0106130584`.
_USUAL_CEDULA = r"^(?:[1-9]-[0-9]{4}-[0-9]{4}|0?[1-9][0-9]{8})$"
_NINE_ALIKE = [digit * 9 for digit in "123456789"]


class Document(NamedTuple):
    """`kind` is the stated one; `number` is nothing where there is none or where it cannot exist."""

    kind: DocumentKind | None
    number: str | None
    is_impossible: bool = False


def document(number: str, stated_kind: str | None) -> Document:
    """What a cell with a number, and the one that says of what kind, stand for."""
    kind = _KINDS.get(fold(stated_kind)) if stated_kind else None
    written = _SPREADSHEET_ZERO.sub("", number.strip().upper())
    if _is_no_number(written):
        return Document(None, None)
    if kind is None:
        return Document(None, _of_any_kind(written))
    found = _FORMS[kind](written)
    return Document(kind, found, is_impossible=found is None)


def documents(numbers: pl.Series, kinds: pl.Series) -> pl.DataFrame:
    """`document`, `document_kind` and `document_is_impossible` of each pair of cells."""
    stated = each_distinct(kinds, lambda text: _KINDS.get(fold(text)))
    cells = pl.DataFrame({"number": numbers, "cell": kinds.fill_null(""), "kind": stated})
    digits = pl.col("number").str.replace_all("-", "", literal=True).str.strip_prefix("0")
    is_usual = pl.col("number").str.contains(_USUAL_CEDULA) & ~digits.is_in(_NINE_ALIKE)
    is_usual &= pl.col("kind").is_null() | (pl.col("kind") == "cedula")
    cells = cells.with_columns(is_usual.fill_null(False).alias("usual"), ("0" + digits).alias("usual_number"))
    pairs = pl.when(~pl.col("usual")).then(pl.concat_str("number", "cell", separator=_BETWEEN))
    others = _one_by_one(cells.select(pairs.alias("pair"))["pair"])
    usual = pl.col("usual")
    return cells.hstack(others).select(
        pl.when(usual).then("usual_number").otherwise("document").alias("document"),
        pl.when(usual).then("kind").otherwise("document_kind").alias("document_kind"),
        (pl.col("document_is_impossible") & ~usual).alias("document_is_impossible"),
    )


def _one_by_one(pairs: pl.Series) -> pl.DataFrame:
    """The same of pairs in one text, each distinct one looked at once."""
    found = {pair: document(*pair.split(_BETWEEN, 1)) for pair in pairs.drop_nulls().unique()}
    impossible = [pair for pair, each in found.items() if each.is_impossible]
    return pl.DataFrame(
        [
            each_distinct(pairs, lambda pair: found[pair].number).alias("document"),
            each_distinct(pairs, lambda pair: found[pair].kind).alias("document_kind"),
            pairs.is_in(impossible).fill_null(False).alias("document_is_impossible"),
        ]
    )


def _is_no_number(written: str) -> bool:
    """`NO PORTA`, `S/D`, `000000000`, `1-1111-1111`: how clerks write that there is no document."""
    plain = _SEPARATORS.sub("", written).lstrip("0")
    return not any(letter.isdigit() for letter in plain) or _ONE_DIGIT.fullmatch(plain) is not None


def _cedula(written: str) -> str | None:
    found = _checked(cpf.validate, _SEPARATORS.sub("-", written))
    return found if found and found[1] != "0" else None


def _dimex(written: str) -> str | None:
    return _checked(cr.validate, _SEPARATORS.sub("", written))


def _passport(written: str) -> str | None:
    found = re.sub(r"[\W_]", "", written)
    return found if 5 <= len(found) <= 15 and found.isascii() else None


def _of_any_kind(written: str) -> str | None:
    """The form tells the kind well enough to spell the number as where its kind is stated."""
    return _cedula(written) or _dimex(written) or _passport(written)


def _checked(validate: Callable[[str], str], written: str) -> str | None:
    try:
        return validate(written)
    except ValidationError:
        return None


_FORMS: dict[DocumentKind, Callable[[str], str | None]] = {
    "cedula": _cedula,
    "dimex": _dimex,
    "pasaporte": _passport,
}


def one_left_out(number: str) -> list[str]:
    """The number and what is left of it without any one character: two that differ by a typing error share one."""
    return sorted({number, *(number[:at] + number[at + 1 :] for at in range(len(number)))})
