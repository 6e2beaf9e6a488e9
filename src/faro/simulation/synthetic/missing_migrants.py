"""Incidents that never happened, in the publisher's words: months by name, blanks for what nobody knows."""

import csv
import io
from collections.abc import Iterator
from datetime import date

from faro.simulation.synthetic.draw import Draw

HEADER = (
    "Web ID",
    "Region of Incident",
    "Reported Date",
    "Reported Year",
    "Reported Month",
    "Number Dead",
    "Minimum Estimated Number of Missing",
    "Total Dead and Missing",
    "Number of Survivors",
    "Number of Females",
    "Number of Males",
    "Number of Children",
    "Cause of Death",
    "Location Description",
    "Information Source",
    "Location Coordinates",
    "Migration Route",
    "URL",
    "UNSD Geographical Grouping",
    "Source Quality",
)
NOTE = "DATOS SINTÉTICOS / SYNTHETIC DATA"
INCIDENTS, FIRST_NUMBER = 600, 90_001
FIRST, LAST = date(2022, 1, 1), date(2024, 12, 31)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

#: Region → share, route (blank: attributed to none), grouping of the United Nations.
REGIONS = {
    "US-Mexico Border": (0.34, "Central America to US", "Northern America"),
    "Central America": (0.22, "Central America to US", "Central America"),
    "North Africa": (0.14, "", "Northern Africa"),
    "Mediterranean": (0.12, "Central Mediterranean", "Uncategorized"),
    "South America": (0.08, "Darien Gap", "South America"),
    "Caribbean": (0.06, "Caribbean to Central America", "Caribbean"),
    "Europe": (0.04, "Western Balkans", "Southern Europe"),
}
CAUSES = {
    "Drowning": 0.3,
    "Presumed drowning": 0.1,
    "Vehicle Accident": 0.12,
    "Unknown": 0.12,
    "Unknown (skeletal remains)": 0.06,
    "Hyperthermia": 0.06,
    "Sickness and lack of access to medicines": 0.07,
    "Dehydration, Harsh weather/lack of adequate shelter": 0.05,
    "Starvation, Excessive Physical Abuse": 0.03,
    "Shot or stabbed": 0.05,
    "Hit by train": 0.03,
    "Suffocation, Vehicle Accident": 0.01,
}


def content() -> bytes:
    """The file as the publisher of the real one lays it out: a byte order mark, every cell quoted, newest first."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(HEADER)
    writer.writerows(_rows())
    return target.getvalue().encode("utf-8-sig")


def _rows() -> Iterator[tuple[str | int, ...]]:
    draw = Draw("oim/missing_migrants")
    days = sorted((draw.day(FIRST, LAST) for _ in range(INCIDENTS)), reverse=True)
    for number, day in enumerate(days):
        region = draw.one({name: share for name, (share, _, _) in REGIONS.items()})
        _, route, grouping = REGIONS[region]
        yield (
            FIRST_NUMBER + INCIDENTS - number,
            region,
            f"{_MONTHS[day.month - 1]} {day.day:02}, {day.year}",
            day.year,
            _MONTHS[day.month - 1][:3],
            *_counts(draw),
            draw.one(CAUSES),
            NOTE,
            NOTE,
            f"{draw.source.uniform(-20, 40):.12f}, {draw.source.uniform(-115, 30):.12f}",
            route,
            "",
            grouping,
            draw.number(1, 5),
        )


def _counts(draw: Draw) -> tuple[str | int, ...]:
    """Dead, missing, both, survivors, females, males, children: blank where nobody knows, the total never."""
    dead = 1 if draw.happens(0.7) else draw.number(0, 12)
    missing = draw.number(1, 40) if draw.happens(0.1) or dead == 0 else 0
    females = draw.number(0, dead) if draw.happens(0.2) else 0
    males = draw.number(0, dead - females) if draw.happens(0.5) else 0
    children = draw.number(0, dead) if draw.happens(0.1) else 0
    survivors = draw.number(1, 60) if draw.happens(0.12) else 0
    known = [count or "" for count in (survivors, females, males, children)]
    return dead or "", missing or "", dead + missing, *known
