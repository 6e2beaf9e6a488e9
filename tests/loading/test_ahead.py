"""What is made ahead comes in order, a little ahead and no more, and errors come where they would have come."""

import sys
from collections.abc import Iterator
from itertools import count
from threading import Barrier

import pytest

from faro.ahead import made_ahead


def test_results_come_in_the_order_of_the_items() -> None:
    assert list(made_ahead(lambda number: number * 2, range(50))) == [number * 2 for number in range(50)]
    assert list(made_ahead(str, [])) == []


def test_two_are_made_at_the_same_time() -> None:
    """Each waits for the other: alone neither would come to an end."""
    both = Barrier(2, timeout=60)
    assert sorted(made_ahead(lambda _: both.wait(), range(2))) == [0, 1]


def test_few_are_made_before_they_are_wanted() -> None:
    asked: list[int] = []

    def items() -> Iterator[int]:
        for number in count():
            asked.append(number)
            yield number

    made = made_ahead(str, items())
    assert [next(made), next(made)] == ["0", "1"]
    assert asked == [0, 1, 2, 3, 4]
    made.close()


def test_an_error_comes_where_its_result_is_wanted() -> None:
    made = made_ahead(lambda number: 1 // number, [1, 0, 1])
    assert next(made) == 1
    with pytest.raises(ZeroDivisionError):
        next(made)


def test_turns_are_as_long_as_before_when_all_is_made_or_given_up() -> None:
    usual = sys.getswitchinterval()
    assert list(made_ahead(lambda _: sys.getswitchinterval() < usual, range(3))) == [True] * 3
    assert sys.getswitchinterval() == usual
    made = made_ahead(str, range(9))
    next(made)
    made.close()
    assert sys.getswitchinterval() == usual
