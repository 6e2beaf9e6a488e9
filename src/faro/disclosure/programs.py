"""A linear program of whole counts, solved again and again with other costs and bounds, by HiGHS."""

import os
import sys
from functools import cache
from typing import Any, Final

import highspy
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

Numbers = npt.NDArray[np.float64]
INFINITE: Final = highspy.kHighsInf
#: What is nearer to a whole number than this is one.
WHOLE: Final = 1e-6
#: Limits of work and not of time: a slower machine finds the same. Of large programs a node takes longer.
_NODES: Final = 5_000
_NODE_COLUMNS: Final = 2_000_000
_VARIATIONS: Final = 8
#: The most columns of which all are searched.
SEARCHED: Final = 4_000
_ENDLESS: Final = (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible)


class NotSolved(RuntimeError):
    """HiGHS gave up, which is no answer."""


class Program:
    """Minimises costs · columns, where rows and columns are bounded; where it was solved last is where it goes on."""

    def __init__(self, matrix: csr_array, rows: tuple[Numbers, Numbers], columns: tuple[Numbers, Numbers]) -> None:
        self.lows, self.highs = columns
        self._solver = _solver_of(_model(matrix, rows, columns))

    def set_costs(self, costs: Numbers) -> None:
        self._solver.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)

    @property
    def costs(self) -> Numbers:
        return np.array(self._solver.getLp().col_cost_)

    def set_bounds(self, columns: npt.NDArray[np.int64], lows: Numbers, highs: Numbers) -> None:
        """Raises NotSolved where a column is named twice, at which HiGHS does nothing at all."""
        status = self._solver.changeColsBounds(len(columns), columns.astype(np.int32), lows, highs)
        if status == highspy.HighsStatus.kError:
            raise NotSolved(f"bounds of {len(columns)} columns")

    def start_anew(self) -> None:
        """The next answer is looked for from where nothing is moved, and moves little."""
        self._solver.clearSolver()

    def restore_bounds(self, columns: npt.NDArray[np.int64]) -> None:
        self.set_bounds(columns, self.lows[columns], self.highs[columns])

    def minimum(self) -> float | None:
        """The least cost; minus infinity where there is no end, None where nothing fulfils the program."""
        status = _run(self._solver)
        if status in _ENDLESS:
            return -np.inf
        return float(self._solver.getInfo().objective_function_value) if _is_solved(status) else None

    def solution(self) -> Numbers | None:
        """Columns of the least cost, in numbers of any kind; None where nothing fulfils the program."""
        return self._columns() if _is_solved(_run(self._solver)) else None

    def whole_solution(self) -> Numbers | None:
        """The same in whole numbers: near the least cost, and None where none were found."""
        columns = self.solution()
        if columns is None or _is_whole(columns):
            return None if columns is None else np.round(columns)
        return self.varied(columns != 0)

    def varied(self, used: npt.NDArray[np.bool_]) -> Numbers | None:
        """Under slightly other costs: another corner of what is possible often is whole, and is quickly there. Then by
        what any of them used; then, where that is to be done, by everything."""
        costs = self.costs
        chance = np.random.default_rng(0)
        try:
            for _ in range(_VARIATIONS):
                self.set_costs(costs * chance.uniform(0.2, 1.8, len(costs)))
                columns = self.solution()
                if columns is not None and _is_whole(columns):
                    return np.round(columns)
                used = used if columns is None else used | (columns != 0)
        finally:
            self.set_costs(costs)
        found = self.searched(used)
        return self.searched() if found is None and len(costs) <= SEARCHED else found

    def searched(self, used: npt.NDArray[np.bool_] | None = None, gap: float = 0.1) -> Numbers | None:
        """In whole numbers, of those columns or of all, by branch and bound.

        Twice where nothing was found at first: HiGHS 1.12 was seen to call optimal what was not, with presolve.
        """
        model = self._solver.getLp()
        if used is not None:
            model.col_upper_ = np.where(used, model.col_upper_, np.maximum(model.col_lower_, 0))
        model.integrality_ = [highspy.HighsVarType.kInteger] * model.num_col_
        nodes = min(_NODES, _NODE_COLUMNS // model.num_col_)
        for presolve in ("on", "off"):
            solver = _solver_of(model, presolve=presolve, mip_max_nodes=nodes, mip_rel_gap=gap)
            solver.run()
            if solver.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
                return np.round(np.array(solver.getSolution().col_value))
        return None

    def row_duals(self) -> Numbers:
        return np.array(self._solver.getSolution().row_dual)

    def column_duals(self) -> Numbers:
        return np.array(self._solver.getSolution().col_dual)

    def _columns(self) -> Numbers:
        return np.array(self._solver.getSolution().col_value)


class Cover:
    """Which cells are hidden at the least weight, given rows of how much has to be: Σ share · (1 if hidden) ≥ 1."""

    def __init__(self, weights: Numbers, kept: npt.NDArray[np.bool_]) -> None:
        rows = csr_array((0, len(weights)))
        self._weights = weights
        self._count = len(weights)
        model = _model(rows, (np.array([]), np.array([])), (kept.astype(float), np.ones(self._count)))
        model.col_cost_ = weights
        self._solver = _solver_of(model, mip_max_nodes=_NODES, mip_rel_gap=0.0)

    def add(self, shares: Numbers) -> None:
        cells = np.flatnonzero(shares).astype(np.int32)
        self._solver.addRow(1.0, INFINITE, len(cells), cells, shares[cells])

    def cheapest(self) -> Numbers | None:
        """A share of each cell, or whole ones after `in_whole`; None where it was given up."""
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.array(self._solver.getSolution().col_value)

    def cost(self, shares: Numbers) -> float:
        return float(self._weights @ shares)

    def in_whole(self) -> None:
        """From now on a cell is hidden or it is not."""
        columns = np.arange(self._count, dtype=np.int32)
        kinds = np.full(self._count, int(highspy.HighsVarType.kInteger), dtype=np.uint8)
        self._solver.changeColsIntegrality(self._count, columns, kinds)
        self._solver.setOptionValue("presolve", "on")


def _model(matrix: csr_array, rows: tuple[Numbers, Numbers], columns: tuple[Numbers, Numbers]) -> Any:
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_ = np.zeros(matrix.shape[1])
    model.col_lower_, model.col_upper_ = columns
    model.row_lower_, model.row_upper_ = rows
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = matrix.indptr.astype(np.int32)
    model.a_matrix_.index_ = matrix.indices.astype(np.int32)
    model.a_matrix_.value_ = matrix.data.astype(np.float64)
    return model


def _solver_of(model: Any, **options: Any) -> Any:
    _print_banner_nowhere()
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    # one thread: the same answer each time; without presolve an answer is where the next one starts
    for name, value in {"output_flag": False, "threads": 1, "random_seed": 0, "presolve": "off", **options}.items():
        solver.setOptionValue(name, value)
    solver.passModel(model)
    return solver


@cache
def _print_banner_nowhere() -> None:
    """The first solver of a process prints one, past Python and before any option can be set."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        highspy.Highs()  # type: ignore[no-untyped-call]
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def _run(solver: Any) -> Any:
    """From where the last answer was; from the beginning where that leads nowhere."""
    solver.run()
    if solver.getModelStatus() == highspy.HighsModelStatus.kUnknown:
        solver.clearSolver()
        solver.run()
    return solver.getModelStatus()


def _is_whole(columns: Numbers) -> bool:
    return bool(np.max(np.abs(columns - np.round(columns)), initial=0) <= WHOLE)


def _is_solved(status: Any) -> bool:
    """Raises NotSolved where HiGHS says neither that nor that there is nothing."""
    if status == highspy.HighsModelStatus.kOptimal:
        return True
    if status == highspy.HighsModelStatus.kInfeasible:
        return False
    raise NotSolved(str(status))
