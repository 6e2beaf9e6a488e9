"""The time from a fresh clone to a published dashboard, cold and warm, side by side, and of the commands beside it."""

import json
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from rich.console import Group
from rich.table import Table
from running_stack import stack_environment

from faro.settings import PROJECT, settings

LIMITS = {"cold": 180, "warm": 50}
COMMANDS = {"faro --help": 0.3, "faro status": 0.7}
SECONDS_TO_STOP = 10
_TIMES = 5


def measure() -> Group:
    """Clone, install and run `make demo ARGS=--once` twice; then the commands beside a demo, and its stop."""
    with tempfile.TemporaryDirectory(prefix="faro-bench-") as folder:
        clone = Path(folder) / "faro"
        subprocess.run(["git", "clone", "--quiet", PROJECT, clone], check=True)
        real_files = {"FARO_DATA": str(data)} if (data := settings().data) else {}
        environment = stack_environment(Path(folder) / "state", **real_files)
        runs = {run: _run(clone, environment) for run in LIMITS}
        faro = clone / ".venv" / "bin" / "faro"
        return Group(table(runs), _beside_a_demo(faro, environment))


def table(runs: dict[str, dict[str, float]]) -> Table:
    """A row per phase with the ratio warm : cold, and the whole beside its limit."""
    shown = Table("phase", *(f"{run} s" for run in LIMITS), "warm : cold", title="make demo ARGS=--once")
    for phase in runs["cold"]:
        cold, warm = (runs[run].get(phase, 0.0) for run in LIMITS)
        shown.add_row(phase, f"{cold:.1f}", f"{warm:.1f}", f"{warm / cold:.2f}" if cold else "—")
    for run, limit in LIMITS.items():
        shown.caption = f"{shown.caption or ''} {run}: {runs[run]['total']:.0f} of {limit} s."
    return shown


def phases(environment: dict[str, str]) -> dict[str, float]:
    """Stage → seconds of the last start of that home. Stages of one start overlap."""
    stages: dict[str, float] = json.loads((Path(environment["FARO_HOME"]) / "run" / "stages.json").read_text())
    return stages


def commands(faro: Path, environment: dict[str, str]) -> dict[str, float]:
    """Command → seconds, the best of some."""
    return {command: min(_seconds(faro, command, environment) for _ in range(_TIMES)) for command in COMMANDS}


def _run(clone: Path, environment: dict[str, str]) -> dict[str, float]:
    """Phase → seconds; the total is the wall clock."""
    began = time.monotonic()
    subprocess.run(["make", "setup"], cwd=clone, env=environment, check=True, capture_output=True)
    installed = time.monotonic() - began
    subprocess.run(["make", "demo", "ARGS=--once"], cwd=clone, env=environment, check=True)  # what fails says why
    total = time.monotonic() - began
    return {"make setup": installed, **phases(environment), "total": total}


def _beside_a_demo(faro: Path, environment: dict[str, str]) -> Table:
    """Each command while everything runs, and how long it takes to stop everything."""
    with subprocess.Popen([faro, "demo"], env=environment, stdout=subprocess.PIPE, text=True) as demo:
        for line in demo.stdout or ():
            if "Ctrl-C" in line:
                break
        measured = commands(faro, environment)
        began = time.monotonic()
        demo.send_signal(signal.SIGTERM)
        demo.communicate()
        measured["stop"] = time.monotonic() - began
    shown = Table("command", "s", "limit s")
    for command, limit in {**COMMANDS, "stop": SECONDS_TO_STOP}.items():
        shown.add_row(command, f"{measured[command]:.2f}", f"{limit}")
    return shown


def _seconds(faro: Path, command: str, environment: dict[str, str]) -> float:
    began = time.monotonic()
    subprocess.run([faro, *command.split()[1:]], env=environment, check=True, capture_output=True)
    return time.monotonic() - began
