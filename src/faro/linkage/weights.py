"""The declared weights of every level of likeness: m and u, what contradicts, and the two thresholds."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log2
from pathlib import Path
from typing import Any, ClassVar

import yaml

from faro.errors import ConfigurationError, Sentences
from faro.language import Language
from faro.linkage.comparison import LEVELS


class WeightsInvalid(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "{path}: los pesos de «{field}» no son válidos: cada nivel lleva m y u entre 0 y 1.\n"
        "  Corríjalos o estímelos otra vez.",
        "en": "{path}: the weights of “{field}” are not valid: every level has m and u between 0 and 1.\n"
        "  Correct them or estimate them again.",
    }


@dataclass(frozen=True)
class Level:
    """How often a level is met: m among pairs of one person, u among pairs of two."""

    m: float
    u: float
    label: Mapping[Language, str]

    @property
    def bits(self) -> float:
        """Weight of evidence for one person; negative where it speaks for two."""
        return round(log2(self.m / self.u), 4)


@dataclass(frozen=True)
class Weights:
    """What a pair's score depends on, beside the pair."""

    levels: Mapping[str, Mapping[str, Level]]
    conflicts: tuple[Mapping[str, frozenset[str]], ...]
    link: float
    review: float

    def bits(self, comparison: str) -> list[float]:
        """The weight of each of LEVELS[comparison]; what is missing weighs nothing."""
        stated = self.levels[comparison]
        return [stated[level].bits if level in stated else 0.0 for level in LEVELS[comparison]]


@cache
def declared_weights() -> Weights:
    """The weights in force, from `weights.yml`."""
    return read_weights(Path(str(files("faro.linkage") / "weights.yml")))


def read_weights(path: Path) -> Weights:
    """Raises WeightsInvalid for a level that is missing, unknown or without its two probabilities."""
    stated: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    levels = {name: _levels(path, name, stated["comparisons"].get(name, {})) for name in LEVELS}
    conflicts = tuple(_conflict(path, each) for each in stated["conflicts"])
    return Weights(levels, conflicts, **{name: float(bits) for name, bits in stated["thresholds"].items()})


def _levels(path: Path, comparison: str, stated: dict[str, dict[str, Any]]) -> dict[str, Level]:
    if set(stated) != set(LEVELS[comparison][1:]):
        raise WeightsInvalid(path=path.name, field=comparison)
    try:
        found = {name: Level(float(each["m"]), float(each["u"]), each["label"]) for name, each in stated.items()}
    except (KeyError, TypeError, ValueError):
        raise WeightsInvalid(path=path.name, field=comparison) from None
    if not all(0 < each.m <= 1 and 0 < each.u <= 1 for each in found.values()):
        raise WeightsInvalid(path=path.name, field=comparison)
    return found


def _conflict(path: Path, stated: dict[str, list[str]]) -> dict[str, frozenset[str]]:
    for comparison, levels in stated.items():
        if not levels or not set(levels) <= set(LEVELS.get(comparison, ())):
            raise WeightsInvalid(path=path.name, field=comparison)
    return {comparison: frozenset(levels) for comparison, levels in stated.items()}
