"""Texts about a person brought to one spelling, so that equal things have equal tokens."""

import re
import unicodedata

import polars as pl

from faro.identity.distinct import all_distinct, each_distinct

_MARKS = re.compile("[̀-ͯ]")
_NO_LETTERS = re.compile(r"[\W_]+")
_SEVERAL = re.compile(r"[/;,|]| y | o ", re.IGNORECASE)
_EXTENSION = re.compile(r"\b(?:ext|extensi[oó]n|int)\b.*", re.IGNORECASE)
_COUNTRY_CODE = "506"
#: Letters whose spelling follows at once; texts with any other are looked at one by one.
_USUAL = r"^[ -~ÁÉÍÓÚÜÑáéíóúüñ]*$"
_WITHOUT_MARKS = dict(zip("áéíóúüñÁÉÍÓÚÜÑ'`", [*"aeiouun" * 2, "", ""], strict=True))
_WORDS = r"^[a-z0-9]+(?: [a-z0-9]+)*$"
_USUAL_PHONE = r"^[1-9][0-9]{3}[ -]?[0-9]{4}$"
_EIGHT_ALIKE = [digit * 8 for digit in "123456789"]


def fold(text: str) -> str:
    """Lower case without accents, blanks for everything that is neither letter nor digit.

    ñ becomes n: systems lose it (MUNOZ, MU?OZ), and no link rests on one letter. Splitting one person in two because
    a keyboard had no ñ costs more than the rare Pena who is not Peña, whom document and birth date keep apart.
    """
    joined = re.sub("['’`´]", "", text)  # before decomposing, which makes a blank of an acute accent
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", joined)).casefold()
    return " ".join(_NO_LETTERS.sub(" ", plain).split())


def folded(texts: pl.Series) -> pl.Series:
    """The same of every text, nothing where nothing is left."""
    return all_distinct(texts, _folded)


def _folded(texts: pl.Series) -> pl.Series:
    usual = texts.str.contains(_USUAL)
    plain = texts.str.replace_many(_WITHOUT_MARKS).str.to_lowercase()
    if not plain.str.contains(_WORDS).all():
        plain = plain.str.replace_all("[^a-z0-9]+", " ").str.strip_chars(" ")
    if not usual.all():
        others = pl.select(pl.when(~usual).then(texts)).to_series()
        plain = plain.zip_with(usual, each_distinct(others, fold))
    return plain.zip_with(plain != "", pl.repeat(None, len(plain), dtype=pl.String, eager=True))


def phones(texts: pl.Series) -> pl.Series:
    """`phone` of every text."""
    digits = texts.str.replace_all("[ -]", "")
    usual = (texts.str.contains(_USUAL_PHONE) & ~digits.is_in(_EIGHT_ALIKE)).fill_null(False)
    others = each_distinct(pl.select(pl.when(~usual).then(texts)).to_series(), phone)
    return digits.zip_with(usual, others).alias(texts.name)


def phone(text: str) -> str | None:
    """The digits of the first number given, in Costa Rica without the country code; nothing for too few."""
    first = _SEVERAL.split(_EXTENSION.sub("", text))[0]
    digits = re.sub(r"\D", "", first).removeprefix("00")
    if len(digits) == len(_COUNTRY_CODE) + 8:
        digits = digits.removeprefix(_COUNTRY_CODE)
    return digits if len(digits) >= 7 and len(set(digits)) > 1 else None
