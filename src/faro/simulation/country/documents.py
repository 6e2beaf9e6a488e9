"""Numbers of documents in the form of the real ones; a number names one person, save where a document is lent.

Costa Rican numbers carry no mark and no check digit, so a synthetic cédula cannot be told from a real one by its form:
these are counted out by the simulation and say nothing about whoever may bear the same number. The forms of foreign
passports and the country codes of the DIMEX are plausible, not official.
"""

from typing import Final

import numpy as np
import polars as pl

from faro.simulation.country.draw import Ints

_NATURALISED: Final = 8
#: A province issues twenty volumes (tomos) a year, each with 999 entries (asientos). Twins take the odd ones.
_TOMOS_A_YEAR, _ENTRIES, _FIRST_YEAR, _FIRST_TOMO = 20, 999, 1920, 40
_PLACES = _TOMOS_A_YEAR * _ENTRIES // 2
#: Prime to the number of places, so that a walk in such steps meets each once.
_STEP = 7919
#: Odd and no multiples of five, so that all endings occur; one a kind, so that a number tells nothing of another.
_OF_DIMEX, _OF_PASSPORT, _OF_PHONE = 48_271_003, 69_621_037, 39_916_801
_DIMEX: Final = {
    "NIC": "155",
    "COL": "117",
    "VEN": "186",
    "SLV": "122",
    "HND": "134",
    "PAN": "159",
    "USA": "184",
    "CUB": "119",
}
_OTHER_COUNTRY = "190"
_SHARE_OF_ELEVEN_DIGITS = 10
#: Nationality → letters and number of digits.
_PASSPORT: Final = {
    "NIC": ("C", 8),
    "HND": ("G", 7),
    "SLV": ("B", 8),
    "GTM": ("", 9),
    "PAN": ("PA", 7),
    "COL": ("AV", 7),
    "VEN": ("", 9),
    "CUB": ("K", 7),
    "DOM": ("RD", 7),
    "HTI": ("R", 8),
    "CHN": ("E", 8),
    "USA": ("", 9),
}
_ANY_PASSPORT = ("P", 8)


def cedulas(province: Ints, birth_year: Ints) -> pl.Series:
    """Ten digits `0PTTTTAAAA`: province of birth (8: naturalised), volume by year of birth, entry."""
    table = pl.DataFrame({"province": province, "year": birth_year})
    turn = table.select(pl.int_range(pl.len()).over("province", "year")).to_series().to_numpy()
    place = 2 * ((turn * _STEP + province * 3571 + birth_year * 1237) % _PLACES)
    tomo = _FIRST_TOMO + (birth_year - _FIRST_YEAR) * _TOMOS_A_YEAR + place // _ENTRIES
    number = province * 100_000_000 + tomo * 10_000 + place % _ENTRIES + 1
    return _digits(number, 10)


def cedula_of_twin(number: pl.Series) -> pl.Series:
    """The next entry of the same volume."""
    return _digits((number.cast(pl.Int64) + 1).to_numpy(), 10)


def naturalised(count: int) -> Ints:
    return np.full(count, _NATURALISED, dtype=np.int64)


def dimex(turn: Ints, nationality: pl.Series) -> pl.Series:
    """Twelve digits, some old ones eleven: 1, the country's code, a serial number."""
    country = nationality.replace_strict(_DIMEX, default=_OTHER_COUNTRY, return_dtype=pl.String)
    serial = _serial(turn, _OF_DIMEX, 8)
    old = pl.Series(turn % _SHARE_OF_ELEVEN_DIGITS == 0)
    tail = pl.select(pl.when(old).then(_serial(turn, _OF_DIMEX, 7)).otherwise(serial)).to_series()
    return _joined(pl.Series(["1"]).new_from_index(0, len(turn)), country, tail)


def passports(turn: Ints, nationality: pl.Series) -> pl.Series:
    letters = {country: letters for country, (letters, _) in _PASSPORT.items()}
    lengths = {country: length for country, (_, length) in _PASSPORT.items()}
    head = nationality.replace_strict(letters, default=_ANY_PASSPORT[0], return_dtype=pl.String)
    length = nationality.replace_strict(lengths, default=_ANY_PASSPORT[1], return_dtype=pl.Int64)
    return _joined(head, _serial(turn, _OF_PASSPORT, 9).str.tail(length))


def phones(turn: Ints) -> pl.Series:
    """Eight digits of a mobile line."""
    first = pl.Series(["8", "7", "6"]).gather(turn % 3)
    return _joined(first, _serial(turn, _OF_PHONE, 7))


def _serial(turn: Ints, step: int, digits: int) -> pl.Series:
    """A number of its own for each turn, without an order that shows."""
    return _digits((turn * step + step // 7) % 10**digits, digits)


def _digits(numbers: Ints, width: int) -> pl.Series:
    return pl.Series(numbers).cast(pl.String).str.zfill(width)


def _joined(*parts: pl.Series) -> pl.Series:
    return pl.select(pl.concat_str([part.alias(str(index)) for index, part in enumerate(parts)])).to_series()
