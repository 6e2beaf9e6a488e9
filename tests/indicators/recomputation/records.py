"""Who is in the registers: every record about a person, and what most of a person's records state."""

from typing import Final

import polars as pl

from faro.contracts import Contract
from recomputation.ages import stated_or_reckoned
from recomputation.reading import Frames, registers
from recomputation.timeline import in_calendar
from recomputation.wording import NOT_RECORDED, SPECIAL, Lists, coded

VICTIM: Final = "victim"
ACCUSED: Final = "accused"
_STATED: Final = ("sex", "nationality", "birth_month")


def read_records(frames: Frames, persons: pl.DataFrame, lists: Lists) -> pl.DataFrame:
    """dataset, record, institution, role, day, year, person, sex, nationality, birth_month, age; one row per record.

    A record that nobody has linked is of a person of its own.
    """
    found = pl.concat([_of_dataset(each, frames[each.id], lists) for each in registers() if each.person])
    linked = persons.select("dataset", "person", record="record_key")
    own = pl.concat_str("dataset", "record", separator="/")
    return found.join(linked, on=["dataset", "record"], how="left").with_columns(pl.col("person").fill_null(own))


def read_people(records: pl.DataFrame) -> pl.DataFrame:
    """person, sex, nationality, birth_month: what most of the records state, and among equals the newest."""
    people = records.select("person").unique()
    for column in _STATED:
        people = people.join(_most_stated(records, column), on="person", how="left")
    return people.with_columns(pl.col("sex", "nationality").fill_null(NOT_RECORDED))


def with_particulars(records: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Sex and nationality of the person instead of the record's, and her age on the day of the record."""
    known = people.rename({"birth_month": "born"})
    joined = records.drop("sex", "nationality").join(known, on="person", how="left")
    return joined.with_columns(age=stated_or_reckoned("age", "born", "day")).drop("born", "birth_month")


def _of_dataset(contract: Contract, frame: pl.DataFrame, lists: Lists) -> pl.DataFrame:
    institution, person = contract.institution, contract.person
    if person is None or person.age_at is None:
        raise ValueError(f"{contract.id} is not about persons on a day")
    days = frame[person.age_at].cast(pl.Date)
    return frame.select(
        "birth_month",
        "age",
        coded(lambda text, day: lists.code("sex", institution, text, day), frame["sex"], days),
        coded(lambda text, day: lists.country(institution, text, day), frame["nationality"], days),
        dataset=pl.lit(contract.id),
        record=pl.col(contract.key[0]).str.strip_chars(),
        institution=pl.lit(institution),
        role=pl.lit(person.role),
        day=in_calendar(days),
    ).with_columns(year=pl.col("day").dt.year())


def _most_stated(records: pl.DataFrame, column: str) -> pl.DataFrame:
    stated = records.drop_nulls(column).filter(~pl.col(column).cast(pl.String).is_in(SPECIAL))
    counted = stated.group_by("person", column).agg(times=pl.len(), newest=pl.col("day").max())
    ranked = counted.sort("times", "newest", column, descending=[True, True, False], nulls_last=True)
    return ranked.unique("person", keep="first", maintain_order=True).select("person", column)
