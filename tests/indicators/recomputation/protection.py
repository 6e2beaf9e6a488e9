"""I-24 to I-30: what accredited victims received, from whom, and how soon."""

from typing import Final

import polars as pl

from recomputation.ages import ADULT, OLDER
from recomputation.detection import counted_in_each
from recomputation.facts import Facts
from recomputation.figures import EVERY, NOTHING, TOTAL, counts, finished, lacks, medians, rates, share, shares
from recomputation.profile import COSTA_RICA, has_disability
from recomputation.wording import UNMAPPED, known

CATEGORIES: Final = (
    "shelter", "health", "psychological", "legal", "migration", "subsidy", "education", "work", "protection", "social",
)  # fmt: skip
_WITHOUT_SPECIALISED_SHELTER: Final = ("trans_woman", "trans_man", "non_binary", "other")
_DELIVER_NOTHING: Final = ("conapam", "conapdis")


def i24(facts: Facts) -> pl.DataFrame:
    """Coverage by service."""
    persons = facts.accredited
    by_category = [_served(facts, persons, pl.col("category") == each, each) for each in CATEGORIES]
    return pl.concat([_served(facts, persons, pl.lit(True), TOTAL), *by_category])


def i25(facts: Facts) -> pl.DataFrame:
    """Days from accreditation to the first service."""
    given = facts.accredited.select("year", "person", "resolved").join(facts.services, on="person")
    later = given.filter(pl.col("day") >= pl.col("resolved"))
    waited = later.with_columns(days=(pl.col("day") - pl.col("resolved")).dt.total_days())
    first = waited.group_by("year", "person").agg(pl.col("days").min())
    of_category = (
        waited.filter(pl.col("category").is_in(CATEGORIES))
        .group_by("year", "person", "category")
        .agg(pl.col("days").min())
    )
    return pl.concat(
        [
            medians(TOTAL, first, EVERY, pl.col("days")),
            medians("service_category", of_category, pl.col("category"), pl.col("days")),
        ]
    )


def i26(facts: Facts) -> pl.DataFrame:
    """Served by the responsible institution."""
    persons = facts.accredited.with_columns(responsible=_responsible())
    unplaced = pl.col("age").is_null() | (pl.col("age").is_between(ADULT, OLDER - 1) & ~has_disability() & lacks("sex"))
    served = _from_knowledge_on(facts, persons).filter(pl.col("giver") == pl.col("responsible"))
    persons = _marked(persons, served).filter(pl.col("responsible").is_not_null())
    answering = persons.filter(~pl.col("responsible").is_in(_DELIVER_NOTHING))
    unknown = share(facts.accredited, unplaced)
    silent = persons.filter(pl.col("responsible").is_in(_DELIVER_NOTHING))
    silent = silent.group_by("year", category="responsible").agg(denominator=pl.col("person").n_unique())
    nobody_says = silent.select("year", "category", not_recorded_share=pl.lit(1.0))
    by = "responsible_institution"
    return pl.concat(
        [
            rates(TOTAL, answering, EVERY, pl.col("is_served"), unknown),
            rates(by, answering, pl.col("responsible"), pl.col("is_served"), unknown),
            finished(by, silent.with_columns(numerator=NOTHING, value=NOTHING), nobody_says),
        ]
    )


def i27(facts: Facts) -> pl.DataFrame:
    """Men and LGBTI+ persons without shelter."""
    adult_man = (pl.col("sex") == "man") & (pl.col("age") >= ADULT).fill_null(True)
    persons = facts.accredited.filter(adult_man | pl.col("gender_identity").is_in(_WITHOUT_SPECIALISED_SHELTER))
    sheltered = _from_knowledge_on(facts, persons).filter(pl.col("category") == "shelter")
    persons = _marked(persons, sheltered)
    identity = pl.col("gender_identity")
    return pl.concat(
        [
            rates(TOTAL, persons, EVERY, ~pl.col("is_served"), share(facts.accredited, lacks("gender_identity"))),
            rates("gender_identity", persons, identity, ~pl.col("is_served"), share(persons, lacks("gender_identity"))),
        ]
    )


def i28(facts: Facts) -> pl.DataFrame:
    """Migration regularisation granted."""
    foreign = facts.accredited.filter(known("nationality") & (pl.col("nationality") != COSTA_RICA))
    granted = _from_knowledge_on(facts, foreign).filter(pl.col("category") == "migration")
    persons, unknown = _marked(foreign, granted), share(facts.accredited, lacks("nationality"))
    return pl.concat(
        [
            rates(TOTAL, persons, EVERY, pl.col("is_served"), unknown),
            rates("nationality", persons, pl.col("nationality"), pl.col("is_served"), unknown),
        ]
    )


def i29(facts: Facts) -> pl.DataFrame:
    """Assisted voluntary returns."""
    returned = facts.in_countries("eri", facts.of_persons("eri/assisted_returns"), "destination_country")
    returned = returned.drop_nulls("year")
    persons = returned.select("year", "person").unique()
    by_country = counted_in_each("destination_country", persons, returned, "destination_country")
    return pl.concat([counts(TOTAL, persons, EVERY), by_country])


def i30(facts: Facts) -> pl.DataFrame:
    """Services to persons without a complaint."""
    persons, filed = facts.accredited, pl.col("filed_complaint")
    unknown = share(persons, lacks("filed_complaint") | (filed == UNMAPPED))
    silent = persons.filter(filed == "no")
    services = _from_knowledge_on(facts, silent)
    named = services.filter(pl.col("category").is_in(CATEGORIES))
    hit = pl.col("is_served") & (filed == "no")
    return pl.concat(
        [
            rates(TOTAL, _marked(persons, services), EVERY, hit, unknown),
            shares("service_category", named, pl.col("category"), persons.select("year", "person"), unknown),
        ]
    )


def _from_knowledge_on(facts: Facts, persons: pl.DataFrame) -> pl.DataFrame:
    """The services of each person dated on or after the day on which the ERI learned of her."""
    given = facts.services.select("person", "category", giver="institution", served="day")
    return persons.join(given, on="person").filter(pl.col("served") >= pl.col("day"))


def _marked(persons: pl.DataFrame, services: pl.DataFrame) -> pl.DataFrame:
    """The persons with `is_served`: whether the services have one of hers in that year of hers."""
    served = services.select("year", "person", is_served=pl.lit(True)).unique()
    joined = persons.join(served, on=["year", "person"], how="left")
    return joined.with_columns(pl.col("is_served").fill_null(False))


def _served(facts: Facts, persons: pl.DataFrame, wanted: pl.Expr, category: str) -> pl.DataFrame:
    marked = _marked(persons, _from_knowledge_on(facts, persons).filter(wanted))
    breakdown = TOTAL if category == TOTAL else "service_category"
    return rates(breakdown, marked, pl.lit(category), pl.col("is_served"))


def _responsible() -> pl.Expr:
    """The institution in charge after article 44; null where what decides it is not recorded, or nobody is."""
    age = pl.col("age")
    grown_up = pl.when(has_disability()).then(pl.lit("conapdis")).when(pl.col("sex") == "woman").then(pl.lit("inamu"))
    of_age = pl.when(age >= OLDER).then(pl.lit("conapam")).when(age >= ADULT).then(grown_up)
    return pl.when(age < ADULT).then(pl.lit("pani")).otherwise(of_age)
