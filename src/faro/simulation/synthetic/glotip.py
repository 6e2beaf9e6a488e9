"""International figures that nobody reported: the workbook's two banner rows, `<5`, and thousands with commas."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter

from faro.simulation.synthetic.draw import Draw

HEADER = (
    "Iso3_code",
    "Country",
    "Region",
    "Subregion",
    "Indicator",
    "Dimension",
    "Category",
    "Sex",
    "Age",
    "Year",
    "Unit of measurement",
    "txtVALUE",
    "Source",
)
BANNER = ("DATOS SINTÉTICOS / SYNTHETIC DATA", "31/01/2024")
YEARS = range(2014, 2022)
VICTIMS, CONVICTED = "Detected trafficking victims", "Persons convicted"
PROSECUTED, CONTACT = "Persons prosecuted", "Persons brought into formal contact"
TOTAL = "Total"
ADULT, MINOR = "18 years or over", "0 to 17 years"
_LATIN, _NORTH = "Latin America and the Caribbean", "Northern America"


@dataclass(frozen=True)
class Country:
    """Who reports, and about how many victims a year."""

    iso3: str
    name: str
    subregion: str
    usual: int


COUNTRIES = (
    Country("BLZ", "Belize", _LATIN, 9),
    Country("CRI", "Costa Rica", _LATIN, 45),
    Country("SLV", "El Salvador", _LATIN, 60),
    Country("GTM", "Guatemala", _LATIN, 320),
    Country("HND", "Honduras", _LATIN, 75),
    Country("NIC", "Nicaragua", _LATIN, 50),
    Country("PAN", "Panama", _LATIN, 30),
    Country("MEX", "Mexico", _LATIN, 900),
    Country("COL", "Colombia", _LATIN, 110),
    Country("USA", "United States of America", _NORTH, 1400),
)
FORMS = {"Sexual exploitation": 0.6, "Forced labour": 0.28, "Other forms of exploitation": 0.12}
CITIZENSHIPS = {
    "Nationals": 0.7,
    "Nicaragua": 0.12,
    "Colombia": 0.08,
    "Venezuela (Bolivarian Republic of)": 0.07,
    "China": 0.03,
}

Cell = tuple[str, str, str, str, str, int]
Row = tuple[str | int | None, ...]


def content() -> bytes:
    """The workbook: the same bytes every time, so its creation date is fixed."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": datetime(2024, 1, 31), "comments": BANNER[0]})
        sheet = workbook.add_worksheet("data_glotip_sintetico")
        sheet.write_row(0, 0, ("UNODC", BANNER[0]))
        sheet.write_row(1, 0, (BANNER[1],))
        sheet.write_row(2, 0, HEADER)
        for number, row in enumerate(_rows(), start=3):
            sheet.write_row(number, 0, row)
    return target.getvalue()


def _rows() -> Iterator[Row]:
    draw = Draw("unodc")
    for country in COUNTRIES:
        for year in YEARS:
            for cell in _cells(draw, round(country.usual * draw.source.uniform(0.6, 1.4))):
                yield _row(country, year, cell)
                if draw.happens(0.002):  # the publisher repeats some natural keys, with another figure
                    yield _row(country, year, (*cell[:5], cell[5] + 7))
    for year in YEARS:  # a country that the publisher forgot to name
        yield (None, None, None, None, VICTIMS, TOTAL, TOTAL, TOTAL, TOTAL, year, "Counts", "<5", "GLOTIP")


def _cells(draw: Draw, victims: int) -> Iterator[Cell]:
    """Indicator, dimension, category, sex, age, value: the parts of a total add up to it."""
    female = round(victims * draw.source.uniform(0.55, 0.8))
    minors = {"Female": round(female * draw.source.uniform(0.2, 0.5)), "Male": round((victims - female) * 0.3)}
    yield (VICTIMS, TOTAL, TOTAL, TOTAL, TOTAL, victims)
    for sex, number in (("Female", female), ("Male", victims - female)):
        yield (VICTIMS, TOTAL, TOTAL, sex, TOTAL, number)
        yield (VICTIMS, TOTAL, TOTAL, sex, MINOR, minors[sex])
        yield (VICTIMS, TOTAL, TOTAL, sex, ADULT, number - minors[sex])
    yield (VICTIMS, TOTAL, TOTAL, TOTAL, MINOR, sum(minors.values()))
    yield (VICTIMS, TOTAL, TOTAL, TOTAL, ADULT, victims - sum(minors.values()))
    yield from _split(VICTIMS, "by form of exploitation", FORMS, victims)
    yield from _split(VICTIMS, "by citizenship", CITIZENSHIPS, victims)
    yield (VICTIMS, "by country of repatriation", "Abroad", TOTAL, TOTAL, draw.number(0, 9))
    for indicator, share in ((CONTACT, 0.5), (PROSECUTED, 0.3), (CONVICTED, 0.15)):
        persons = round(victims * share * draw.source.uniform(0.7, 1.2))
        yield (indicator, TOTAL, TOTAL, TOTAL, TOTAL, persons)
        yield (indicator, TOTAL, TOTAL, "Female", TOTAL, persons // 3)
        yield (indicator, TOTAL, TOTAL, "Male", TOTAL, persons - persons // 3)


def _split(indicator: str, dimension: str, shares: dict[str, float], total: int) -> Iterator[Cell]:
    left = total
    for position, (category, share) in enumerate(shares.items(), start=1):
        part = left if position == len(shares) else min(left, round(total * share))
        left -= part
        yield (indicator, dimension, category, TOTAL, TOTAL, part)


def _row(country: Country, year: int, cell: Cell) -> Row:
    described = (country.iso3, country.name, "Americas", country.subregion)
    return (*described, *cell[:5], year, "Counts", _published(cell[5]), "GLOTIP")


def _published(value: int) -> str:
    """Small figures are published as a bound, large ones with commas, all of them as text."""
    return "<5" if 0 < value < 5 else f"{value:,}"
