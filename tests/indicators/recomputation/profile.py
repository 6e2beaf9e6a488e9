"""I-13 to I-23: who the accredited victims are, and how they were recruited, controlled and exploited."""

from typing import Final

import polars as pl

from recomputation.ages import ADULT, OLDER, is_minor
from recomputation.facts import Facts, days_between
from recomputation.figures import (
    EVERY,
    NOTHING,
    TOTAL,
    counts,
    finished,
    lacks,
    lacks_any,
    medians,
    pair,
    rates,
    share,
    shares,
    spread,
)
from recomputation.wording import NOT_RECORDED, known

COSTA_RICA: Final = "CRI"
_FORM, _FORMS = "exploitation_form", "exploitation_forms"
_METHOD, _PLATFORM, _RECRUITER = "recruitment_method", "recruitment_platform", "recruiter_relationship"
_OF_LABOUR: Final = ("forced_labour", "child_labour", "domestic_servitude", "servitude", "slavery")
_KNOWN_BEFORE: Final = ("partner", "family", "acquaintance", "employer")
_DAYS_IN_A_MONTH: Final = 30.4375
_DIGITS: Final = 4
#: The aggravating circumstances of article 172 that nobody records.
_UNRECORDED: Final = ("d", "e")


def i13(facts: Facts) -> pl.DataFrame:
    """Forms of exploitation."""
    persons = facts.accredited
    everybody, unknown, rows = (
        persons.select("year", "person"),
        share(persons, lacks_any(_FORMS)),
        spread(persons, _FORMS),
    )
    return pl.concat(
        [
            rates(TOTAL, persons, EVERY, ~lacks_any(_FORMS), unknown),
            shares(_FORM, rows, pl.col(_FORMS), everybody, unknown),
            shares("exploitation_form_and_sex", rows, pair(_FORMS, "sex"), everybody, unknown),
            shares("exploitation_form_and_age_group", rows, pair(_FORMS, "age_group"), everybody, unknown),
        ]
    )


def i14(facts: Facts) -> pl.DataFrame:
    """Several forms of exploitation."""
    stated = facts.accredited.filter(~lacks_any(_FORMS))
    several = pl.col(_FORMS).list.len() > 1
    return pl.concat(
        [
            rates(TOTAL, stated, EVERY, several, share(facts.accredited, lacks_any(_FORMS))),
            rates("sex", stated, pl.col("sex"), several, share(stated, lacks("sex"))),
        ]
    )


def i15(facts: Facts) -> pl.DataFrame:
    """Labour sectors."""
    persons = facts.accredited
    of_labour = pl.col(_FORMS).list.set_intersection(list(_OF_LABOUR)).list.len() > 0
    unknown = share(persons.filter(of_labour), lacks("labour_sector"))
    unknown = persons.select("year").unique().join(unknown, on="year", how="left")
    unknown = unknown.with_columns(pl.col("not_recorded_share").fill_null(0.0))
    stated, sector = persons.filter(~lacks("labour_sector")), pl.col("labour_sector")
    return pl.concat(
        [
            _those_who(TOTAL, persons, ~lacks("labour_sector"), unknown),
            counts("labour_sector", stated, sector, unknown),
            counts("labour_sector_and_sex", stated, pair("labour_sector", "sex"), unknown),
            counts("labour_sector_and_nationality", stated, pair("labour_sector", "nationality"), unknown),
        ]
    )


def i16(facts: Facts) -> pl.DataFrame:
    """Means and methods of control."""
    persons = facts.accredited
    by_means, by_form = spread(persons, "means"), spread(spread(persons, "means"), _FORMS)
    unknown = share(persons, lacks_any("means"))
    controlled = share(persons, lacks_any("control_methods"))
    return pl.concat(
        [
            _those_who(TOTAL, persons, ~lacks_any("means"), unknown),
            counts("means", by_means, pl.col("means"), unknown),
            counts("control_method", spread(persons, "control_methods"), pl.col("control_methods"), controlled),
            counts("means_and_exploitation_form", by_form, pair("means", _FORMS), unknown),
        ]
    )


def i17(facts: Facts) -> pl.DataFrame:
    """Methods of recruitment."""
    persons, online = facts.accredited, facts.lists.attribute(_METHOD, "is_online")
    persons = persons.with_columns(
        is_online=pl.col(_METHOD).replace_strict(online, default=False, return_dtype=pl.Boolean)
    )
    stated, unknown = persons.filter(~lacks(_METHOD)), share(persons, lacks(_METHOD))
    reached = stated.filter("is_online")
    on_platform = reached.filter(~lacks(_PLATFORM))
    of_age = stated.select("year", "age_group", "person")
    return pl.concat(
        [
            rates(TOTAL, stated, EVERY, pl.col("is_online"), unknown),
            shares(_METHOD, stated, pl.col(_METHOD), stated.select("year", "person"), unknown),
            shares(
                _PLATFORM,
                on_platform,
                pl.col(_PLATFORM),
                on_platform.select("year", "person"),
                share(reached, lacks(_PLATFORM)),
            ),
            shares("recruitment_method_and_age_group", stated, pair(_METHOD, "age_group"), of_age, unknown),
        ]
    )


def i18(facts: Facts) -> pl.DataFrame:
    """Relationship with the recruiter."""
    stated, unknown = facts.accredited.filter(~lacks(_RECRUITER)), share(facts.accredited, lacks(_RECRUITER))
    of_both = {"sex": "relationship_and_sex", "age_group": "relationship_and_age_group"}
    return pl.concat(
        [
            rates(TOTAL, stated, EVERY, pl.col(_RECRUITER).is_in(_KNOWN_BEFORE), unknown),
            shares("relationship", stated, pl.col(_RECRUITER), stated.select("year", "person"), unknown),
            *(
                shares(by, stated, pair(_RECRUITER, other), stated.select("year", other, "person"), unknown)
                for other, by in of_both.items()
            ),
        ]
    )


def i19(facts: Facts) -> pl.DataFrame:
    """Children."""
    aged, unknown = facts.accredited.drop_nulls("age"), share(facts.accredited, pl.col("age").is_null())
    named = {"woman": "girls", "man": "boys", NOT_RECORDED: NOT_RECORDED}
    children = aged.filter(is_minor("age"))
    return pl.concat(
        [
            rates(TOTAL, aged, EVERY, is_minor("age"), unknown),
            shares(
                "child_sex",
                children,
                pl.col("sex").replace_strict(named, default="other", return_dtype=pl.String),
                aged.select("year", "person"),
                unknown,
            ),
            rates(_FORM, spread(aged, _FORMS), pl.col(_FORMS), is_minor("age"), unknown),
        ]
    )


def i20(facts: Facts) -> pl.DataFrame:
    """Internal and cross-border trafficking."""
    both = known("nationality") & known("exploitation_country")
    crossed = pl.col("nationality") != pl.col("exploitation_country")
    persons, unknown = facts.accredited.filter(both), share(facts.accredited, ~both)
    kind = pl.when(crossed).then(pl.lit("cross_border")).otherwise(pl.lit("internal"))
    return pl.concat(
        [
            rates(TOTAL, persons, EVERY, crossed, unknown),
            shares("trafficking_type", persons, kind, persons.select("year", "person"), unknown),
            rates("nationality", persons, pl.col("nationality"), crossed, unknown),
        ]
    )


def i21(facts: Facts) -> pl.DataFrame:
    """Flows from origin to exploitation."""
    at_home = pl.col("exploitation_country") == COSTA_RICA
    place = pl.when(at_home).then("exploitation_province").otherwise("exploitation_country")
    persons = facts.accredited.with_columns(place=place)
    both = known("nationality") & known("exploitation_country") & known("place")
    found, unknown = persons.filter(both), share(persons, ~both)
    by_form = spread(found, _FORMS)
    return pl.concat(
        [
            _those_who(TOTAL, persons, both, unknown),
            counts("flow", found, pair("nationality", "place"), unknown),
            counts("flow_and_exploitation_form", by_form, pair("nationality", "place", _FORMS), unknown),
        ]
    )


def i22(facts: Facts) -> pl.DataFrame:
    """Duration of the exploitation, in months."""
    days = days_between("exploitation_started_on", "exploitation_ended_on")
    persons = facts.accredited.with_columns(days=days)
    months, unknown = pl.col("days") / _DAYS_IN_A_MONTH, share(persons, pl.col("days").is_null())
    figures = pl.concat(
        [
            medians(TOTAL, persons, EVERY, months, unknown),
            medians(_FORM, spread(persons, _FORMS), pl.col(_FORMS), months, unknown),
        ]
    )
    return figures.with_columns(pl.col("value").round(_DIGITS))


def i23(facts: Facts) -> pl.DataFrame:
    """Aggravating circumstances."""
    persons = facts.accredited.with_columns(
        a=of_special_protection() | has_disability(),
        b=pl.col(_RECRUITER).is_in(["partner", "family"]),
        c=pl.col("means").list.contains("abuse_of_power") | (pl.col(_RECRUITER) == "employer"),
        a_unknown=pl.col("age").is_null() & lacks("disability"),
        b_unknown=lacks(_RECRUITER),
        c_unknown=lacks_any("means") & lacks(_RECRUITER),
    )
    any_of_them = pl.col("a") | pl.col("b") | pl.col("c")
    all_unknown = pl.col("a_unknown") & pl.col("b_unknown") & pl.col("c_unknown")
    recorded = [
        _those_who("aggravating_circumstance", persons, pl.col(name), share(persons, pl.col(f"{name}_unknown")), name)
        for name in ("a", "b", "c")
    ]
    years = persons.select("year").unique()
    unrecorded = [
        finished("aggravating_circumstance", years.with_columns(category=pl.lit(name), numerator=NOTHING, value=NOTHING,
                 denominator=NOTHING), years.with_columns(not_recorded_share=pl.lit(1.0)))
        for name in _UNRECORDED
    ]  # fmt: skip
    return pl.concat([_those_who(TOTAL, persons, any_of_them, share(persons, all_unknown)), *recorded, *unrecorded])


def of_special_protection() -> pl.Expr:
    """Under 18, or 65 and over."""
    return ((pl.col("age") < ADULT) | (pl.col("age") >= OLDER)).fill_null(False)


def has_disability() -> pl.Expr:
    """Whether one is recorded other than none."""
    return ~pl.col("disability").is_in([NOT_RECORDED, "none"])


def _those_who(
    breakdown: str, persons: pl.DataFrame, condition: pl.Expr, unknown: pl.DataFrame, category: str = TOTAL
) -> pl.DataFrame:
    """How many of the persons, also 0 of them."""
    grouped = persons.group_by("year").agg(numerator=pl.col("person").filter(condition.fill_null(False)).n_unique())
    rows = grouped.with_columns(category=pl.lit(category), denominator=NOTHING, value="numerator")
    return finished(breakdown, rows, unknown)
