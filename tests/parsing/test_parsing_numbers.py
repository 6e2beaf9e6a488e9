"""Numbers: which mark separates decimals is proven by the column, or refused."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parsing_material import as_csv, as_jsonl, as_xlsx, layout, read, rules, values
from properties import examples

from faro.parsing import Parsed
from faro.parsing.errors import AmbiguousNumberFormat, ContradictoryNumberFormat

RATE = layout("place", "rate", required=("place",))
CASES = layout("place", "cases", required=("place",))


def rates(*written: object) -> Parsed:
    return read(as_csv([["Provincia", "Tasa"], *(["LIMON", text] for text in written)], ";"), RATE)


def cases(*written: object) -> Parsed:
    return read(as_csv([["Provincia", "Cantidad"], *(["LIMON", text] for text in written)], ";"), CASES)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (["1.234,56", "1.234"], [1234.56, 1234.0]),
        (["1,234.56", "1,234"], [1234.56, 1234.0]),
        (["1 234,56", "1 234"], [1234.56, 1234.0]),
        (["1\u00a0234\u00a0567,5"], [1234567.5]),
        (["1'234.56", "1’234.5"], [1234.56, 1234.5]),
        (["0,5", "1,234"], [0.5, 1.234]),
        (["0.5", "1.234"], [0.5, 1.234]),
        (["1.234.567", "1.234"], [1234567.0, 1234.0]),
        (["1234.567", "1.234"], [1234.567, 1.234]),
        (["-3", "+4", "7"], [-3.0, 4.0, 7.0]),
        (["1.5E3", "2"], [1500.0, 2.0]),
        ([".5", "5."], [0.5, 5.0]),
    ],
)
def test_a_column_that_proves_its_format_is_read_in_it(written: list[str], meant: list[float]) -> None:
    parsed = rates(*written)
    assert values(parsed, "rate") == meant
    assert rules(parsed) == []


@pytest.mark.parametrize("written", [["1.234"], ["1,234", "12"], ["1,234", "1.234"]])
def test_a_lone_separator_that_nothing_explains_is_refused(written: list[str]) -> None:
    with pytest.raises(AmbiguousNumberFormat) as refused:
        rates(*written)
    assert (refused.value.facts["column"], refused.value.facts["row"]) == ("Tasa", 2)


def test_two_formats_in_one_column_are_refused() -> None:
    with pytest.raises(ContradictoryNumberFormat):
        rates("1,5", "1.5", "2,5")


def test_a_rare_contradiction_is_a_problem_of_its_row() -> None:
    parsed = rates(*["1,5"] * 200, "2.5", "1.234", "1,5")
    assert rules(parsed) == [(202, "rate", "number_format_contradicts"), (203, "rate", "number_format_uncertain")]


@pytest.mark.parametrize("written", ["<5", "12 3456", "n/d", "1,2,3", "₡5", "--1", "1.2.3", "1.5E999", "nan", "inf"])
def test_what_is_no_number_is_a_problem(written: str) -> None:
    parsed = rates("1.5", written)
    assert rules(parsed) == [(3, "rate", "not_a_number")]


def test_digits_that_would_be_lost_are_a_problem() -> None:
    assert rules(rates("1.5", "1234567890123456.5")) == [(3, "rate", "too_many_digits")]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (["7", "007"], [7, 7]),
        (["1.234", "12"], [1234, 12]),
        (["6,112,019"], [6112019]),
        (["1 234"], [1234]),
        (["6.0", "7"], [6, 7]),
        (["-9"], [-9]),
        (["9007199254740993"], [9007199254740993]),
    ],
)
def test_whole_numbers_are_read(written: list[str], meant: list[int]) -> None:
    parsed = cases(*written)
    assert values(parsed, "cases") == meant
    assert rules(parsed) == []


@pytest.mark.parametrize("written", ["1.5", "1E5", "uno", "99999999999999999999"])
def test_what_is_not_whole_is_a_problem(written: str) -> None:
    assert rules(cases("7", written)) == [(3, "cases", "not_an_integer")]


def test_numbers_of_a_workbook_need_no_guessing() -> None:
    parsed = read(
        as_xlsx([["Provincia", "Tasa"], ["LIMON", 1.234], ["LIMON", 1234], ["LIMON", 0.1 + 0.2]]), RATE, "a.xlsx"
    )
    assert values(parsed, "rate")[:2] == [1.234, 1234.0]
    assert rules(parsed) == []


def test_a_workbook_number_with_decimals_is_not_whole() -> None:
    parsed = read(as_xlsx([["Provincia", "Cantidad"], ["LIMON", 1.234], ["LIMON", 6.0]]), CASES, "a.xlsx")
    assert values(parsed, "cases") == [None, 6]
    assert rules(parsed) == [(2, "cases", "not_an_integer")]


def test_numbers_of_json_need_no_guessing() -> None:
    parsed = read(as_jsonl([{"Provincia": "LIMON", "Tasa": 1.234}]), RATE, "a.jsonl")
    assert values(parsed, "rate") == [1.234]


FORMATS = {
    "1,234.56": (",", "."),
    "1.234,56": (".", ","),
    "1 234,56": (" ", ","),
    "1'234.56": ("'", "."),
    "1234.56": ("", "."),
}


@examples(60)
@given(
    numbers=st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=20),
    decimals=st.integers(0, 3),
    style=st.sampled_from(sorted(FORMATS)),
)
def test_numbers_come_back_or_are_refused(numbers: list[int], decimals: int, style: str) -> None:
    thousands, point = FORMATS[style]
    meant = [number / 10**decimals for number in numbers]
    written = [f"{number:,.{decimals}f}".translate({44: thousands, 46: point}) for number in meant]
    try:
        parsed = rates(*written)
    except AmbiguousNumberFormat:
        assert all(text.count(thousands or point) + text.count(point) <= 2 for text in written)
        return
    assert all(math.isclose(a, b) for a, b in zip(values(parsed, "rate"), meant, strict=True))
