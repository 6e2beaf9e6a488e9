"""Who a presumed victim is beside name and birth, and what was done to her: the columns of a resolution."""

from typing import Final

import numpy as np
import polars as pl

from faro.simulation.country import days
from faro.simulation.country.codes import LIST_SEPARATOR
from faro.simulation.country.draw import Draw, constant, where
from faro.simulation.country.places import INHABITANTS
from faro.simulation.country.published import ACCREDITED, published
from faro.simulation.country.shares import shares

_YEAR = 365.25

STATUS_OF_FOREIGNERS: Final = shares("migration_status_of_foreigners")
STATUS_OF_RESIDENTS: Final = shares("migration_status_of_residents")
EDUCATION_OF_MINORS: Final = shares("education_of_minors")
EDUCATION_OF_ADULTS: Final = shares("education_of_adults")
OCCUPATION_OF_ADULTS: Final = shares("occupation_of_adults")
_OCCUPATION_OF_MINORS: Final = shares("occupation_of_minors")
_DISABILITY: Final = shares("disability")
_PEOPLES: Final = shares("indigenous_peoples")
_LANGUAGE_OF_PEOPLE: Final = {"Bribri": "Bribri", "Cabécar": "Cabécar", "Ngäbe": "Ngäbere"}
_LANGUAGE_OF_NATION: Final = {"CHN": "Chino", "HTI": "Criollo haitiano", "USA": "Inglés", "BRA": "Portugués"}
MEANS: Final = shares("means")
CONTROL: Final = shares("control_methods")
RECRUITMENT: Final = shares("recruitment_methods")
PLATFORMS: Final = shares("recruitment_platforms")
RELATIONSHIPS: Final = shares("relationships")
SECTORS: Final = shares("sectors_of_exploitation")
_ABROAD: Final = shares("abroad")
_DEPENDANTS: Final = (55, 20, 14, 8, 3)


def profile(draw: Draw, victims: pl.DataFrame, them: pl.DataFrame) -> pl.DataFrame:
    count = len(victims)
    minor = victims["minor"]
    people = draw.pick(_PEOPLES, count)
    trans = pl.Series(draw.happens(0.03, count)) & (victims["sex"] == "Hombre")
    gender = either(trans, constant("Mujer trans", count), victims["sex"])
    education = either(minor, draw.pick(EDUCATION_OF_MINORS, count), draw.pick(EDUCATION_OF_ADULTS, count))
    occupation = either(minor, draw.pick(_OCCUPATION_OF_MINORS, count), draw.pick(OCCUPATION_OF_ADULTS, count))
    return pl.DataFrame(
        {
            "gender_identity": draw.sometimes(gender, 0.85),
            "disability": draw.sometimes(draw.pick(_DISABILITY, count), 0.8),
            "indigenous_people": draw.sometimes(people, 0.8),
            "mother_tongue": draw.sometimes(_language(people, victims["nationality"]), 0.9),
            "education": draw.sometimes(education, 0.8),
            "occupation": draw.sometimes(occupation, 0.78),
            "migration_status": draw.sometimes(_migration_status(draw, victims, them), 0.93),
        }
    )


def _language(people: pl.Series, nationality: pl.Series) -> pl.Series:
    """That of an indigenous people, else that of the nation."""
    of_people = people.replace_strict(_LANGUAGE_OF_PEOPLE, default=None, return_dtype=pl.String)
    of_nation = nationality.replace_strict(_LANGUAGE_OF_NATION, default="Español", return_dtype=pl.String)
    return either(of_people.is_not_null(), of_people, of_nation)


def _migration_status(draw: Draw, victims: pl.DataFrame, them: pl.DataFrame) -> pl.Series:
    count = len(victims)
    resident = them["settles"] <= victims["known"]
    foreign = either(resident, draw.pick(STATUS_OF_RESIDENTS, count), draw.pick(STATUS_OF_FOREIGNERS, count))
    return either(victims["nationality"] == "CRI", constant("Nacional", count), foreign)


def exploitation(draw: Draw, victims: pl.DataFrame, scale: int) -> pl.DataFrame:
    """What a positive resolution states; the callers leave it out of the others."""
    count, forms = len(victims), victims["forms"]
    country = draw.pick(_ABROAD, count)
    method = draw.pick(RECRUITMENT, count)
    online = method.str.contains("línea").to_numpy() & draw.happens(0.85, count)
    return pl.DataFrame(
        {
            "exploitation_country": draw.sometimes(country, 0.97),
            "exploitation_province": where((country == "CRI").to_numpy(), draw.pick(INHABITANTS, count)),
            "exploitation_forms": forms,
            "labour_sector": _sector(draw, forms),
            "means": draw.several(MEANS, LIST_SEPARATOR, count),
            "control_methods": draw.several(CONTROL, LIST_SEPARATOR, count),
            "recruitment_method": draw.sometimes(method, 0.82),
            "recruitment_platform": where(online, draw.pick(PLATFORMS, count)),
            "recruiter_relationship": draw.sometimes(draw.pick(RELATIONSHIPS, count), 0.8),
            "dependants": _dependants(draw, victims, scale),
        }
    ).with_columns(*_period(draw, victims))


def _sector(draw: Draw, forms: pl.Series) -> pl.Series:
    count = len(forms)
    household = forms.str.contains("doméstica")
    working = forms.str.contains("laboral").to_numpy() & draw.happens(0.9, count)
    return either(household, constant("Trabajo en hogares", count), where(working, draw.pick(SECTORS, count)))


def _period(draw: Draw, victims: pl.DataFrame) -> list[pl.Series]:
    """Begin and end of the exploitation; the end is unknown or still to come for some."""
    count, known = len(victims), victims["known"].to_numpy()
    end = known - draw.waiting(20, count, longest=700)
    start = np.maximum(end - 5 - draw.waiting(220, count, longest=2900), victims["birth"].to_numpy() + int(2 * _YEAR))
    start = np.minimum(start, end)
    return [
        days.dates_where(draw.happens(0.86, count), start).alias("exploitation_started_on"),
        days.dates_where(draw.happens(0.74, count), end).alias("exploitation_ended_on"),
    ]


def _dependants(draw: Draw, victims: pl.DataFrame, scale: int) -> pl.Series:
    """As many as were published for a year that has a figure, by one person each; else by chance."""
    count = len(victims)
    number = draw.indices(_DEPENDANTS, count)
    recorded = draw.happens(0.75, count)
    for year in days.YEARS:
        stated = published_dependants(year) * scale
        if stated:
            mine = np.flatnonzero(((victims["year"] == year) & (victims["outcome"] == "Acreditada")).to_numpy())
            number[mine], recorded[mine] = 0, True
            number[draw.some_of(mine.astype(np.int64), stated)] = 1
    return where(recorded, pl.Series(number))


def published_dependants(year: int) -> int:
    return published(ACCREDITED, "dependants", year).get("", 0)


def either(mask: pl.Series, yes: pl.Series, no: pl.Series) -> pl.Series:
    """For each row the first value where the mask holds, the second one elsewhere."""
    return pl.select(pl.when(mask).then(yes).otherwise(no)).to_series()
