"""The datasets of the country: columns in the order of the contracts, how records are numbered, how late they are."""

from dataclasses import dataclass
from typing import Final

import polars as pl

PERSON: Final = (
    "document_type",
    "document_number",
    "given_names",
    "first_surname",
    "second_surname",
    "birth_date",
    "sex",
    "nationality",
)
#: What PANI and INAMU write instead: one name, surnames first, and no type of document.
PERSON_IN_ONE_NAME: Final = ("full_name", "document_number", "birth_date", "sex", "nationality")
REGISTRY: Final = ("updated_on", "record_status")
TRUTH: Final = ("_person", "_known_on")

_INTEGERS: Final = frozenset(
    (
        "migrants", "minors", "unaccompanied_minors", "smugglers", "fee_usd", "dependants", "prison_months",
        "value_crc", "workers_found", "suspected_victims", "amount_crc", "persons_detected", "presumed_victims",
        "persons_reached", "persons_trained", "budget_crc", "spent_crc",
    )
)  # fmt: skip
_MARKS: Final = {"P": PERSON, "P1": PERSON_IN_ONE_NAME}


@dataclass(frozen=True)
class Dataset:
    """One dataset: `usual_delay` is the median of the days between the registry and the delivery."""

    id: str
    prefix: str
    usual_delay: float
    columns: tuple[str, ...]

    @property
    def key(self) -> str:
        return self.columns[0]

    @property
    def event(self) -> str:
        """The column with the day of what is recorded."""
        return next(column for column in self.columns if column.endswith("_on") or column in ("called_at", "period"))

    @property
    def institution(self) -> str:
        return self.id.split("/")[0]

    @property
    def is_about_persons(self) -> bool:
        return "birth_date" in self.columns

    @property
    def schema(self) -> dict[str, pl.DataType]:
        return {column: type_of(column) for column in (*self.columns, *TRUTH)}


def type_of(column: str) -> pl.DataType:
    if column.endswith("_on") or column in ("birth_date", "period"):
        return pl.Date()
    if column == "called_at":
        return pl.Datetime("us")
    if column == "is_confiscated":
        return pl.Boolean()
    return pl.Int64() if column in _INTEGERS else pl.String()


def _dataset(name: str, prefix: str, usual_delay: float, columns: str) -> Dataset:
    spelt = [each for word in columns.split() for each in _MARKS.get(word, (word,))]
    return Dataset(name, prefix, usual_delay, (*spelt, *REGISTRY))


#: Delay 0: others refer to these records, which are therefore known the day they are written.
DATASETS: Final = {
    each.id: each
    for each in (
        _dataset(
            "eri/referrals", "REM", 0,
            "referral_number referred_on referring_institution P phone province canton suspected_form observations",
        ),
        _dataset(
            "eri/resolutions", "ERI", 1,
            "resolution_number referral_number known_on resolved_on outcome P gender_identity disability"
            " indigenous_people mother_tongue education occupation migration_status province canton district address"
            " exploitation_country exploitation_province exploitation_forms labour_sector means control_methods"
            " recruitment_method recruitment_platform recruiter_relationship exploitation_started_on"
            " exploitation_ended_on dependants filed_complaint narrative",
        ),
        _dataset(
            "eri/prevention_activities", "ACT", 4,
            "activity_number held_on activity_type audience province institution persons_reached persons_trained",
        ),
        _dataset("eri/fund_execution", "FON", 5, "execution_number period budget_line budget_crc spent_crc"),
        _dataset(
            "eri/assisted_returns", "RET", 2,
            "return_number returned_on P destination_country return_type reintegration_support",
        ),
        _dataset(
            "dgme/smuggling_events", "TIM", 0,
            "event_number detected_on border_post route migrants minors unaccompanied_minors smugglers fee_usd abuses"
            " became_trafficking province",
        ),
        _dataset("dgme/smuggled_migrants", "MIG", 1, "migrant_number event_number detected_on P"),
        _dataset("dgme/special_categories", "CE", 2, "permit_number granted_on category P"),
        _dataset("fiscalia/complaints", "DEN", 0, "complaint_number filed_on offence channel province facts"),
        _dataset("fiscalia/cases", "EXP", 0, "case_number complaint_number opened_on offence office case_state"),
        _dataset(
            "fiscalia/accused", "IMP", 2, "accused_number case_number registered_on P role_in_offence relationship"
        ),
        _dataset("fiscalia/case_victims", "VIC", 2, "case_victim_number case_number registered_on P"),
        _dataset("fiscalia/stages", "ETA", 2, "stage_number case_number stage started_on ended_on outcome"),
        _dataset("poder_judicial/sentences", "SEN", 0, "sentence_number case_number court issued_on outcome"),
        _dataset(
            "poder_judicial/convictions", "CON", 3,
            "conviction_number sentence_number decided_on P offence outcome prison_months",
        ),
        _dataset(
            "poder_judicial/seizures", "DEC", 3,
            "seizure_number case_number seized_on asset_type value_crc is_confiscated",
        ),
        _dataset("oij/investigations", "INV", 3, "investigation_number opened_on offence province canton P outcome"),
        _dataset(
            "oapvd/assistance", "OAP", 4, "assistance_number admitted_on ended_on service P phone filed_complaint"
        ),
        _dataset("pani/protection_measures", "MED", 5, "measure_number measured_on measure P1 province reason"),
        _dataset("inamu/services", "INA", 6, "service_number served_on service P1 canton"),
        _dataset("ccss/care_episodes", "ATE", 2, "episode_number attended_on care_type establishment P coverage"),
        _dataset(
            "mtss/labour_inspections", "INS", 6,
            "inspection_number inspected_on province canton sector workers_found suspected_victims outcome",
        ),
        _dataset("mtss/work_permits", "PER", 5, "permit_number granted_on sector P"),
        _dataset("imas/subsidies", "BEN", 3, "benefit_number granted_on subsidy amount_crc P"),
        _dataset(
            "emergencias911/calls", "INC", 0.4,
            "call_number called_at incident_type province canton caller_phone description",
        ),
        _dataset(
            "msp/operations", "OPE", 2,
            "operation_number performed_on unit province canton operation_type persons_detected presumed_victims",
        ),
        _dataset("msp/rejections", "REC", 1, "rejection_number rejected_on border_post reason_code P"),
        _dataset("msp/detections", "DET", 1, "detection_number detected_on unit P suspected_form"),
    )
}  # fmt: skip
