"""What a cell that was refused probably meant: by rule, from the cell and the contract alone, or nothing."""

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from difflib import get_close_matches

from stdnum.cr import cpf, cr
from stdnum.exceptions import ValidationError

from faro.contracts import Column
from faro.parsing.headers import normalised

_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{2}|\d{4})(?:\s.*|T.*)?")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{1,2})(?:\s.*|T.*)?")
_IN_WORDS = re.compile(r"(\d{1,2})\s*(?:de\s+|[/.\- ])\s*([a-z]{3,10})\.?\s*(?:del?\s+|[/.\- ,])\s*(\d{4})")
_MONTHS = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "set", "oct", "nov", "dic")
_OTHER_SPELLINGS = {"sep": "set"}
#: Excel's day 0; a serial below this is no date that anybody registers.
_EXCEL_EPOCH, _FIRST_SERIAL, _LAST_SERIAL = date(1899, 12, 30), 7_000, 80_000
_LOOKALIKES = str.maketrans("OoIlSsB", "0011558")
#: A number, perhaps with a sign of money before it and a unit after it.
_NUMBER = re.compile(r"[^\w+-]*([+-]?[\dOoIlSsB][\dOoIlSsB.,]*)(?:\s+\D*|\s*%)?")
_DIGITS = re.compile(r"\^?\\d\{(\d+)\}\$?")
_YES, _NO = ("s", "y", "v", "t", "1"), ("n", "f", "0")

Guess = Callable[[Column, str, date], "str | None"]


def suggestion(column: Column, rule: str, text: str | None, received: date) -> str | None:
    """What to write instead; None where nothing follows from the rules.

    `received`: the day of the delivery, after which nothing in it can have happened.
    """
    if not text or not text.strip():
        return None
    cell = text.strip()
    guesses = (guess(column, cell, received) for guess in _guesses(column, rule))
    return next((found for found in guesses if found and found != cell), None)


def _guesses(column: Column, rule: str) -> Iterable[Guess]:
    if column.accepted_values:
        yield _nearest_accepted
    if column.type in {"date", "timestamp"}:
        yield _as_date
    elif column.type in {"integer", "number"}:
        yield _as_number
    elif column.type == "boolean":
        yield _as_truth
    elif column.identity == "document_number" or rule == "not_a_document":
        yield _as_document
    elif column.option("pattern"):
        yield _as_pattern


def _nearest_accepted(column: Column, cell: str, _received: date) -> str | None:
    """The value of the closed list that is written most alike, accents and case aside."""
    accepted = {normalised(str(value)): str(value) for value in column.accepted_values}
    near = get_close_matches(normalised(cell), accepted, n=1, cutoff=0.6)
    return accepted[near[0]] if near else None


def _as_date(_column: Column, cell: str, received: date) -> str | None:
    """The one date of the past that the cell can be; two that differ are no suggestion unless one is too late."""
    possible = {found for found in _dates(cell, received) if found <= received}
    return possible.pop().isoformat() if len(possible) == 1 else None


def _dates(cell: str, received: date) -> Iterable[date]:
    if found := _YEAR_FIRST.fullmatch(cell):
        yield from _both_orders(int(found[1]), int(found[2]), int(found[3]))
    elif found := _DAY_FIRST.fullmatch(cell):
        yield from _both_orders(_century(found[3], received), int(found[2]), int(found[1]))
    elif found := _IN_WORDS.fullmatch(normalised(cell)):
        month = _OTHER_SPELLINGS.get(found[2][:3], found[2][:3])
        if month in _MONTHS:
            yield from _existing(int(found[3]), _MONTHS.index(month) + 1, int(found[1]))
    elif cell.isascii() and cell.isdigit() and _FIRST_SERIAL < int(cell) < _LAST_SERIAL:
        yield _EXCEL_EPOCH + timedelta(days=int(cell))


def _century(year: str, received: date) -> int:
    """The newest year with these two digits that is not after the delivery."""
    if len(year) == 4:
        return int(year)
    newest = received.year // 100 * 100 + int(year)
    return newest if newest <= received.year else newest - 100


def _both_orders(year: int, month: int, day: int) -> Iterable[date]:
    yield from _existing(year, month, day)
    yield from _existing(year, day, month)


def _existing(year: int, month: int, day: int) -> Iterable[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return


def _as_number(column: Column, cell: str, _received: date) -> str | None:
    """The cell without units, spaces and letters taken for digits."""
    found = _NUMBER.fullmatch(cell)
    if not found or not any(letter.isdigit() for letter in found[1]):
        return None
    plain = found[1].translate(_LOOKALIKES)
    if re.fullmatch(r"[+-]?\d{1,15}", plain):
        return plain
    if whole := re.fullmatch(r"([+-]?\d{1,15})[.,]0+", plain):
        return whole[1]
    is_decimal = column.type == "number" and re.fullmatch(r"[+-]?\d{1,12}[.,]\d{1,2}", plain)
    return plain.replace(",", ".") if is_decimal else None


def _as_truth(_column: Column, cell: str, _received: date) -> str | None:
    first = normalised(cell)[:1]
    return "Sí" if first in _YES else "No" if first in _NO else None


def _as_document(_column: Column, cell: str, _received: date) -> str | None:
    """A cédula with its leading zeros, or a DIMEX without what was put between its digits."""
    compact = re.sub(r"[^0-9A-Za-z-]", "", cell).translate(_LOOKALIKES)
    for kind in (cpf, cr):
        try:
            return str(kind.validate(compact))
        except ValidationError:
            continue
    return None


def _as_pattern(column: Column, cell: str, _received: date) -> str | None:
    """The cell trimmed, in upper case or with leading zeros, where that is what the pattern asks for."""
    pattern = str(column.option("pattern"))
    candidates = [cell, cell.upper(), re.sub(r"\s+", "", cell), re.sub(r"[\s.-]", "", cell).upper()]
    if found := _DIGITS.fullmatch(pattern):
        digits = re.sub(r"\D", "", cell)
        candidates.append(digits.zfill(int(found[1])) if digits else cell)
    return next((each for each in candidates if re.search(pattern, each)), None)
