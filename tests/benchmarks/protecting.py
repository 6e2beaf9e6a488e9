"""Protecting a release: systems of a few tables and of many, and one cube, each cell a count with all its margins."""

import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from counted_tables import TOTAL, keys_of, small_counts, system_of
from rich.table import Table

from faro.disclosure.attack import breaches
from faro.disclosure.protection import protect
from faro.disclosure.system import Relations, Requirement, System

#: What is protected: how many tables of years and two more dimensions, or one cube of three.
TABLES = (1, 4, 16, 40)
CUBES = ((10, 10, 9),)
_YEARS, _ROWS, _COLUMNS = 6, 7, 7


def measure(tables: Sequence[int] = TABLES, cubes: Sequence[tuple[int, ...]] = CUBES) -> Table:
    """Seconds, and their ratio to the smallest; the attack on the whole, which finds nothing, beside them."""
    page = Table(
        "system", "cells", "small", "hidden", "s", "x cells", "x s", "attack s", "found", title="Protecting a release"
    )
    named = [(f"{count} tables of years", _many(count)) for count in tables]
    named += [("x".join(map(str, shape)), _cube(shape, seed=0)) for shape in cubes]
    first: tuple[int, float] | None = None
    for name, (system, requirements) in named:
        began = time.monotonic()
        protection = protect(system, requirements, exact_cells=0)
        protected = time.monotonic()
        short = {one.requirement for one in protection.shortfalls}
        found = [one for one in breaches(system, protection.hidden, requirements) if one.requirement not in short]
        ended = time.monotonic()
        first = first or (len(system), protected - began)
        counts = [f"{count:,}" for count in (len(system), len(requirements), protection.hidden.sum())]
        ratios = [f"{len(system) / first[0]:.1f}", f"{(protected - began) / first[1]:.1f}"]
        page.add_row(name, *counts, f"{protected - began:.2f}", *ratios, f"{ended - protected:.2f}", str(len(found)))
    return page


def _many(count: int) -> tuple[System, list[Requirement]]:
    """Tables of the same people in the same years by other characteristics: of all, the years are the same cells."""
    shape = (_YEARS, _ROWS, _COLUMNS)
    of_years = np.flatnonzero([all(at == TOTAL for at in key[1:]) for key in keys_of(shape)])
    system = _shared([_cube(shape, seed)[0] for seed in range(count)], of_years)
    return system, small_counts(system)


def _shared(systems: list[System], shared: np.ndarray) -> System:
    """One system; what is shared stands in it once, as the first has it."""
    values, weights, relations = [systems[0].values], [systems[0].weights], [*systems[0].relations]
    before = len(systems[0])
    for system in systems[1:]:
        own = np.setdiff1d(np.arange(len(system)), shared)
        place = {cell: cell for cell in shared.tolist()} | {cell: before + at for at, cell in enumerate(own.tolist())}
        values.append(system.values[own])
        weights.append(system.weights[own])
        relations += [replace(one, cells=tuple(place[cell] for cell in one.cells)) for one in system.relations]
        before += len(own)
    counts = np.concatenate(values)
    shown = counts > 0
    return System(counts, np.concatenate(weights), shown.astype(np.int64), shown, Relations.of(relations, len(counts)))


def _cube(shape: tuple[int, ...], seed: int) -> tuple[System, list[Requirement]]:
    """People whose years are the same for every seed, and whose other characteristics are not."""
    years = np.random.default_rng(0).integers(0, shape[0], 60 * shape[0])
    chance = np.random.default_rng(seed)
    others = [chance.zipf(1.6, len(years)) % size for size in shape[1:]]
    inner = np.zeros(shape, dtype=np.int64)
    np.add.at(inner, (years, *others), 1)
    system = system_of(inner)
    return system, small_counts(system)
