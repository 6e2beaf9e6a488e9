"""Every class of defect: how often a clerk makes it, what a sound pipeline makes of it, and how it is made."""

from collections.abc import Callable
from dataclasses import dataclass

from faro.simulation.defects import dates, documents, names, values
from faro.simulation.defects.planted import Outcome
from faro.simulation.defects.subject import Changes, Subject


@dataclass(frozen=True)
class Defect:
    """`share` of the records in which it can be; `migrants`: the share among foreigners, where it is another."""

    name: str
    expected: Outcome
    share: float
    make: Callable[[Subject], Changes]
    migrants: float | None = None

    def happens_to(self, subject: Subject) -> bool:
        share = self.migrants if self.migrants is not None and subject.is_migrant else self.share
        return subject.draw.happens(share)


#: A row has one of these at most, and nothing else is wrong with it.
HELD_BACK = (
    Defect("impossible_date", "quarantined", 0.002, dates.impossible),
    Defect("unknown_code", "quarantined", 0.002, values.unknown_code),
    Defect("required_missing", "quarantined", 0.002, values.missing),
    Defect("impossible_document", "quarantined", 0.002, documents.impossible),
    Defect("number_in_letters", "quarantined", 0.002, values.number_in_letters),
)
#: Rows that are read by several people before they leave (dataset → column, value): none of them has to be held back.
PROOFREAD = {"eri/resolutions": ("outcome", "Acreditada")}
#: What makes a person hard to recognise; a row has two of these at most.
DISGUISES = (
    Defect("document_missing", "linked", 0.01, documents.missing, migrants=0.04),
    Defect("document_mistyped", "linked", 0.01, documents.mistyped),
    Defect("name_order", "linked", 0.01, names.other_order),
    Defect("nickname", "linked", 0.01, names.nickname),
    Defect("day_and_month_exchanged", "linked", 0.01, dates.day_and_month_exchanged),
    Defect("first_of_january", "linked", 0.005, dates.first_of_january, migrants=0.03),
)
MOST_DISGUISES = 2
#: What normalising undoes.
HABITS = (
    Defect("name_particles", "linked", 0.15, names.without_particles),
    Defect("name_accents", "linked", 0.10, names.without_accents),
    Defect("document_zeros", "repaired", 0.10, documents.without_zeros),
    Defect("code_variant", "repaired", 0.05, values.written_otherwise),
)
#: A row that stands there twice, cell by cell; no database takes one.
DUPLICATE = Defect("duplicate_row", "repaired", 0.003, lambda subject: {})
#: Of whole files.
TOTALS_ROW, ENCODING = "totals_row", "encoding"
