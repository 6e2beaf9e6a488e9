"""I-01 to I-12: detection and identification."""

from itertools import combinations
from typing import Final

import polars as pl

from recomputation.ages import age_group
from recomputation.facts import ACCREDITED, PENDING, Facts
from recomputation.figures import (
    EVERY,
    NOTHING,
    TOTAL,
    counts,
    divided,
    finished,
    lacks,
    lacks_any,
    medians,
    members,
    rates,
    share,
    shares,
    spread,
    sums,
)
from recomputation.records import ACCUSED
from recomputation.timeline import closing_days
from recomputation.wording import NOT_RECORDED

_FORM, _MINOR = "exploitation_forms", "minor"
_PER: Final = 100_000
_IN_TIME: Final = 7
#: Upper bounds of the days that a request has waited.
_BANDS: Final = ((7, "d0_7"), (30, "d8_30"), (90, "d31_90"), (365, "d91_365"))
_LONGEST: Final = "d366"
#: Breakdown of I-04 → column of the resolution.
_ACCREDITED_BY: Final = {
    "sex": "sex",
    "age_group": "age_group",
    "nationality": "nationality",
    "nationality_group": "nationality_group",
    "detection_channel": "channel",
    "province": "province",
    "education": "education",
    "occupation": "occupation",
    "migration_status": "migration_status",
    "mother_tongue": "mother_tongue",
    "gender_identity": "gender_identity",
}


def i01(facts: Facts) -> pl.DataFrame:
    """Victims detected."""
    persons = _in_groups(facts, _with(facts, facts.detected))
    return pl.concat(
        [
            counts(TOTAL, persons, EVERY),
            *(
                counts(by, persons, pl.col(by), share(persons, lacks(by)))
                for by in ("sex", "age_group", "nationality", "nationality_group", "province")
            ),
            counted_in_each("exploitation_form", facts.detected, _forms_of_the_year(facts), "form"),
            counted_in_each("exploitation_group", facts.detected, _grouped(facts, _forms_of_the_year(facts)), "form"),
            counts("institution", facts.presumed, pl.col("institution")),
        ]
    )


def i02(facts: Facts) -> pl.DataFrame:
    """Rate of identified victims per 100,000 inhabitants."""
    persons = facts.accredited.with_columns(sdg=age_group("age", "sdg"))
    everybody = _inhabitants(facts, persons["year"], "sex", ("total",)).drop("category")
    by_form = counts(_FORM, spread(persons, _FORM), pl.col(_FORM), share(persons, lacks_any(_FORM)))
    return pl.concat(
        [
            _per_inhabitants(TOTAL, counts(TOTAL, persons, EVERY), everybody),
            _per_inhabitants(
                "sex",
                counts("sex", persons, pl.col("sex"), share(persons, lacks("sex"))),
                _inhabitants(facts, persons["year"], "sex", ("woman", "man")),
            ),
            _per_inhabitants(
                "sdg_age_group",
                counts("sdg_age_group", persons, pl.col("sdg"), share(persons, lacks("sdg"))),
                _inhabitants(facts, persons["year"], "age_group", ("under_18", "from_18")),
            ),
            _per_inhabitants("exploitation_form", by_form, everybody),
        ]
    )


def i03(facts: Facts) -> pl.DataFrame:
    """Presumed victims referred to the ERI."""
    referred = facts.referrals.drop_nulls("year")
    persons = referred.select("year", "person").unique()
    by_channel = counted_in_each("detection_channel", persons, referred, "channel")
    return pl.concat([counts(TOTAL, persons, EVERY), by_channel])


def i04(facts: Facts) -> pl.DataFrame:
    """Accredited victims."""
    persons = _in_groups(facts, facts.accredited).with_columns(group=_population_group())
    plain = (
        counts(by, persons, pl.col(column), share(persons, lacks(column))) for by, column in _ACCREDITED_BY.items()
    )
    forms = counts("exploitation_form", spread(persons, _FORM), pl.col(_FORM), share(persons, lacks_any(_FORM)))
    in_groups = _grouped(facts, spread(persons, _FORM).rename({_FORM: "form"})).unique(("year", "person", "form"))
    groups_of_forms = counts("exploitation_group", in_groups, pl.col("form"), share(persons, lacks_any(_FORM)))
    groups = counts("sex_and_age", persons, pl.col("group"), share(persons, lacks("group")))
    return pl.concat([counts(TOTAL, persons, EVERY), *plain, forms, groups_of_forms, groups])


def i05(facts: Facts) -> pl.DataFrame:
    """Accreditation rate."""
    decided = (
        facts.decided.sort("resolved", "suspected_form")
        .with_columns(
            is_accredited=(pl.col("outcome") == ACCREDITED).any().over("year", "person"),
        )
        .unique(["year", "person"], keep="first", maintain_order=True)
    )
    columns = {"sex": "sex", "nationality": "nationality", "suspected_form": "suspected_form"}
    parts = (
        rates(by, decided, pl.col(column), pl.col("is_accredited"), share(decided, lacks(column)))
        for by, column in columns.items()
    )
    return pl.concat([rates(TOTAL, decided, EVERY, pl.col("is_accredited")), *parts])


def i06(facts: Facts) -> pl.DataFrame:
    """Days from knowledge to resolution."""
    decided, days = facts.decided, pl.col("days_taken")
    undated = share(decided, days.is_null())
    unknown = share(decided, lacks("channel") | days.is_null())
    by_channel = medians("detection_channel", decided, pl.col("channel"), days, unknown)
    return pl.concat([medians(TOTAL, decided, EVERY, days, undated), by_channel])


def i07(facts: Facts) -> pl.DataFrame:
    """Resolved within seven working days."""
    decided, days = facts.decided, pl.col("working_days_taken")
    undated = share(decided, days.is_null())
    unknown = share(decided, lacks("channel") | days.is_null())
    by_channel = rates("detection_channel", decided, pl.col("channel"), days <= _IN_TIME, unknown, unit="number")
    return pl.concat([rates(TOTAL, decided, EVERY, days <= _IN_TIME, undated, unit="number"), by_channel])


def i08(facts: Facts) -> pl.DataFrame:
    """Pending decisions and their age at the end of each year."""
    requests = facts.resolutions.drop_nulls("day")
    first, last = requests["day"].min(), pl.concat([requests["day"], requests["resolved"]]).max()
    years, waiting = [], []
    for year, closing in closing_days(first, last):  # type: ignore[arg-type]
        open_then = (pl.col("outcome") == PENDING) | (pl.col("resolved") > closing)
        known = requests.filter((pl.col("day") <= closing) & open_then)
        years.append({"year": year, "numerator": len(known)})
        waiting.append(known.select(year=pl.lit(year, pl.Int64), band=_band(pl.lit(closing) - pl.col("day"))))
    totals = pl.DataFrame(years).with_columns(category=EVERY, denominator=NOTHING, value="numerator")
    bands = pl.concat(waiting).group_by("year", category="band").agg(numerator=pl.len())
    return pl.concat(
        [finished(TOTAL, totals), finished("ageing_band", bands.with_columns(denominator=NOTHING, value="numerator"))]
    )


def i09(facts: Facts) -> pl.DataFrame:
    """Detection channels."""
    first = facts.referrals.drop_nulls("year").unique(["year", "person"], keep="first", maintain_order=True)
    persons = facts.detected.join(first.select("year", "person", "channel"), on=["year", "person"], how="left")
    persons = persons.with_columns(pl.col("channel").fill_null(NOT_RECORDED))
    unknown, everybody = share(persons, lacks("channel")), persons.select("year", "person")
    return pl.concat(
        [
            rates(TOTAL, persons, EVERY, ~lacks("channel"), unknown),
            shares("first_channel", persons, pl.col("channel"), everybody, unknown),
        ]
    )


def i10(facts: Facts) -> pl.DataFrame:
    """Victims known to several institutions."""
    anywhere = facts.records.filter(pl.col("role") != ACCUSED).select("year", "person", "institution").unique()
    detected = facts.detected.select("year", "person")
    known = detected.join(anywhere, on=["year", "person"]).group_by("year", "person").agg(pl.col("institution").sort())
    pairs = [
        (year, person, "|".join(both)) for year, person, names in known.iter_rows() for both in combinations(names, 2)
    ]
    paired = pl.DataFrame(pairs, schema={"year": pl.Int32, "person": pl.String, "pair": pl.String}, orient="row")
    paired = paired.with_columns(pl.col("year").cast(detected.schema["year"]))
    return pl.concat(
        [
            rates(TOTAL, known, EVERY, pl.col("institution").list.len() > 1),
            shares("institution_pair", paired, pl.col("pair"), detected),
        ]
    )


def i11(facts: Facts) -> pl.DataFrame:
    """Duplicates avoided."""
    parts = []
    for breakdown, category in ((TOTAL, EVERY), ("institution", pl.col("institution"))):
        rows = facts.presumed.group_by("year", category.alias("category")).agg(
            numerator=pl.len().cast(pl.Int64) - pl.col("person").n_unique().cast(pl.Int64), denominator=pl.len()
        )
        parts.append(finished(breakdown, rows.with_columns(value="numerator")))
    return pl.concat(parts)


def i12(facts: Facts) -> pl.DataFrame:
    """Dependants of victims."""
    persons = facts.accredited
    unknown = share(persons, pl.col("dependants").is_null())
    by_age = sums("victim_age_group", persons, pl.col("age_group"), "dependants", share(persons, lacks("age_group")))
    return pl.concat([sums(TOTAL, persons, EVERY, "dependants", unknown), by_age])


def _with(facts: Facts, persons: pl.DataFrame) -> pl.DataFrame:
    """With the age group of each person's first record of the year that has one, and the place where she was found."""
    aged = facts.presumed.drop_nulls("age").unique(["year", "person"], keep="first", maintain_order=True)
    aged = aged.select("year", "person", age_group=age_group("age"))
    both = ["year", "person"]
    return (
        persons.join(aged, on=both, how="left")
        .join(_found_at(facts), on=both, how="left")
        .with_columns(pl.col("age_group", "province").fill_null(NOT_RECORDED))
    )


def _found_at(facts: Facts) -> pl.DataFrame:
    investigations = facts.placed("oij", facts.of_persons("oij/investigations"), "province")
    columns = ["year", "person", "province", "day"]
    found = pl.concat(
        [
            facts.referrals.select(*columns, institution=pl.lit("eri")),
            investigations.select(*columns, institution=pl.lit("oij")),
        ]
    )
    stated = found.drop_nulls("year").filter(~lacks("province")).sort("day", "institution", "province")
    return stated.unique(["year", "person"], keep="first", maintain_order=True).select("year", "person", "province")


def _forms_of_the_year(facts: Facts) -> pl.DataFrame:
    """year, person, form: suspected in a referral or detection, or stated by a positive resolution known that year."""
    detections = facts.of_persons("msp/detections")
    detections = facts.coded("msp", detections, {"suspected_form": "exploitation_form"})
    positive = facts.resolutions.filter(pl.col("outcome") == ACCREDITED)
    stated = spread(positive, _FORM).select("person", year="known_year", form=_FORM)
    return pl.concat(
        [
            facts.referrals.select("year", "person", form="suspected_form"),
            detections.select("year", "person", form="suspected_form"),
            stated.select("year", "person", "form"),
        ]
    ).drop_nulls("year")


def counted_in_each(breakdown: str, persons: pl.DataFrame, found: pl.DataFrame, column: str) -> pl.DataFrame:
    """Persons (one row per year and person) in each category that `found` has for them."""
    rows = members(persons, found, column)
    unknown = share(rows.unique(["year", "person", column]).group_by("year", "person").agg(pl.col(column).first()),
                    lacks(column))  # fmt: skip
    return counts(breakdown, rows, pl.col(column), unknown)


def _inhabitants(facts: Facts, years: pl.Series, by: str, categories: tuple[str, ...]) -> pl.DataFrame:
    """year, category, inhabitants: by the newest estimate of the whole country that is not newer than the year."""
    usual = {"sex": TOTAL, "age_group": TOTAL}
    rows = []
    for estimate in facts.lists.members("population").values():
        group = {name: estimate.get(name) or TOTAL for name in usual}
        is_wanted = all(group[name] == TOTAL for name in usual if name != by) and group[by] in categories
        if is_wanted and estimate.get("year") and not estimate.get("territory"):
            rows.append((int(estimate["year"]), group[by], float(estimate["population"])))
    newest: dict[tuple[int, str], float] = {}
    for year in years.unique().to_list():
        known = [each for each, *_ in rows if each <= year]
        newest |= {(year, category): number for of, category, number in rows if known and of == max(known)}
    return pl.DataFrame(
        [(*key, number) for key, number in newest.items()],
        schema={"year": pl.Int64, "category": pl.String, "denominator": pl.Float64},
        orient="row",
    )


def _per_inhabitants(breakdown: str, counted: pl.DataFrame, inhabitants: pl.DataFrame) -> pl.DataFrame:
    on = [each for each in inhabitants.columns if each != "denominator"]
    rows = divided(counted.drop("denominator").join(inhabitants, on=on))
    return rows.with_columns(pl.lit(breakdown).alias("breakdown"), value=pl.col("value") * _PER).select(counted.columns)


def _in_groups(facts: Facts, persons: pl.DataFrame) -> pl.DataFrame:
    """With the group of their nationality; of what is no country itself."""
    groups = facts.lists.attribute("country", "citizenship_group")
    return persons.with_columns(nationality_group=pl.col("nationality").replace(groups))


def _grouped(facts: Facts, listed: pl.DataFrame) -> pl.DataFrame:
    """With the group of each form in its place; of what is no form itself."""
    return listed.with_columns(
        form=pl.col("form").replace(facts.lists.attribute("exploitation_form", "exploitation_group"))
    )


def _population_group() -> pl.Expr:
    """Women, girls, men and boys; `other` for whom it is recorded that she is none of them."""
    is_minor = pl.col("age_group") == _MINOR
    of_both = {"woman": ("girls", "women"), "man": ("boys", "men")}
    group = pl.when(lacks("sex")).then(pl.lit(NOT_RECORDED)).otherwise(pl.lit("other"))
    for sex, (young, grown) in of_both.items():
        named = pl.when(lacks("age_group")).then(pl.lit(NOT_RECORDED)).when(is_minor).then(pl.lit(young))
        group = pl.when(pl.col("sex") == sex).then(named.otherwise(pl.lit(grown))).otherwise(group)
    return group


def _band(waited: pl.Expr) -> pl.Expr:
    days, band = waited.dt.total_days(), pl.lit(_LONGEST)
    for most, name in reversed(_BANDS):
        band = pl.when(days <= most).then(pl.lit(name)).otherwise(band)
    return band
