"""Dates and timestamps; the order of day and month is proven by the column or refused, never guessed."""

import polars as pl

from faro.parsing.column import Cells, Typed
from faro.parsing.errors import AmbiguousDateOrder, ContradictoryDateOrder, DateOrderNotAsStated, HalfConvertedDates
from faro.parsing.evidence import Outcome, Verdict, weigh
from faro.parsing.findings import finding
from faro.parsing.layout import DateOrder
from faro.parsing.month_names import with_month_numbers

_MOMENT = (
    r"^(?<a>\d{1,4})[/.\-](?<b>\d{1,2})[/.\-](?<c>\d{1,4})"
    r"(?:(?:T|\s+)(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:\.(?<fraction>\d{1,6})\d*)?)?)?$"
)
_STANDARD = {
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "%Y-%m-%d",
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-5][0-9]$": "%Y-%m-%d %H:%M:%S",
}
_NAMES = {Outcome.FIRST: "D/M/Y", Outcome.SECOND: "M/D/Y"}
_STATED: dict[DateOrder, str] = {"dmy": "D/M/Y", "mdy": "M/D/Y", "ymd": "Y-M-D"}


def read_moments(cells: Cells) -> Typed:
    """The column as dates, or as timestamps where the contract says so."""
    moments = _standard(cells.distinct.texts)
    if moments is not None:
        return Typed(*_typed(cells, moments, None))
    parts = _parts(cells.distinct.texts)
    verdict = _order(cells, parts)
    values, rules = _typed(cells, _read(parts, verdict), verdict)
    if name := _NAMES.get(verdict.outcome):
        code = "DateOrderRecognised" if verdict.total else "DateOrderStated"
        note = finding(code, file=cells.file, column=cells.header, format=name)
        return Typed(values, rules, (note,))
    return Typed(values, rules)


def _standard(text: pl.Series) -> pl.DataFrame | None:
    """The moments of a column in which every cell is written as ISO 8601 says; None for any other."""
    for written, format in _STANDARD.items():
        if text.str.contains(written).all():
            moment = text.str.to_datetime(format, strict=False, time_unit="us")
            return pl.DataFrame({"moment": moment, "short": pl.repeat(False, len(text), eager=True)})
    return None


def _parts(text: pl.Series) -> pl.DataFrame:
    parts = with_month_numbers(text).str.extract_groups(_MOMENT).struct.unnest()
    year_first = (pl.col("a").str.len_chars() == 4) & (pl.col("c").str.len_chars() <= 2)
    year_last = (pl.col("a").str.len_chars() <= 2) & (pl.col("c").str.len_chars() == 4)
    short = (pl.col("a").str.len_chars() <= 2) & (pl.col("c").str.len_chars() == 2)
    return parts.with_columns(year_first.alias("year_first"), year_last.alias("year_last"), short.alias("short"))


def _order(cells: Cells, parts: pl.DataFrame) -> Verdict:
    one, two = parts["a"].cast(pl.Int32, strict=False), parts["b"].cast(pl.Int32, strict=False)
    spread, last = cells.distinct.spread, parts["year_last"]
    day_first, month_first = last & (one > 12) & (two <= 12), last & (two > 12) & (one <= 12)
    proof = (
        pl.DataFrame({"d": spread(day_first) & cells.sound, "m": spread(month_first) & cells.sound})
        .select(pl.when("d").then(1).when("m").then(-1))
        .to_series()
    )
    open_ = spread((last & (one <= 12) & (two <= 12) & (one != two)).fill_null(False))
    verdict = _with_stated(cells, weigh(proof, open_), proof, open_)
    facts = {"file": cells.file, "column": cells.header}
    if verdict.outcome is Outcome.UNDECIDED:
        raise AmbiguousDateOrder(count=int(open_.sum()), **facts)
    if verdict.outcome is Outcome.CONTRADICTORY:
        count, row = int(verdict.contradicting.sum()), cells.first_row(verdict.contradicting)
        raise ContradictoryDateOrder(count=count, total=verdict.total, row=row, **facts)
    _refuse_half_converted(cells, parts, proof, open_)
    return verdict


def _with_stated(cells: Cells, verdict: Verdict, proof: pl.Series, open_: pl.Series) -> Verdict:
    """What the edition states decides where no date does; a column that proves something else is refused."""
    stated = cells.edition.date_order
    if stated is None or verdict.outcome in (Outcome.IRRELEVANT, Outcome.CONTRADICTORY):
        return verdict
    order = {"dmy": Outcome.FIRST, "mdy": Outcome.SECOND}.get(stated)
    if verdict.outcome is order:
        return verdict
    if verdict.outcome is Outcome.UNDECIDED and order:
        return Verdict(order, verdict.contradicting, verdict.uncertain, total=0)
    against = open_ if verdict.outcome is Outcome.UNDECIDED else (proof == verdict.outcome.value).fill_null(False)
    raise DateOrderNotAsStated(
        file=cells.file,
        column=cells.header,
        count=int(against.sum()),
        row=cells.first_row(against),
        format=_STATED[stated],
        edition=cells.edition.name,
    )


def _refuse_half_converted(cells: Cells, parts: pl.DataFrame, proof: pl.Series, open_: pl.Series) -> None:
    """A spreadsheet of the other locale turns 05/01 into 1 May and leaves 13/01 as text: no date may be trusted."""
    is_real = (cells.distinct.spread(parts["year_first"]) & cells.sound).fill_null(False)
    if not is_real.any() or open_.any() or proof.drop_nulls().is_empty():
        return
    third = cells.distinct.spread(parts["c"].cast(pl.Int32, strict=False)).filter(is_real)
    if third.max() <= 12:  # type: ignore[operator]
        raise HalfConvertedDates(file=cells.file, column=cells.header, count=len(third))


def _read(parts: pl.DataFrame, verdict: Verdict) -> pl.DataFrame:
    """The moment of each text in that order, and whether its year is short."""
    day, month = ("b", "a") if verdict.outcome is Outcome.SECOND else ("a", "b")
    first = pl.col("year_first")
    year = pl.when(first).then("a").when("year_last").then("c")
    iso = pl.format(
        "{}-{}-{} {}:{}:{}.{}",
        year,
        pl.when(first).then("b").otherwise(month).str.zfill(2),
        pl.when(first).then("c").otherwise(day).str.zfill(2),
        pl.col("hour").fill_null("0").str.zfill(2),
        pl.col("minute").fill_null("00"),
        pl.col("second").fill_null("00"),
        pl.col("fraction").fill_null("0").str.pad_end(6, "0"),
    )
    moment = iso.str.to_datetime("%Y-%m-%d %H:%M:%S%.6f", strict=False, time_unit="us")
    return parts.select(moment.alias("moment"), "short")


def _typed(cells: Cells, read: pl.DataFrame, verdict: Verdict | None) -> tuple[pl.Series, pl.Series]:
    """The values and the rules that they break; without a verdict where nothing about the order was open."""
    timestamp = cells.column.logical_type == "timestamp"
    frame = pl.DataFrame(
        {
            "given": cells.text.is_not_null(),
            "moment": cells.distinct.spread(read["moment"]),
            "short": cells.distinct.spread(read["short"]),
        }
    ).with_columns(
        against=pl.lit(verdict.contradicting if verdict else False),
        uncertain=pl.lit(verdict.uncertain if verdict else False),
    )
    rule = (
        pl.when(~pl.col("given"))
        .then(None)
        .when(pl.col("short"))
        .then(pl.lit("two_digit_year"))
        .when("against")
        .then(pl.lit("date_order_contradicts"))
        .when("uncertain")
        .then(pl.lit("date_order_uncertain"))
        .when(pl.col("moment").is_null())
        .then(pl.lit("not_a_timestamp" if timestamp else "not_a_date"))
        .when((pl.col("moment").dt.time() != pl.time(0)) & (not timestamp))
        .then(pl.lit("time_in_date"))
    )
    frame = frame.with_columns(rule.alias("rule"))
    value = pl.when(pl.col("rule").is_null()).then("moment").cast(pl.Datetime("us") if timestamp else pl.Date)
    return frame.select(value).to_series(), frame["rule"]
