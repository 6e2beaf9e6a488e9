"""The accepted rows in the words of the indicators: who was referred, detected, accredited and served, and when."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Final

import polars as pl

from faro.contracts import contract_of
from recomputation.ages import age_group
from recomputation.reading import Frames
from recomputation.records import VICTIM, read_people, read_records, with_particulars
from recomputation.timeline import in_calendar
from recomputation.wording import NOT_RECORDED, Lists, code_lists, coded, yes_or_no
from recomputation.working_days import working_days

ACCREDITED: Final = "accredited"
DECIDED: Final = (ACCREDITED, "not_accredited")
PENDING: Final = "pending"

#: Columns of a resolution that hold a code, and those that hold several, with their lists.
_ONE: Final = {
    "gender_identity": "gender_identity",
    "disability": "disability",
    "mother_tongue": "mother_tongue",
    "education": "education",
    "occupation": "occupation",
    "migration_status": "migration_status",
    "labour_sector": "labour_sector",
    "recruitment_method": "recruitment_method",
    "recruitment_platform": "recruitment_platform",
    "recruiter_relationship": "relationship",
    "outcome": "resolution_outcome",
}
_SEVERAL: Final = {
    "exploitation_forms": "exploitation_form",
    "means": "means",
    "control_methods": "control_method",
}
#: Dataset of services → the column that says which service.
_SERVICES: Final = {
    "oapvd/assistance": "service",
    "pani/protection_measures": "measure",
    "inamu/services": "service",
    "ccss/care_episodes": "care_type",
    "imas/subsidies": "subsidy",
    "dgme/special_categories": "category",
}
_WORK_PERMITS: Final = ("mtss/work_permits", "work_permit")


class Facts:
    """One country: its rows in force, and who each of them is about (dataset, record_key, person)."""

    def __init__(self, frames: Frames, persons: pl.DataFrame, lists: Lists | None = None) -> None:
        self.frames, self._persons, self.lists = frames, persons, lists or code_lists()

    # --- rows and records ---------------------------------------------------------------------------------------------

    @cached_property
    def _written(self) -> pl.DataFrame:
        return read_records(self.frames, self._persons, self.lists)

    @cached_property
    def people(self) -> pl.DataFrame:
        return read_people(self._written)

    @cached_property
    def records(self) -> pl.DataFrame:
        """Every record about a person, with the particulars of the person and her age on that day."""
        return with_particulars(self._written, self.people)

    def of_persons(self, dataset: str) -> pl.DataFrame:
        """The rows of a dataset about persons with `number`, `day`, `year`, and person, sex, nationality and age."""
        known = self.records.filter(pl.col("dataset") == dataset).select(
            "person", "sex", "nationality", "age", "day", "year", "institution", number="record"
        )
        numbered = self.frames[dataset].drop("sex", "nationality", "age", "birth_month")
        numbered = numbered.with_columns(number=_number(dataset))
        return numbered.join(known, on="number", how="left", maintain_order="left")

    def of_events(self, dataset: str, day: str) -> pl.DataFrame:
        """The rows of any other dataset with `number`, `day` and `year`."""
        days = in_calendar(self.frames[dataset][day].cast(pl.Date))
        return self.frames[dataset].with_columns(number=_number(dataset), day=days, year=days.dt.year())

    def coded(self, institution: str, rows: pl.DataFrame, lists: Mapping[str, str]) -> pl.DataFrame:
        """Codes instead of texts; `lists`: column → list."""
        return rows.with_columns(
            coded(self.lists.in_list(name, institution), rows[column], rows["day"]) for column, name in lists.items()
        )

    def several(self, institution: str, rows: pl.DataFrame, lists: Mapping[str, str]) -> pl.DataFrame:
        """The same for cells that hold several texts: their different codes, none where nothing is recorded."""
        return rows.with_columns(
            coded(self.lists.in_lists(name, institution), rows[column], rows["day"], pl.List(pl.String()))
            for column, name in lists.items()
        )

    def placed(self, institution: str, rows: pl.DataFrame, *columns: str) -> pl.DataFrame:
        """Codes of provinces instead of their names."""
        return rows.with_columns(
            coded(lambda text, day: self.lists.province(institution, text, day), rows[column], rows["day"])
            for column in columns
        )

    def in_countries(self, institution: str, rows: pl.DataFrame, column: str) -> pl.DataFrame:
        codes = coded(lambda text, day: self.lists.country(institution, text, day), rows[column], rows["day"])
        return rows.with_columns(codes)

    # --- victims ------------------------------------------------------------------------------------------------------

    @cached_property
    def presumed(self) -> pl.DataFrame:
        """The records in which an institution presumes a victim, in the order in which they count."""
        victims = self.records.filter(pl.col("role") == VICTIM).drop_nulls("year")
        return victims.sort("day", "institution", "dataset", "age")

    @cached_property
    def detected(self) -> pl.DataFrame:
        """year, person, sex, nationality: one row per person and year."""
        return self.presumed.select("year", "person", "sex", "nationality").unique(maintain_order=True)

    @cached_property
    def referrals(self) -> pl.DataFrame:
        """With `channel`, `suspected_form` and `province` as codes, in the order in which they count."""
        rows = self.of_persons("eri/referrals").rename({"referring_institution": "channel"})
        rows = self.coded("eri", rows, {"channel": "detection_channel", "suspected_form": "exploitation_form"})
        return self.placed("eri", rows, "province").sort("day", maintain_order=True)

    @cached_property
    def resolutions(self) -> pl.DataFrame:
        """Every request: `day` and `known_year` of knowledge, `resolved` and `year` of the resolution, null if none."""
        rows = self.of_persons("eri/resolutions").rename({"year": "known_year"})
        rows = self.coded("eri", self.several("eri", rows, _SEVERAL), _ONE)
        rows = self.placed("eri", rows, "province", "exploitation_province")
        rows = self.in_countries("eri", rows, "exploitation_country")
        resolved = in_calendar(rows["resolved_on"])
        undecided = (pl.col("outcome") == NOT_RECORDED) & pl.col("resolved_on").is_null()
        referral = self.referrals.select("channel", "suspected_form", referral_number="number")
        return (
            rows.with_columns(
                pl.col("referral_number").str.strip_chars(),
                pl.col("filed_complaint").map_elements(yes_or_no, return_dtype=pl.String, skip_nulls=False),
                outcome=pl.when(undecided).then(pl.lit(PENDING)).otherwise("outcome"),
                resolved=resolved,
                year=resolved.dt.year(),
                age_group=age_group("age"),
                days_taken=days_between("known_on", "resolved_on"),
                working_days_taken=coded(_taken, rows["known_on"], rows["resolved_on"], pl.Int64()),
            )
            .join(referral, on="referral_number", how="left", maintain_order="left")
            .with_columns(pl.col("channel", "suspected_form").fill_null(NOT_RECORDED))
            .sort("resolved", "known_on", nulls_last=True, maintain_order=True)
        )

    @cached_property
    def decided(self) -> pl.DataFrame:
        return self.resolutions.filter(pl.col("outcome").is_in(DECIDED)).drop_nulls("year")

    @cached_property
    def accredited(self) -> pl.DataFrame:
        """One row per year and person: her earliest positive resolution of the year, of equals the first that came."""
        positive = self.decided.filter(pl.col("outcome") == ACCREDITED)
        return positive.unique(["year", "person"], keep="first", maintain_order=True)

    # --- services -----------------------------------------------------------------------------------------------------

    @cached_property
    def services(self) -> pl.DataFrame:
        """person, institution, day, category: everything that an institution gave to a person."""
        dataset, work_permit = _WORK_PERMITS
        permits = self.of_persons(dataset).with_columns(service=pl.lit(work_permit))
        given = [permits, *(self._given(*each) for each in _SERVICES.items())]
        rows = pl.concat([each.select("person", "institution", "day", "service") for each in given])
        category = self.lists.attribute("service", "service_category")
        return rows.drop_nulls("day").with_columns(
            category=pl.col("service").replace_strict(category, default=pl.col("service"))
        )

    def _given(self, dataset: str, column: str) -> pl.DataFrame:
        rows = self.of_persons(dataset).rename({column: "service"})
        return self.coded(dataset.split("/")[0], rows, {"service": "service"})


def _number(dataset: str) -> pl.Expr:
    return pl.col(contract_of(dataset).key[0]).str.strip_chars()


def days_between(first: str, last: str) -> pl.Expr:
    """Null where one is not known, or they are the wrong way round."""
    days = (pl.col(last) - pl.col(first)).dt.total_days()
    return pl.when(days >= 0).then(days)


def _taken(known: date | None, resolved: date | None) -> int | None:
    """Working days, null on the same terms."""
    return None if known is None or resolved is None or resolved < known else working_days(known, resolved)
