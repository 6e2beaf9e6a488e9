"""The time from a fresh clone to a published dashboard, cold and warm, side by side."""

import json
import subprocess
import tempfile
import time
from pathlib import Path

from rich.table import Table
from running_stack import stack_environment

from faro.settings import PROJECT, settings

LIMITS = {"cold": 360, "warm": 120}


def measure() -> Table:
    """Clone, install and run `make demo ARGS=--once` twice; seconds per phase and the ratio warm : cold."""
    with tempfile.TemporaryDirectory(prefix="faro-bench-") as folder:
        clone = Path(folder) / "faro"
        subprocess.run(["git", "clone", "--quiet", PROJECT, clone], check=True)
        real_files = {"FARO_DATA": str(data)} if (data := settings().data) else {}
        environment = stack_environment(Path(folder) / "state", **real_files)
        runs = {run: _run(clone, environment) for run in LIMITS}
    table = Table("phase", *(f"{run} s" for run in LIMITS), "warm : cold", title="make demo ARGS=--once")
    for phase in runs["cold"]:
        cold, warm = (runs[run].get(phase, 0.0) for run in LIMITS)
        table.add_row(phase, f"{cold:.1f}", f"{warm:.1f}", f"{warm / cold:.2f}" if cold else "—")
    for run, limit in LIMITS.items():
        table.caption = f"{table.caption or ''} {run}: {runs[run]['total']:.0f} of {limit} s."
    return table


def _run(clone: Path, environment: dict[str, str]) -> dict[str, float]:
    """Phase → seconds. Phases of one start overlap; the total is the wall clock."""
    began = time.monotonic()
    subprocess.run(["make", "setup"], cwd=clone, env=environment, check=True, capture_output=True)
    installed = time.monotonic() - began
    subprocess.run(["make", "demo", "ARGS=--once"], cwd=clone, env=environment, check=True)  # what fails says why
    total = time.monotonic() - began
    stages = json.loads((Path(environment["FARO_HOME"]) / "run" / "stages.json").read_text())
    return {"make setup": installed, **stages, "total": total}
