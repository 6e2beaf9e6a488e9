"""How little is hidden: against every way of hiding, and against the solver of statistical offices, which judges."""

import json
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from statistics import mean

import numpy as np
import pytest
from counted_tables import random_table

from faro.disclosure.attack import attainable, breaches
from faro.disclosure.deviations import Deviations
from faro.disclosure.protection import Protection, protect
from faro.disclosure.system import Mask, Relation, Relations, Requirement, System, mask_of

pytestmark = pytest.mark.slow

SHAPES = ((3, 4), (4, 5), (2, 3, 3), (5, 6))
SEEDS = range(3)
TABLES = [(shape, seed) for shape in SHAPES for seed in SEEDS]
#: One job for each process, as its makers say; its own exit status tells nothing.
TAU_ARGUS = """
import json, sys
from pytauargus._tauargus import HiTaSCtrl, audit_jj
job, given, found = sys.argv[1:]
full = lambda: HiTaSCtrl().full_jj(in_file_jj=given, out_file=found, max_time=60)
print(json.dumps(audit_jj(given) if job == "audit" else full()))
"""


def loss(system: System, hidden: Mask) -> float:
    return float(system.weights @ hidden)


def least_of_all(system: System, requirements: list[Requirement], most: float) -> float:
    """By trying every choice of further cells that is cheaper than that."""
    primary = mask_of((one.cell for one in requirements), len(system))
    others = np.flatnonzero(system.may_hide & ~primary)
    choices = [choice for size in range(len(others)) for choice in combinations(others, size)]
    for choice in sorted(choices, key=lambda one: float(system.weights[list(one)].sum())):
        hidden = primary | mask_of(choice, len(system))
        if loss(system, hidden) >= most - 1e-9:
            break
        if not breaches(system, hidden, requirements):
            return loss(system, hidden)
    return most


@pytest.mark.parametrize("seed", range(6))
def test_no_other_way_hides_less(seed: int) -> None:
    system, requirements = random_table((2, 3), seed, mean=6.0)
    requirements = attainable(system, requirements)
    found = loss(system, protect(system, requirements).hidden)
    assert found == pytest.approx(least_of_all(system, requirements, found))


def tau_argus(job: str, given: str, folder: Path) -> tuple[object, list[int]]:
    """What it says, and the cells that it hides besides."""
    (folder / "in.jj").write_text(given, encoding="ascii")
    arguments = [sys.executable, "-c", TAU_ARGUS, job, str(folder / "in.jj"), str(folder / "out.jj")]
    said = subprocess.run(arguments, capture_output=True, text=True, check=True, timeout=120, cwd=folder).stdout
    hidden = [] if job == "audit" else [int(line) for line in (folder / "out.jj").read_text().split()]
    return json.loads(said.splitlines()[-1]), hidden


def jj_file(system: System, requirements: list[Requirement], hidden: Mask) -> str:
    """The system as τ-ARGUS reads it: value, cost, status, what is known without it, protection below and above."""
    asked = {one.cell: one for one in requirements}
    most = int(system.values.max()) * 10 + 100
    lines = ["0", str(len(system))]
    for cell, value in enumerate(system.values.tolist()):
        one, cost = asked.get(cell), round(float(system.weights[cell]) * 1000)
        known = (system.floors[cell], most) if system.may_hide[cell] else (value, value)
        status = "u" if one else "m" if hidden[cell] else "s" if system.may_hide[cell] else "z"
        below, above = (value - one.low, one.high - value) if one else (0, 0)
        lines.append(f"{cell} {value} {cost} {status} {known[0]} {known[1]} {below} {above} 0")
    lines.append(str(len(system.relations)))
    for relation in system.relations:
        terms = " ".join(f"{cell} ({one})" for cell, one in zip(relation.cells, relation.coefficients, strict=True))
        lines.append(f"{relation.lower:.0f} {len(relation.cells)} : {terms}")
    return "\n".join([*lines, ""])


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[float, float, float]]:
    """The loss of τ-ARGUS's optimum, of ours, and of one cell after the other, where it finds neither unsafe."""
    found = []
    for shape, seed in TABLES:
        system, requirements = random_table(shape, seed)
        requirements = attainable(system, requirements)
        folder = tmp_path_factory.mktemp("jj")
        primary = mask_of((one.cell for one in requirements), len(system))
        status, others = tau_argus("full", jj_file(system, requirements, primary), folder)
        assert status == 0
        ours = [protect(system, requirements), protect(system, requirements, exact_cells=0)]
        for protection in ours:
            assert_safe(system, requirements, protection, folder)
        theirs = loss(system, primary | mask_of(others, len(system)))
        found.append((theirs, *(loss(system, one.hidden) for one in ours)))
    return found


def assert_safe(system: System, requirements: list[Requirement], protection: Protection, folder: Path) -> None:
    rows, _ = tau_argus("audit", jj_file(system, requirements, protection.hidden), folder)
    assert isinstance(rows, list)
    assert len(rows) == protection.hidden.sum()
    assert [row for row in rows if row["unsafe"]] == []


def test_what_tau_argus_proves_to_be_least_is_what_we_find(judged: list[tuple[float, float, float]]) -> None:
    assert [ours for _, ours, _ in judged] == [pytest.approx(theirs, rel=1e-3) for theirs, _, _ in judged]


def test_one_cell_after_the_other_hides_little_more(judged: list[tuple[float, float, float]]) -> None:
    ratios = [greedy / least for least, _, greedy in judged if least]
    assert mean(ratios) <= 1.05
    assert max(ratios) <= 1.2


def test_the_published_example_of_gauss_suppression() -> None:
    """Its vignette hides counts up to 1, zeros too: young people from Portugal, and three cells that tell of them."""
    names = ("young Spain", "young Iceland", "young Portugal", "old Spain", "old Iceland", "old Portugal")
    inner = [5, 2, 0, 6, 3, 4]
    system, requirements = vignette(inner)
    hidden = protect(system, requirements).hidden
    assert {name for name, is_hidden in zip(names, hidden, strict=False) if is_hidden} == {
        "young Iceland", "young Portugal", "old Iceland", "old Portugal",
    }  # fmt: skip
    assert not hidden[6:].any()


def vignette(inner: list[int]) -> tuple[System, list[Requirement]]:
    young, old = sum(inner[:3]), sum(inner[3:])
    by_country = [inner[at] + inner[at + 3] for at in range(3)]
    values = np.array([*inner, young, old, *by_country, young + old])
    relations = (
        Relation((6, 0, 1, 2), (1, -1, -1, -1)),
        Relation((7, 3, 4, 5), (1, -1, -1, -1)),
        *(Relation((8 + at, at, at + 3), (1, -1, -1)) for at in range(3)),
        Relation((11, 6, 7), (1, -1, -1)),
        Relation((11, 8, 9, 10), (1, -1, -1, -1)),
    )
    floors = np.zeros(len(values), dtype=np.int64)
    everything = np.ones(len(values), dtype=bool)
    return System(values, 1.0 + values, floors, everything, Relations.of(relations, len(values))), [
        Requirement(2, 0, 1)
    ]


def test_of_a_large_system_it_is_searched_for_among_what_is_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cube with a corner that is not whole, as if it were too large to search all of it and no other corner were."""
    monkeypatch.setattr("faro.disclosure.deviations.SEARCHED", 0)
    monkeypatch.setattr("faro.disclosure.programs._is_whole", lambda _columns: False)
    system, requirements = random_table((4, 4, 4), 2, mean=2.0)
    deviations = Deviations(system)
    for one in requirements:
        for amount in (one.high - int(system.values[one.cell]), one.low - int(system.values[one.cell])):
            if amount:
                deviation = deviations.farthest(one.cell, amount)
                assert deviation is None or 0 < deviation[one.cell] / amount <= 1
