"""From `faro ingest` to published on a running demo: one changed file with the time of every step, nothing new, and ten
institutions at once."""

import gzip
import json
import re
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from offered_files import BorderEntries, Hotline, csv_bytes, csv_rows, hand_over, same_workbook_other_bytes
from rich.table import Table
from running_stack import Demo, Stack

LIMITS = {"one changed file": 20, "nothing new": 5}
#: Ten institutions at once may take as many times as long as one.
MOST_OF_TEN = 1.5
ROUNDS = 3
_STEP = re.compile(r"step (?P<name>.+): (?P<seconds>[\d.]+) s")
_FILES = ("inamu", "msp", "mtss", "oapvd", "oij", "oim", "pani", "unodc")
_TEN = (*_FILES, "dgme", "linea145")


@dataclass
class Run:
    """Seconds of one `faro ingest`, of the tasks that it led to (from first word to last), and of their steps."""

    seconds: float
    tasks: dict[str, float] = field(default_factory=dict)
    steps: dict[str, float] = field(default_factory=dict)


def measure(rounds: int = ROUNDS) -> Table:
    """A demo of its own, started and warm; medians of some rounds beside each other."""
    with tempfile.TemporaryDirectory(prefix="faro-bench-") as folder, _demo(Path(folder) / "home") as stack:
        publish(stack, ["oij"], change_one)  # the first one after a start reads what later ones have read
        return compare(
            {
                "one changed file": [publish(stack, ["oij"], change_one) for _ in range(rounds)],
                "nothing new": [publish(stack, ["oij"]) for _ in range(rounds)],
                "ten institutions": [publish(stack, _TEN, change_ten) for _ in range(rounds)],
            }
        )


def compare(runs: Mapping[str, Sequence[Run]]) -> Table:
    """Medians of the steps of each kind of run; the ratio to the first kind stands below."""
    kinds = list(runs)
    table = Table("step", *(f"{kind} s" for kind in kinds), title="faro ingest, until it is published")
    whole = {kind: statistics.median(run.seconds for run in runs[kind]) for kind in kinds}
    table.add_row("[bold]the whole command", *(f"[bold]{whole[kind]:.1f}" for kind in kinds))
    for part in ("tasks", "steps"):
        table.add_section()
        medians = {kind: _medians([getattr(run, part) for run in runs[kind]]) for kind in kinds}
        for name in dict.fromkeys(name for kind in kinds for name in medians[kind]):
            table.add_row(name, *(_shown(medians[kind].get(name)) for kind in kinds))
    limits = [f"{kind}: {whole[kind]:.1f} of {LIMITS[kind]} s" for kind in kinds if kind in LIMITS]
    ratios = [f"{kind}: {whole[kind] / whole[kinds[0]]:.2f} × {kinds[0]}" for kind in kinds[1:]]
    table.caption = "; ".join(limits + ratios)
    return table


def change_one(stack: Stack) -> None:
    """The police correct the sex in one row."""
    path = next(stack.outbox("oij").glob("oij_estadisticas*.csv"))
    rows = csv_rows(path.read_bytes())
    place, other = rows[0].index("Genero"), {"HOMBRE": "MUJER", "MUJER": "HOMBRE"}
    row = next(row for row in rows[1 + time.time_ns() % 1000 :] if row[place] in other)
    row[place] = other[row[place]]
    hand_over(stack, "oij", path.name, csv_bytes(rows))


def change_ten(stack: Stack) -> None:
    """Ten institutions have something new at once; what a file says stays the same unless it is the police's."""
    change_one(stack)
    for institution in _FILES:
        if institution != "oij":
            path = sorted(stack.outbox(institution).iterdir())[-1]
            hand_over(stack, institution, path.name, other_bytes(path))
    entries = BorderEntries(stack)
    first, *rest = entries.rows()
    entries.publish([{**first, "n": first["n"] + 1}, *rest])
    hotline = Hotline(stack)
    hotline.enter("denuncias", hotline.first_report() | {"localidad": f"Localidad {time.time_ns()}"})


def other_bytes(path: Path) -> bytes:
    """The same content as another file."""
    if path.suffix == ".gz":
        return gzip.compress(gzip.decompress(path.read_bytes()), mtime=time.time_ns() % 10**9)
    if path.suffix in {".xlsx", ".ods"}:
        return same_workbook_other_bytes(path, str(time.time_ns()))
    head, *lines = path.read_bytes().splitlines(keepends=True)
    return b"".join([head, *lines[-1:], *lines[:-1]])


def publish(stack: Stack, institutions: Sequence[str], change: Callable[[Stack], None] = lambda _: None) -> Run:
    """Time one `faro ingest` after that change."""
    change(stack)
    clock, began = time.time(), time.monotonic()
    stack.faro("ingest", *institutions)
    return run_since(stack, clock, time.monotonic() - began)


def run_since(stack: Stack, moment: float, seconds: float) -> Run:
    """What the tasks that began since then say in their logs."""
    run = Run(seconds)
    for task, words in _words(stack.home / "logs" / "airflow", moment):
        moments = [moment for moment, _ in words]
        run.tasks[task] = run.tasks.get(task, 0) + (max(moments) - min(moments)).total_seconds()
        for name, seconds in filter(None, (_step(task, word) for _, word in words)):
            run.steps[name] = run.steps.get(name, 0) + seconds
    return run


def _words(logs: Path, since: float) -> Iterator[tuple[str, list[tuple[datetime, str]]]]:
    """Each task that began since then, as often as there are of its name, and what it said when."""
    for path in sorted(logs.rglob("*.log"), key=lambda path: path.stat().st_mtime):
        if path.stat().st_mtime < since or "task_id=" not in str(path):
            continue
        lines = [json.loads(line) for line in path.read_text().splitlines() if line.startswith("{")]
        words = [(datetime.fromisoformat(line["timestamp"]), str(line["event"])) for line in lines]
        if words and words[0][0].timestamp() >= since:
            task = next(part for part in path.parts if part.startswith("task_id=")).removeprefix("task_id=")
            yield task.rpartition(".")[2], words


def _step(task: str, word: str) -> tuple[str, float] | None:
    step = _STEP.fullmatch(word)
    return (f"{task}: {step['name']}", float(step["seconds"])) if step else None


def _medians(runs: Sequence[Mapping[str, float]]) -> dict[str, float]:
    seconds: defaultdict[str, list[float]] = defaultdict(list)
    for run in runs:
        for name, value in run.items():
            seconds[name].append(value)
    return {name: statistics.median(values) for name, values in seconds.items()}


def _shown(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds:.2f}"


@contextmanager
def _demo(home: Path) -> Iterator[Stack]:
    demo = Demo(home)
    try:
        yield demo.running()
    finally:
        demo.stop()
