"""How much of the country a home was given: its size, and until which day; two sizes are never mixed."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from faro.simulation.errors import OtherScaleError
from faro.simulation.outbox import write_changed


@dataclass(frozen=True)
class Scope:
    """`until` is the last day that is known; without one, everything is."""

    scale: int = 1
    until: date | None = None

    @property
    def last_day(self) -> date:
        return self.until or date.max


def extend(faro_home: Path, scope: Scope) -> Scope:
    """The scope together with what was delivered before: time goes forward only. Raises OtherScaleError."""
    known = _read(_file(faro_home))
    if known is None:
        return scope
    if known.scale != scope.scale:
        raise OtherScaleError(path=str(faro_home), count=known.scale, setting="FARO_HOME")
    return scope if scope.last_day >= known.last_day else known


def remember(faro_home: Path, scope: Scope) -> None:
    stated = asdict(scope) | {"until": scope.until.isoformat() if scope.until else None}
    write_changed(_file(faro_home), f"{json.dumps(stated)}\n".encode())


def _file(faro_home: Path) -> Path:
    return faro_home / "institutions" / "country.json"


def _read(path: Path) -> Scope | None:
    if not path.exists():
        return None
    stated = json.loads(path.read_text())
    until = stated["until"]
    return Scope(stated["scale"], date.fromisoformat(until) if until else None)
