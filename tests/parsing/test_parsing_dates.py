"""Dates: the order of day and month is proven by the column, or refused; nothing is silently swapped."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parsing_material import as_csv, as_xlsx, codes, layout, read, rules, values
from properties import examples

from faro.parsing import Parsed
from faro.parsing.errors import AmbiguousDateOrder, ContradictoryDateOrder, HalfConvertedDates

DAY = layout("day", "place")
STAMP = layout("place", "at", required=())


def dates(*written: object) -> Parsed:
    return read(as_csv([["Fecha", "Provincia"], *([text, "LIMON"] for text in written)]), DAY)


def stamps(*written: object) -> Parsed:
    return read(as_csv([["Provincia", "Registro"], *(["LIMON", text] for text in written)]), STAMP)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (["13/01/2020", "02/01/2020"], [(2020, 1, 13), (2020, 1, 2)]),
        (["01/13/2020", "01/02/2020"], [(2020, 1, 13), (2020, 1, 2)]),
        (["2020-01-02", "2020-1-3"], [(2020, 1, 2), (2020, 1, 3)]),
        (["2020/01/02"], [(2020, 1, 2)]),
        (["31.12.2019", "1-2-2020"], [(2019, 12, 31), (2020, 2, 1)]),
        (["05/05/2020", "01/01/2020"], [(2020, 5, 5), (2020, 1, 1)]),
        ([" 13/01/2020 ", "2020-02-21"], [(2020, 1, 13), (2020, 2, 21)]),
        (["2020-01-02 00:00:00", "2020-01-03T00:00"], [(2020, 1, 2), (2020, 1, 3)]),
        (["March 28, 2019", "Jan 6 2014", "SEPT. 01, 2018"], [(2019, 3, 28), (2014, 1, 6), (2018, 9, 1)]),
        (["28 de marzo de 2019", "1 setiembre 2018", "06-ago-2014"], [(2019, 3, 28), (2018, 9, 1), (2014, 8, 6)]),
        (["3 de abril del 2020", "2020-02-01"], [(2020, 4, 3), (2020, 2, 1)]),
    ],
)
def test_a_column_that_proves_its_order_is_read_in_it(written: list[str], meant: list[tuple[int, int, int]]) -> None:
    parsed = dates(*written)
    assert values(parsed, "day") == [dt.date(*parts) for parts in meant]
    assert rules(parsed) == []


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("31/02/2020", "not_a_date"),
        ("13/13/2020", "not_a_date"),
        ("hoy", "not_a_date"),
        ("43831", "not_a_date"),
        ("February 30, 2020", "not_a_date"),
        ("Marchember 3, 2020", "not_a_date"),
        ("May 3, 20", "not_a_date"),
        ("13/01/20", "two_digit_year"),
        ("2020-01-22 08:30", "time_in_date"),
    ],
)
def test_what_is_no_date_is_a_problem_of_its_cell(written: str, rule: str) -> None:
    parsed = dates("13/01/2020", written)
    assert rules(parsed) == [(3, "day", rule)]
    assert values(parsed, "day") == [dt.date(2020, 1, 13), None]


def test_an_empty_date_is_no_problem() -> None:
    assert rules(dates("13/01/2020", "")) == []


def test_an_order_that_no_date_proves_is_refused() -> None:
    with pytest.raises(AmbiguousDateOrder) as refused:
        dates("01/02/2020", "03/04/2020", "05/05/2020")
    assert refused.value.facts == {"file": "entrega.csv", "column": "Fecha", "count": 2}


def test_two_orders_in_one_column_are_refused() -> None:
    with pytest.raises(ContradictoryDateOrder) as refused:
        dates("13/01/2020", "14/01/2020", "01/15/2020")
    assert (refused.value.facts["row"], refused.value.facts["count"], refused.value.facts["total"]) == (4, 1, 3)


def test_a_rare_contradiction_is_a_problem_and_so_are_its_neighbours_without_proof() -> None:
    parsed = dates(
        *["13/01/2020"] * 200, "03/04/2020", "01/15/2020", "05/06/2020", "07/07/2020", "14/01/2020", "02/03/2020"
    )
    assert rules(parsed) == [
        (202, "day", "date_order_uncertain"),
        (203, "day", "date_order_contradicts"),
        (204, "day", "date_order_uncertain"),
    ]
    assert values(parsed, "day")[-1] == dt.date(2020, 3, 2)


def test_a_spreadsheet_that_converted_only_the_low_days_is_refused() -> None:
    rows = [["Fecha", "Provincia"], [dt.date(2020, 5, 1), "LIMON"], ["13/01/2020", "LIMON"], ["25/01/2020", "LIMON"]]
    with pytest.raises(HalfConvertedDates) as refused:
        read(as_xlsx(rows), DAY, "libro.xlsx")
    assert refused.value.facts["count"] == 1


def test_real_dates_among_text_dates_are_read_when_they_are_trustworthy() -> None:
    rows = [["Fecha", "Provincia"], [dt.date(2020, 5, 31), "LIMON"], ["13/01/2020", "LIMON"]]
    assert values(read(as_xlsx(rows), DAY, "libro.xlsx"), "day") == [dt.date(2020, 5, 31), dt.date(2020, 1, 13)]


def test_a_broken_row_proves_nothing() -> None:
    with pytest.raises(AmbiguousDateOrder):
        read("Fecha,Provincia\n01/02/2020,LIMON\n13/01/2020,LIMON,x\n", DAY)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2020-01-02 08:30", dt.datetime(2020, 1, 2, 8, 30)),
        ("2020-01-02T08:30:15", dt.datetime(2020, 1, 2, 8, 30, 15)),
        ("2020-01-02 8:30:15.25", dt.datetime(2020, 1, 2, 8, 30, 15, 250_000)),
        ("2020-01-02", dt.datetime(2020, 1, 2)),
        ("13/01/2020 20:27", dt.datetime(2020, 1, 13, 20, 27)),
    ],
)
def test_timestamps_are_read(written: str, meant: dt.datetime) -> None:
    assert values(stamps(written), "at") == [meant]


@pytest.mark.parametrize("written", ["2020-01-02 25:00", "2020-01-02 08:61", "2020-01-02T08:30Z", "mañana"])
def test_what_is_no_timestamp_is_a_problem(written: str) -> None:
    assert rules(stamps(written)) == [(2, "at", "not_a_timestamp")]


def test_the_order_found_is_told() -> None:
    notes = [finding for finding in dates("13/01/2020").findings if finding.code == "DateOrderRecognised"]
    assert [note.facts["format"] for note in notes] == ["D/M/Y"]
    assert "DateOrderRecognised" not in codes(dates("2020-01-13"))


@examples(60)
@given(
    days=st.lists(st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31)), min_size=1, max_size=40),
    order=st.sampled_from(["%d/%m/%Y", "%m/%d/%Y"]),
    mark=st.sampled_from("/-."),
)
def test_no_date_is_ever_swapped(days: list[dt.date], order: str, mark: str) -> None:
    """Whatever the dates: they come back as meant, or the delivery is refused because none proves its order."""
    written = [day.strftime(order.replace("/", mark)) for day in days]
    proven = any(day.day > 12 for day in days)
    harmless = all(day.day == day.month for day in days)
    if proven or harmless:
        assert values(dates(*written), "day") == days
    else:
        with pytest.raises(AmbiguousDateOrder):
            dates(*written)


@examples(40)
@given(
    block=st.lists(st.dates(dt.date(2020, 1, 1), dt.date(2020, 12, 31)), min_size=1, max_size=6),
    at=st.integers(0, 900),
)
def test_a_block_in_the_other_order_is_never_read_as_if_in_the_first(block: list[dt.date], at: int) -> None:
    """A handful of M/D/Y rows pasted among 900 D/M/Y rows, next to rows that prove the order: none is swapped."""
    before = ["25/01/2020"] * at
    after = ["26/01/2020"] * (900 - at)
    pasted = [day.strftime("%m/%d/%Y") for day in block]
    parsed = dates(*before, *pasted, *after)
    read_back = values(parsed, "day")[at : at + len(block)]
    if any(day.day > 12 for day in block):
        assert all(found in (None, day) for found, day in zip(read_back, block, strict=True) if day.day != day.month)
