"""Texts about a person brought to one spelling, so that equal things have equal tokens."""

import re
import unicodedata

_MARKS = re.compile("[̀-ͯ]")
_NO_LETTERS = re.compile(r"[\W_]+")
_SEVERAL = re.compile(r"[/;,|]| y | o ", re.IGNORECASE)
_EXTENSION = re.compile(r"\b(?:ext|extensi[oó]n|int)\b.*", re.IGNORECASE)
_COUNTRY_CODE = "506"


def fold(text: str) -> str:
    """Lower case without accents, blanks for everything that is neither letter nor digit.

    ñ becomes n: systems lose it (MUNOZ, MU?OZ), and no link rests on one letter. Splitting one person in two because
    a keyboard had no ñ costs more than the rare Pena who is not Peña, whom document and birth date keep apart.
    """
    joined = re.sub("['’`´]", "", text)  # before decomposing, which makes a blank of an acute accent
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", joined)).casefold()
    return " ".join(_NO_LETTERS.sub(" ", plain).split())


def phone(text: str) -> str | None:
    """The digits of the first number given, in Costa Rica without the country code; nothing for too few."""
    first = _SEVERAL.split(_EXTENSION.sub("", text))[0]
    digits = re.sub(r"\D", "", first).removeprefix("00")
    if len(digits) == len(_COUNTRY_CODE) + 8:
        digits = digits.removeprefix(_COUNTRY_CODE)
    return digits if len(digits) >= 7 and len(set(digits)) > 1 else None
