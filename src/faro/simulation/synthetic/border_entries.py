"""Entries at the border of two years that never were: month, country, nationality, movements."""

import csv
import io
import math

from faro.simulation.synthetic.draw import Draw

#: Entries of a usual month by nationality; XKX and OOO are not ISO codes, the publisher uses them all the same.
USUAL_MONTH = {
    "USA": 140000,
    "CRI": 48000,
    "NIC": 25000,
    "CAN": 24000,
    "PAN": 9400,
    "DEU": 8200,
    "MEX": 7800,
    "FRA": 7100,
    "GBR": 7000,
    "ESP": 6100,
    "GTM": 6000,
    "SLV": 5700,
    "COL": 3700,
    "NLD": 3400,
    "HND": 2800,
    "ARG": 2700,
    "CHE": 2700,
    "ITA": 2300,
    "BRA": 2000,
    "CHL": 1800,
    "PER": 1700,
    "ISR": 1300,
    "BEL": 1200,
    "CHN": 1100,
    "VEN": 1000,
    "IND": 1000,
    "AUT": 860,
    "AUS": 800,
    "POL": 720,
    "SWE": 690,
    "ECU": 590,
    "DOM": 490,
    "JPN": 340,
    "CUB": 190,
    "HTI": 25,
    "JAM": 60,
    "PHL": 230,
    "UKR": 120,
    "XKX": 3,
    "OOO": 6,
}
FIRST_YEAR, MONTHS = 2023, 24


def content() -> bytes:
    """The file as the publisher of the real one lays it out."""
    draw = Draw("dgme")
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(("t", "geo", "nat", "n"))
    for index in range(MONTHS):
        month = f"{FIRST_YEAR + index // 12}-{index % 12 + 1:02}-01"
        for nationality, usual in USUAL_MONTH.items():
            writer.writerow((month, "CRI", nationality, _movements(draw, usual, index)))
    return target.getvalue().encode()


def _movements(draw: Draw, usual: int, index: int) -> int:
    """High season from December to March, slow growth, and chance."""
    season = 1 + 0.3 * math.cos((index % 12 - 0.5) / 12 * 2 * math.pi)
    return round(usual * season * (1 + 0.004 * index) * draw.source.uniform(0.9, 1.1))
