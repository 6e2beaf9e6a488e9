"""Who is referred to the ERI, and when: as many accreditations, forms, ages and nationalities as were published."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import polars as pl

from faro.simulation.country import days
from faro.simulation.country.draw import Draw, Ints
from faro.simulation.country.published import ACCREDITED, ONE_OF, published, total
from faro.simulation.country.shares import shares

GROUPS: Final = {
    "women": ("Mujer", False),
    "girls": ("Mujer", True),
    "men": ("Hombre", False),
    "boys": ("Hombre", True),
}

#: Assumed where a year has no published breakdown.
_SEX_AND_AGE: Final = shares("sex_and_age")
_NATIONALITY: Final = shares("nationalities_of_victims")
FORMS: Final = shares("exploitation_forms")
#: Since the Ley 10506 of September 2024.
_NEW_FORM: Final = {"Intermediación ilegal en acogimiento prenatal": 1.5}
_NEW_FORM_SINCE = 2025

_REFUSED_PER_ACCREDITED, _PENDING = 0.62, 28
#: Share resolved within seven working days; the rest takes longer.
_IN_TIME, _TERM, _LATEST = 0.8, 7, 45
_RESOLVED_UNTIL = days.LAST - 50
_YEAR = 365.25


def referred(draw: Draw, scale: int) -> pl.DataFrame:
    """One row per person: sex, minor, nationality, birth, forms, outcome, days referred, known, resolved (-1: not)."""
    parts = []
    for year in days.YEARS:
        count = total(ACCREDITED, year) * scale
        parts.append(_year(draw, year, count, scale, "Acreditada"))
        parts.append(_year(draw, year, round(count * _REFUSED_PER_ACCREDITED), 0, "No acreditada"))
    parts.append(_pending(draw, _PENDING * scale))
    people = pl.concat(parts)
    return people.with_columns(_birth(draw, people), pl.Series("referred", _referral_days(draw, people)))


def _year(draw: Draw, year: int, count: int, scale: int, outcome: str) -> pl.DataFrame:
    low = max(days.first_of(year) + 9, days.FIRST + 60)
    resolved = days.on_working_day(draw.between(low, min(days.last_of(year) - 9, _RESOLVED_UNTIL), count))
    known = days.working_days_before(resolved, _working_days(draw, count))
    return _described(draw, year, count, scale).with_columns(
        outcome=pl.lit(outcome), resolved=pl.Series(resolved), known=pl.Series(known)
    )


def _pending(draw: Draw, count: int) -> pl.DataFrame:
    """Known in the last weeks, a few of them for long, and not resolved when the history ends."""
    old = draw.happens(0.2, count)
    known = np.where(
        old, draw.between(days.LAST - 260, days.LAST - 60, count), draw.between(days.LAST - 40, days.LAST - 3, count)
    )
    return _described(draw, days.HORIZON.year, count, 0).with_columns(
        outcome=pl.lit(None, pl.String), resolved=pl.lit(-1, pl.Int64), known=pl.Series(known)
    )


def _working_days(draw: Draw, count: int) -> Ints:
    in_time = draw.happens(_IN_TIME, count)
    return np.where(in_time, draw.between(2, _TERM, count), draw.between(_TERM + 1, _LATEST, count))


def _described(draw: Draw, year: int, count: int, scale: int) -> pl.DataFrame:
    """`scale` 0: these persons are not the published ones, so that no breakdown binds them."""
    usual_forms = FORMS | (_NEW_FORM if year >= _NEW_FORM_SINCE else {})
    group = _column(draw, _given("sex_and_age", year, scale), _SEX_AND_AGE, count, scale)
    sexes = {name: sex for name, (sex, _) in GROUPS.items()}
    minors = [name for name, (_, minor) in GROUPS.items() if minor]
    people = pl.DataFrame(
        {
            "year": pl.repeat(year, count, dtype=pl.Int64, eager=True),
            "sex": group.replace_strict(sexes, return_dtype=pl.String),
            "minor": group.is_in(minors),
            "nationality": _column(draw, _given("nationality", year, scale), _NATIONALITY, count, scale),
        }
    )
    forms = _column(draw, _given("forms", year, scale), usual_forms, count, scale)
    return people.with_columns(forms=_matched(draw, people, forms))


def _given(dimension: str, year: int, scale: int) -> Mapping[str, int]:
    return published(ACCREDITED, dimension, year) if scale else {}


def _column(draw: Draw, given: Mapping[str, int], usual: Mapping[str, float], count: int, scale: int) -> pl.Series:
    """The published categories, each as often as published, in an order of chance; else the usual ones."""
    if not given:
        return draw.pick(usual, count)
    values = [value for category, number in given.items() for value in _spelt_out(category, number * scale, usual)]
    return pl.Series("", values, dtype=pl.String).gather(np.argsort(draw.shares(count), kind="stable"))


def _spelt_out(category: str, number: int, usual: Mapping[str, float]) -> list[str]:
    """`DOM|NIC` means some of each, the usual ones more."""
    options = category.split(ONE_OF)
    weights = [usual.get(option, 1.0) for option in options]
    counts = [1 + int((number - len(options)) * weight / sum(weights)) for weight in weights]
    counts[int(np.argmax(weights))] += number - sum(counts)
    return [option for option, times in zip(options, counts, strict=True) for _ in range(times)]


def _matched(draw: Draw, people: pl.DataFrame, forms: pl.Series) -> pl.Series:
    """The same forms, those of labour rather with men, those of sexual exploitation rather with women and girls."""
    count = len(people)
    by_person = np.argsort((people["sex"] == "Hombre").to_numpy() * 0.8 + draw.shares(count), kind="stable")
    labour = forms.str.contains("laboral") & ~forms.str.contains("sexual")
    by_form = np.argsort(labour.to_numpy() * 0.8 + draw.shares(count), kind="stable")
    order = np.empty(count, dtype=np.int64)
    order[by_person] = by_form
    return forms.gather(order)


def _birth(draw: Draw, people: pl.DataFrame) -> pl.Series:
    """Half a year away from the eighteenth birthday, so that a minor is one on each day of the procedure."""
    count = len(people)
    on = people.select(pl.when(pl.col("resolved") < 0).then("known").otherwise("resolved")).to_series().to_numpy()
    teenager = np.floor(17.4 * _YEAR) - draw.waiting(2.2 * _YEAR, count, longest=int(15 * _YEAR))
    adult = np.ceil(18.6 * _YEAR) + draw.waiting(7 * _YEAR, count, longest=int(45 * _YEAR))
    return pl.Series("birth", on - np.where(people["minor"].to_numpy(), teenager, adult).astype(np.int64))


def _referral_days(draw: Draw, people: pl.DataFrame) -> Ints:
    return people["known"].to_numpy() - draw.between(0, 4, len(people))
