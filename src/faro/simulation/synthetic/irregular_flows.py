"""Irregular flows that nobody registered: month, country, nationality, movements; some codes are not of ISO."""

import csv
import io

from faro.simulation.synthetic.draw import Draw

#: Movements of a usual month by country and nationality; OOO, XKX and CSK are codes of the publisher's.
USUAL_MONTH = {
    "PAN": {"VEN": 14000, "ECU": 3800, "HTI": 2900, "CHN": 1900, "COL": 1500, "CUB": 90, "IND": 260, "CMR": 70},
    "HND": {"VEN": 16000, "CUB": 5200, "ECU": 3300, "HTI": 2700, "CHN": 1100, "NIC": 40, "OOO": 6},
    "MEX": {"VEN": 21000, "HND": 9800, "GTM": 7400, "ECU": 5100, "NIC": 2600, "CRI": 12, "XKX": 2, "CSK": 1, "OOO": 30},
    "COL": {"VEN": 420, "HTI": 180, "ECU": 60, "CUB": 25, "PER": 9, "BGD": 12, "NPL": 14, "SOM": 3},
}
FIRST_YEAR, MONTHS = 2023, 24
#: The publisher left one count out.
_LEFT_OUT = ("2024-07-01", "PAN", "CMR")


def content() -> bytes:
    """The file as the publisher of the real one lays it out."""
    draw = Draw("oim/irregular_flows")
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(("t", "geo", "nat", "n"))
    for index in range(MONTHS):
        month = f"{FIRST_YEAR + index // 12}-{index % 12 + 1:02}-01"
        for country, nationalities in USUAL_MONTH.items():
            for nationality, usual in nationalities.items():
                movements = round(usual * draw.source.uniform(0.4, 1.7))
                is_left_out = (month, country, nationality) == _LEFT_OUT
                writer.writerow((month, country, nationality, "" if is_left_out else movements))
    return target.getvalue().encode()
