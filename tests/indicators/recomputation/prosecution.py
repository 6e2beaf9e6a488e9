"""I-31 to I-35: from complaints to convictions, who is accused, how long it takes, what is seized."""

from typing import Final

import polars as pl

from recomputation.ages import age_group
from recomputation.detection import counted_in_each
from recomputation.facts import Facts, days_between
from recomputation.figures import EVERY, TOTAL, counts, lacks, medians, rates, share, sums
from recomputation.timeline import closing_days, in_calendar
from recomputation.wording import NOT_RECORDED

TRAFFICKING: Final = "trafficking_in_persons"
_CONVICTION: Final = "conviction"
_REACHED: Final = ("complaint", "investigation", "accusation", "trial", "sentence", _CONVICTION)
_CONFISCATED: Final = {True: "yes", False: "no"}


def i31(facts: Facts) -> pl.DataFrame:
    """From complaint to conviction, by cohort."""
    cohort = _cohorts(facts)
    parts = [rates(TOTAL, cohort, EVERY, pl.col(_CONVICTION), unit="number")]
    for stage in _REACHED:
        reached = pl.col(stage)
        parts.append(rates("funnel_stage", cohort, pl.lit(stage), reached, unit="number"))
        for column in ("offence", "province"):
            category = pl.concat_str(pl.lit(f"{stage}|"), column)
            unknown = share(cohort, lacks(column))
            parts.append(rates(f"funnel_stage_and_{column}", cohort, category, reached, unknown, unit="number"))
    return pl.concat(parts)


def i32(facts: Facts) -> pl.DataFrame:
    """Conviction rate, by cohort."""
    decided = _decisions(facts).filter(pl.col("outcome") == _CONVICTION)
    convicted = decided.select("person", "case_number", is_convicted=pl.lit(True)).unique()
    rows = accused(facts).join(convicted, on=["person", "case_number"], how="left")
    hit = pl.col("is_convicted")
    return pl.concat(
        [
            rates(TOTAL, rows, EVERY, hit, unit="number"),
            *(rates(by, rows, pl.col(by), hit, share(rows, lacks(by)), unit="number") for by in ("sex", "nationality")),
        ]
    )


def i33(facts: Facts) -> pl.DataFrame:
    """Duration of stages, and backlog at the end of each year."""
    stages = _stages(facts)
    ended = stages.with_columns(year=pl.col("ended").dt.year()).drop_nulls("year")
    days = days_between("started", "ended")
    unknown = share(ended, days.is_null())
    backlog = []
    last = pl.concat([stages["started"], stages["ended"]]).max()
    for year, closing in closing_days(stages["started"].min(), last):  # type: ignore[arg-type]
        is_open = (pl.col("started") <= closing) & (pl.col("ended").is_null() | (pl.col("ended") > closing))
        backlog.append(stages.filter(is_open).select("number", "stage", year=pl.lit(year, pl.Int64)))
    return pl.concat(
        [
            medians(TOTAL, ended, EVERY, days, unknown),
            medians("procedural_stage", ended, pl.col("stage"), days, unknown),
            counts("open_stage", pl.concat(backlog), pl.col("stage"), unit="number"),
        ]
    )


def i34(facts: Facts) -> pl.DataFrame:
    """Persons accused of trafficking."""
    rows = accused(facts).filter(pl.col("offence") == TRAFFICKING)
    persons = with_first_age(rows)
    return pl.concat(
        [
            counts(TOTAL, persons, EVERY),
            *(counts(by, persons, pl.col(by), share(persons, lacks(by))) for by in ("sex", "age_group", "nationality")),
            counted_in_each("relationship_to_victim", persons, rows, "relationship"),
            counted_in_each("role_in_offence", persons, rows, "role_in_offence"),
        ]
    )


def i35(facts: Facts) -> pl.DataFrame:
    """Assets seized and confiscated, in colones."""
    rows = facts.of_events("poder_judicial/seizures", "seized_on").drop_nulls("year")
    rows = facts.coded("poder_judicial", rows, {"asset_type": "asset_type"}).with_columns(
        is_confiscated=pl.col("is_confiscated").replace_strict(
            _CONFISCATED, default=NOT_RECORDED, return_dtype=pl.String
        )
    )
    unknown = share(rows, pl.col("value_crc").is_null())
    columns = {TOTAL: EVERY, "asset_type": pl.col("asset_type"), "confiscation": pl.col("is_confiscated")}
    return pl.concat([sums(by, rows, category, "value_crc", unknown) for by, category in columns.items()])


def accused(facts: Facts) -> pl.DataFrame:
    """One row per accused person and case, with the family of the offence of the case, in the order that counts."""
    rows = facts.of_persons("fiscalia/accused").drop_nulls("year").with_columns(_case_number())
    rows = facts.coded("fiscalia", rows, {"relationship": "relationship", "role_in_offence": "role_in_offence"})
    offence = cases(facts).select("offence", case_number="number")
    rows = rows.join(offence, on="case_number", how="left").with_columns(pl.col("offence").fill_null(NOT_RECORDED))
    return rows.sort("day", "age")


def cases(facts: Facts) -> pl.DataFrame:
    """One row per case, `offence` the family."""
    rows = in_families(facts, facts.of_events("fiscalia/cases", "opened_on"))
    return rows.with_columns(pl.col("complaint_number").str.strip_chars())


def in_families(facts: Facts, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with the family of the offence in place of the offence."""
    family = facts.lists.attribute("offence", "family")
    coded = facts.coded("fiscalia", rows, {"offence": "offence"})
    return coded.with_columns(pl.col("offence").replace(family))


def with_first_age(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per year and person, with the age group of her first row that has an age; the rows come in order."""
    both = ["year", "person"]
    aged = rows.drop_nulls("age").unique(both, keep="first", maintain_order=True)
    persons = rows.select(*both, "sex", "nationality").unique(both)
    joined = persons.join(aged.select(*both, age_group=age_group("age")), on=both, how="left")
    return joined.with_columns(pl.col("age_group").fill_null(NOT_RECORDED))


def _cohorts(facts: Facts) -> pl.DataFrame:
    """One row per complaint with the family of the offence, the province, and whether it reached each stage."""
    rows = in_families(facts, facts.of_events("fiscalia/complaints", "filed_on").drop_nulls("year"))
    rows = facts.placed("fiscalia", rows, "province").with_columns(complaint=pl.lit(True))
    of_case = cases(facts).select("complaint_number", case_number="number")
    stages = _stages(facts)
    reached = {"investigation": of_case.select("case_number")}
    for stage in ("accusation", "trial", "sentence"):
        reached[stage] = stages.filter(pl.col("stage") == stage).select("case_number")
    reached[_CONVICTION] = _decisions(facts).filter(pl.col("outcome") == _CONVICTION).select("case_number")
    for stage, known in reached.items():
        complaints = of_case.join(known, on="case_number", how="semi")["complaint_number"].drop_nulls()
        rows = rows.with_columns(pl.col("number").is_in(complaints.implode()).alias(stage))
    return rows


def _stages(facts: Facts) -> pl.DataFrame:
    rows = facts.of_events("fiscalia/stages", "started_on")
    return facts.coded("fiscalia", rows, {"stage": "procedural_stage"}).with_columns(
        _case_number(), started="day", ended=in_calendar(rows["ended_on"])
    )


def _decisions(facts: Facts) -> pl.DataFrame:
    """What a sentence decides on a person: person, case_number, outcome."""
    rows = facts.of_persons("poder_judicial/convictions").with_columns(pl.col("sentence_number").str.strip_chars())
    rows = facts.coded("poder_judicial", rows, {"outcome": "procedural_outcome"})
    sentences = facts.of_events("poder_judicial/sentences", "issued_on")
    sentences = sentences.select(_case_number(), sentence_number="number")
    return rows.join(sentences, on="sentence_number").select("person", "case_number", "outcome")


def _case_number() -> pl.Expr:
    return pl.col("case_number").str.strip_chars()
