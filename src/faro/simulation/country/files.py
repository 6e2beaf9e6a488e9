"""The facts and assumptions of the country that stand in files beside the code."""

import csv
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).parent / "data"


def read(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
