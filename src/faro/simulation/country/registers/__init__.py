"""What each institution writes down of what happens: one function per dataset, from the world to the entries."""

from collections.abc import Callable
from typing import Final

from faro.simulation.country.draw import Draw
from faro.simulation.country.registers import (
    courts,
    eri,
    migration,
    police,
    prosecution,
    protection,
    secretariat,
    welfare,
    work,
)
from faro.simulation.country.registry import Entries
from faro.simulation.country.world import World

Register = Callable[[World, Draw], Entries]

REGISTERS: Final[dict[str, Register]] = {
    "eri/referrals": eri.referrals,
    "eri/resolutions": eri.resolutions,
    "eri/prevention_activities": secretariat.prevention_activities,
    "eri/fund_execution": secretariat.fund_execution,
    "eri/assisted_returns": secretariat.assisted_returns,
    "dgme/smuggling_events": migration.smuggling_events,
    "dgme/smuggled_migrants": migration.smuggled_migrants,
    "dgme/special_categories": migration.special_categories,
    "fiscalia/complaints": prosecution.complaints,
    "fiscalia/cases": prosecution.cases,
    "fiscalia/accused": prosecution.accused,
    "fiscalia/case_victims": prosecution.case_victims,
    "fiscalia/stages": prosecution.stages,
    "poder_judicial/sentences": courts.sentences,
    "poder_judicial/convictions": courts.convictions,
    "poder_judicial/seizures": courts.seizures,
    "oij/investigations": police.investigations,
    "oapvd/assistance": protection.assistance,
    "pani/protection_measures": protection.measures,
    "inamu/services": protection.services,
    "ccss/care_episodes": welfare.care_episodes,
    "imas/subsidies": welfare.subsidies,
    "mtss/labour_inspections": work.inspections,
    "mtss/work_permits": work.permits,
    "emergencias911/calls": police.calls,
    "msp/operations": police.operations,
    "msp/rejections": police.rejections,
    "msp/detections": police.detections,
}
