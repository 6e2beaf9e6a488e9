"""The synthetic country as the recomputation reads it when no clerk makes a mistake and everybody is recognised."""

import polars as pl
from recomputation.reading import LEDGER_SCHEMA, LOADS, Frames, registers

from faro.contracts import Contract
from faro.simulation.country import Country


def frames_of(country: Country) -> Frames:
    """Dataset → its records in force as the door leaves them; nothing was delivered yet."""
    frames = {each.id: _behind_the_door(each, country.in_force(each.id)) for each in registers()}
    return frames | {LOADS: pl.DataFrame(schema=LEDGER_SCHEMA)}


def _behind_the_door(contract: Contract, records: pl.DataFrame) -> pl.DataFrame:
    """Of the day of birth only the month and the age remain."""
    if contract.person is None or contract.person.age_at is None:
        return records
    born, on = pl.col("birth_date"), pl.col(contract.person.age_at)
    is_before_birthday = on.dt.strftime("%m%d") < born.dt.strftime("%m%d")
    years = on.dt.year() - born.dt.year() - is_before_birthday.cast(pl.Int32)
    return records.with_columns(birth_month=born.dt.month_start(), age=years.cast(pl.Int64)).drop("birth_date")
