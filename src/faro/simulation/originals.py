"""What each institution hands over: the real file where FARO_DATA holds it, else a synthetic one of that shape."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from faro.simulation.synthetic import border_entries, glotip, hotline, irregular_flows, missing_migrants, oij

Generator = Callable[[], bytes]


@dataclass(frozen=True)
class Original:
    """A file as its institution publishes it; `path` is None where it was generated."""

    name: str
    content: bytes
    path: Path | None

    @property
    def is_synthetic(self) -> bool:
        return self.path is None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Publication:
    """Where a real file lies under FARO_DATA, and what stands in for it."""

    real: str
    stand_in: str
    generate: Generator

    def is_real(self, data: Path | None) -> bool:
        return data is not None and (data / self.real).is_file()

    def original(self, data: Path | None) -> Original:
        if data is None or not self.is_real(data):
            return self.synthetic()
        path = data / self.real
        return Original(path.name, path.read_bytes(), path)

    def synthetic(self) -> Original:
        return Original(self.stand_in, self.generate(), None)


OIJ = Publication("oij/oij_estadisticas_2020.csv", "oij_estadisticas_sintetico_2024.csv", oij.content)
GLOTIP = Publication("glotip/data_glotip_2023-05-30.xlsx", "data_glotip_sintetico_2024-01-31.xlsx", glotip.content)
MISSING_MIGRANTS = Publication(
    "missing_migrants/MissingMigrants-Global-2019-03-29.csv",
    "MissingMigrants-Global_sintetico_2024-12-31.csv",
    missing_migrants.content,
)
IRREGULAR_FLOWS = Publication("iom/irreg.csv", "irreg_sintetico.csv", irregular_flows.content)
BORDER_ENTRIES = Publication("iom/regin.csv", "regin_sintetico.csv", border_entries.content)
REPORTS = Publication("linea145/ar_denuncias_2020.csv", "denuncias_sintetico_2024.csv", hotline.reports)
PERSONS = Publication("linea145/ar_referidos_2020.csv", "referidos_sintetico_2024.csv", hotline.persons)


def hotline_originals(data: Path | None) -> tuple[Original, Original]:
    """Reports and persons of one origin: a real person never refers to a synthetic report."""
    if REPORTS.is_real(data) and PERSONS.is_real(data):
        return REPORTS.original(data), PERSONS.original(data)
    return REPORTS.synthetic(), PERSONS.synthetic()
