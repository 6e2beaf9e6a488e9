"""What whoever reads can compute: between which counts a hidden one lies, given all that is shown and all relations."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from faro.disclosure.evidence import Evidence, Shortfall, prove, prove_together
from faro.disclosure.search import Search
from faro.disclosure.system import Component, Mask, Requirement, System


def breaches(system: System, hidden: Mask, requirements: Iterable[Requirement]) -> list[Shortfall]:
    """The requirements that do not hold where those cells are hidden and all others shown."""
    unknown = system.may_hide & hidden
    requirements = list(requirements)
    found = [_told(system, one) for one in requirements if not unknown[one.cell]]
    asked = [one for one in requirements if unknown[one.cell]]
    for component, own in replace(system, may_hide=unknown).asked(asked):
        evidence = _evidence(component, [one.numbered(component.place) for one in own])
        found += evidence.shortfalls(system, own)
    return [one for one in found if one.low > one.requirement.low or one.high < one.requirement.high]


def attainable(system: System, requirements: Sequence[Requirement]) -> list[Requirement]:
    """The same as far as they hold where all that may be hidden is: what a count is of tells that much.

    What cannot look as small as asked must look larger instead: 4 that cannot be less than 4 may be 7, or it is known.
    """
    met = _met(system, requirements)
    wider = {
        number: replace(one, high=one.high + one.low - asked.low)
        for number, (asked, one) in enumerate(zip(requirements, met, strict=True))
        if one.low > asked.low
    }
    widened = dict(zip(wider, _met(system, list(wider.values())), strict=True))
    return [widened.get(number, one) for number, one in enumerate(met)]


def _met(system: System, requirements: Sequence[Requirement]) -> list[Requirement]:
    short = {one.requirement: one for one in breaches(system, system.may_hide, requirements)}
    return [replace(one, low=short[one].low, high=short[one].high) if one in short else one for one in requirements]


def _told(system: System, requirement: Requirement) -> Shortfall:
    shown = int(system.values[requirement.cell])
    return Shortfall(requirement, shown, shown)


def _evidence(component: Component, requirements: list[Requirement]) -> Evidence:
    """As far as the requirements go: what lies beyond is not looked for."""
    system = component.system
    evidence, search = Evidence(system, requirements), Search(system, np.ones(len(system)))
    prove_together(search, evidence, np.ones(len(system), dtype=bool))
    for entry in evidence.open():
        deviation = prove(search, evidence, entry)
        if deviation is not None:
            evidence.add(deviation)
    return evidence
