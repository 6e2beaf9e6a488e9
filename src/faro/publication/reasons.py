"""Reasons that people give, and others read beside figures: a line of plain text, which writes nothing of its own."""

import re
from typing import Final

from faro.publication.errors import ReasonMissing

#: Characters of a reason.
SHORTEST: Final = 3
LONGEST: Final = 300
#: What pages, notes and reports would take for a link, a picture or a heading. As a pattern that Airflow's form knows.
PLAIN: Final = r"^[^<>\[\]`*_|\\#\x00-\x1f\x7f]*$"


def reason(text: object) -> str:
    """The same without what is around it. Raises ReasonMissing where it is none, too long or no plain text."""
    found = " ".join(str(text or "").split())
    is_plain = re.fullmatch(PLAIN, found) and found.isprintable() and "://" not in found
    if not (is_plain and SHORTEST <= len(found) <= LONGEST):
        raise ReasonMissing(total=LONGEST)
    return found
