"""Rows as delimited text."""

import csv
import io

from faro.simulation.formats.sheet import Sheet


def delimited(sheet: Sheet, separator: str) -> str:
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=separator, lineterminator="\r\n")
    writer.writerows([line] for line in sheet.banner)
    writer.writerow(sheet.headers)
    writer.writerows([sheet.written(cell) for cell in line] for line in sheet.lines)
    return target.getvalue()
