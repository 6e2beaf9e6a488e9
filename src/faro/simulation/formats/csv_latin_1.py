"""CSV as an old program exports it: Latin-1 and semicolons; a letter that Latin-1 lacks is lost."""

from faro.simulation.formats.delimited import delimited
from faro.simulation.formats.sheet import Sheet


def write(sheet: Sheet) -> bytes:
    return delimited(sheet, ";").encode("iso-8859-1", "replace")
