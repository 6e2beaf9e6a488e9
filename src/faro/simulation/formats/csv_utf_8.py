"""CSV as a database exports it: UTF-8 with a mark, commas, lines that end as on Windows."""

import codecs

from faro.simulation.formats.delimited import delimited
from faro.simulation.formats.sheet import Sheet


def write(sheet: Sheet) -> bytes:
    return codecs.BOM_UTF8 + delimited(sheet, ",").encode()
