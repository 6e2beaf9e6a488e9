"""The door: parsed rows come in with names, and go out as what may be written, what links, and what is wrong."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from faro.contracts import Contract
from faro.errors import FaroError
from faro.identity.clear_checks import problems_of
from faro.identity.errors import ProtectionFailed
from faro.identity.facts import facts_of
from faro.identity.keys import KeyRing
from faro.identity.observing import observations_of
from faro.identity.raw_frame import raw_parts
from faro.identity.records import record_keys
from faro.parsing import Problem


@dataclass(frozen=True)
class Protected:
    """What may be written of every row, and `observations`: the rows of identity.observation but `load_id`.

    `raw` makes the rows only when it is called, some at a time, so that they never stand beside the clear ones.
    """

    raw: Sequence[Callable[[], pl.DataFrame]] = field(repr=False)
    observations: pl.DataFrame = field(repr=False)
    problems: pl.DataFrame = field(repr=False)

    def each_problem(self) -> Iterator[Problem]:
        return (Problem(*line) for line in self.problems.iter_rows())

    @cached_property
    def frame(self) -> pl.DataFrame:
        """The raw columns of all rows together."""
        return pl.concat(part() for part in self.raw)


def needs_keys(contract: Contract) -> bool:
    """Whether anything of the dataset becomes a token; rows held back of a register are called by one, too."""
    has_records = contract.person is not None or contract.relation.type == "keyedChanges"
    return has_records or any(column.treatment == "token" for column in contract.columns)


def protect(frame: pl.DataFrame, contract: Contract, ring: KeyRing, sha256: str = "") -> Protected:
    """`sha256` names the original, after which rows without a key of their own are called."""
    with _values_kept_back(contract):
        facts, keys = facts_of(frame, contract), record_keys(frame, contract, sha256)
        return Protected(
            raw=[_values_kept_back(contract)(part) for part in raw_parts(frame, contract, ring, keys, facts)],
            observations=observations_of(frame, contract, ring, keys, facts),
            problems=problems_of(frame, contract, facts),
        )


@contextmanager
def _values_kept_back(contract: Contract) -> Iterator[None]:
    """What a library says about a cell it stumbled over may hold the cell; the kind of error cannot."""
    try:
        yield
    except FaroError:
        raise
    except Exception as error:
        raise ProtectionFailed(
            institution=contract.institution, dataset=contract.dataset, status=type(error).__name__
        ) from None
