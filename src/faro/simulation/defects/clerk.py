"""A clerk of one dataset: writes each record down, and the same record always in the same way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from faro.contracts import Contract
from faro.simulation.defects.catalogue import DISGUISES, DUPLICATE, HABITS, HELD_BACK, MOST_DISGUISES, PROOFREAD, Defect
from faro.simulation.defects.planted import Planted
from faro.simulation.defects.subject import Form, Subject
from faro.simulation.formats import Cell
from faro.simulation.synthetic.draw import Draw


@dataclass(frozen=True)
class Writing:
    """What was written: the cells by canonical column, how many times, and what is wrong with it."""

    cells: Mapping[str, Cell]
    times: int
    planted: tuple[Planted, ...]


class Clerk:
    """Draws from the seed, the dataset, the record and its version: later records never change earlier ones."""

    def __init__(self, contract: Contract, seed: str) -> None:
        self._form, self._seed = Form(contract), seed
        self._dataset, self._version = contract.id, contract.relation.version or ""

    def writes(self, record: Mapping[str, Cell]) -> Writing:
        key, version = self.key_of(record), self._day(record)
        draw = Draw(f"{self._seed}/{self._dataset}/{key}/{version}")
        cells, made = self._spoilt(record, draw)
        planted = [Planted(self._dataset, key, version, column, each.name, each.expected) for each, column in made]
        times = 1
        held = any(each.expected == "quarantined" for each in planted)
        if not (held or self._form.is_typed) and draw.happens(DUPLICATE.share):
            times = 2
            planted.append(Planted(self._dataset, key, version, "", DUPLICATE.name, DUPLICATE.expected))
        return Writing(cells, times, tuple(planted))

    def key_of(self, record: Mapping[str, Cell]) -> str:
        return "/".join(str(record.get(name)) for name in self._form.contract.key)

    def _day(self, record: Mapping[str, Cell]) -> str:
        value = record.get(self._version)
        return value.isoformat() if isinstance(value, date) else str(value or "")

    def _spoilt(self, record: Mapping[str, Cell], draw: Draw) -> tuple[dict[str, Cell], list[tuple[Defect, str]]]:
        cells, made = dict(record), list[tuple[Defect, str]]()
        subject = Subject(self._form, cells, draw)
        if not self._is_proofread(record) and (held := self._first(HELD_BACK, subject, cells, made, most=1)):
            return cells, held
        self._first(DISGUISES, subject, cells, made, most=MOST_DISGUISES)
        self._first(HABITS, subject, cells, made, most=len(HABITS))
        return cells, made

    def _is_proofread(self, record: Mapping[str, Cell]) -> bool:
        column, value = PROOFREAD.get(self._dataset, (None, None))
        return column is not None and record.get(column) == value

    @staticmethod
    def _first(
        defects: Iterable[Defect], subject: Subject, cells: dict[str, Cell], made: list[tuple[Defect, str]], most: int
    ) -> list[tuple[Defect, str]]:
        """Make the defects that happen, up to so many; none spoils a cell that another spoilt before."""
        done, spoilt = 0, {column for _, column in made}
        for defect in defects:
            if done == most or not defect.happens_to(subject):
                continue
            changes = defect.make(subject)
            if changes and not changes.keys() & spoilt:
                cells.update(changes)
                spoilt |= changes.keys()
                made.append((defect, min(changes, key=list(cells).index)))
                done += 1
        return made
