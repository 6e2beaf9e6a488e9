"""Whole and decimal numbers; what separates thousands and what decimals is proven by the column or refused."""

from dataclasses import dataclass

import polars as pl

from faro.parsing.column import Cells, Distinct, Typed
from faro.parsing.errors import AmbiguousNumberFormat, ContradictoryNumberFormat
from faro.parsing.evidence import Outcome, Verdict, weigh
from faro.parsing.findings import finding

#: Thousands grouped by spaces (also unbreakable or thin ones) or apostrophes.
_SPACED = r"^[+-]?\d{1,3}(?:[ \u{00A0}\u{202F}\u{2009}'’]\d{3})+(?:[.,]\d*)?$"
_POINT_DECIMAL = r"^[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d*)?([eE][+-]?\d{1,3})?$"
_COMMA_DECIMAL = r"^[+-]?(\d+|\d{1,3}(\.\d{3})+)?(,\d*)?([eE][+-]?\d{1,3})?$"
_EXAMPLES = {Outcome.FIRST: "1,234.56", Outcome.SECOND: "1.234,56"}
_EXACT_DIGITS = 15


def read_numbers(cells: Cells) -> Typed:
    """The column as integers, or as decimal numbers where the contract says so."""
    written = Written.of(cells)
    verdict = _separators(cells, written)
    values, rules = _typed(cells, written, verdict)
    if name := _EXAMPLES.get(verdict.outcome):
        note = finding("NumberFormatRecognised", file=cells.file, column=cells.header, format=name)
        return Typed(values, rules, (note,))
    return Typed(values, rules)


@dataclass(frozen=True)
class Written:
    """How numbers are written, each text once; which of them are numbers by nature, where a text is one row's."""

    distinct: Distinct
    text: pl.Series
    numeric: pl.Series

    @classmethod
    def of(cls, cells: Cells) -> "Written":
        distinct = Distinct(cells.text, None) if cells.numeric.any() else cells.distinct
        text = _compact(distinct.texts)
        numeric = cells.numeric if distinct.places is None else pl.repeat(False, len(text), eager=True)
        return cls(distinct, text, numeric)


def _compact(text: pl.Series) -> pl.Series:
    """Without the spaces and apostrophes that group thousands."""
    plain = pl.col("text").str.strip_chars()
    compact = pl.when(plain.str.contains(_SPACED)).then(plain.str.replace_all(r"[^\d.,+-]", "")).otherwise(plain)
    return pl.DataFrame({"text": text}).select(compact).to_series()


def _separators(cells: Cells, written: Written) -> Verdict:
    spread, text = written.distinct.spread, written.text
    counts = cells.sound & ~cells.numeric
    point, comma = spread(_proves(text, "\\.", ",")), spread(_proves(text, ",", "\\."))
    proof = (
        pl.DataFrame({"point": point & counts, "comma": comma & counts})
        .select(pl.when("point").then(1).when("comma").then(-1))
        .to_series()
    )
    is_open = text.str.contains(r"^[+-]?[1-9]\d{0,2}[.,]\d{3}$").fill_null(False) & ~written.numeric
    open_ = spread(is_open)
    verdict = weigh(proof, open_)
    facts = {"file": cells.file, "column": cells.header}
    if verdict.outcome is Outcome.CONTRADICTORY:
        count, row = int(verdict.contradicting.sum()), cells.first_row(verdict.contradicting)
        raise ContradictoryNumberFormat(count=count, total=verdict.total, row=row, **facts)
    if verdict.outcome is Outcome.UNDECIDED:
        return _whole_thousands(cells, text.filter(is_open), open_, verdict)
    return verdict


def _whole_thousands(cells: Cells, undecided: pl.Series, open_: pl.Series, verdict: Verdict) -> Verdict:
    """In a column of whole numbers a lone separator groups thousands, provided that it is always the same one."""
    points, commas = (undecided.str.contains(mark, literal=True).any() for mark in ".,")
    if cells.column.logical_type == "integer" and points != commas:
        outcome = Outcome.SECOND if points else Outcome.FIRST
        return Verdict(outcome, verdict.contradicting, verdict.uncertain, verdict.total)
    count, row = int(open_.sum()), cells.first_row(open_)
    raise AmbiguousNumberFormat(file=cells.file, column=cells.header, count=count, row=row)


def _proves(text: pl.Series, decimal: str, thousands: str) -> pl.Series:
    """Cells that can only be read with that decimal separator."""
    sure = "|".join(
        (
            rf"^[+-]?\d{{1,3}}(?:{thousands}\d{{3}})+{decimal}\d*$",  # 1,234.5
            rf"^[+-]?\d{{1,3}}(?:{thousands}\d{{3}}){{2,}}$",  # 1,234,567
            rf"^[+-]?\d*{decimal}(?:\d{{0,2}}|\d{{4,}})$",  # 1.5 and 1.2345
            rf"^[+-]?(?:0+\d*|\d{{4,}}|){decimal}\d{{3}}$",  # 0.125 and 1234.567
            rf"^[+-]?\d+{decimal}\d+[eE][+-]?\d+$",
        )
    )
    return text.str.contains(sure).fill_null(False)


def _typed(cells: Cells, written: Written, verdict: Verdict) -> tuple[pl.Series, pl.Series]:
    whole = cells.column.logical_type == "integer"
    read = _read(written, whole=whole, by_comma=verdict.outcome is Outcome.SECOND)
    spread = written.distinct.spread
    frame = pl.DataFrame(
        {
            "given": cells.text.is_not_null(),
            "value": spread(read["value"]),
            "too_long": spread(read["too_long"]),
            "against": verdict.contradicting,
            "uncertain": verdict.uncertain,
        }
    )
    rule = (
        pl.when(~pl.col("given"))
        .then(None)
        .when("against")
        .then(pl.lit("number_format_contradicts"))
        .when("uncertain")
        .then(pl.lit("number_format_uncertain"))
        .when(pl.col("value").is_null())
        .then(pl.lit("not_an_integer" if whole else "not_a_number"))
        .when("too_long")
        .then(pl.lit("too_many_digits"))
    )
    frame = frame.with_columns(rule.alias("rule"))
    return frame.select(pl.when(pl.col("rule").is_null()).then("value")).to_series(), frame["rule"]


def _read(written: Written, *, whole: bool, by_comma: bool) -> pl.DataFrame:
    """The value of each text, and whether it has more digits than are kept exactly."""
    frame = pl.DataFrame({"text": written.text, "numeric": written.numeric}).with_columns(
        pl.when(pl.lit(by_comma) & ~pl.col("numeric"))
        .then(
            pl.when(pl.col("text").str.contains(_COMMA_DECIMAL)).then(
                pl.col("text").str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
            )
        )
        .when(pl.col("numeric"))
        .then("text")
        .when(pl.col("text").str.contains(_POINT_DECIMAL))
        .then(pl.col("text").str.replace_all(",", "", literal=True))
        .alias("plain")
    )
    digits = pl.col("plain").str.replace(r"[eE].*$", "").str.replace_all(r"\D", "").str.strip_chars_start("0")
    too_long = (digits.str.len_chars() > _EXACT_DIGITS) & ~pl.col("numeric") & (not whole)
    return frame.select((_whole() if whole else _decimal()).alias("value"), too_long.alias("too_long"))


def _decimal() -> pl.Expr:
    value = pl.col("plain").cast(pl.Float64, strict=False)
    return pl.when(value.is_finite()).then(value)


def _whole() -> pl.Expr:
    """Digits, also when a program wrote a whole number as 6.0."""
    return pl.col("plain").str.extract(r"^([+-]?\d+)(?:\.0*)?$").cast(pl.Int64, strict=False)
