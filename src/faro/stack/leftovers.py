"""Ending what a killed stack left behind: each process of a FARO_HOME carries that home in its environment."""

import os
from collections.abc import Iterable

import psutil

from faro.settings import Settings
from faro.stack.patience import Patience, wait_until

#: The variable of the environment that names the home.
MARK = "FARO_STACK"
_SECONDS_TO_END = 10
_SECONDS_TO_DIE = 5


def end_leftovers(settings: Settings) -> None:
    """End every process that a killed stack of this FARO_HOME left behind, by force what does not listen."""
    ours = [process for process in psutil.process_iter() if _carries_mark(process, settings)]
    for process in ours:
        process.terminate()
    stubborn = still_running(ours, _SECONDS_TO_END)
    for process in stubborn:
        process.kill()
    still_running(stubborn, _SECONDS_TO_DIE)


def still_running(processes: Iterable[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Those of the processes that still run after about so many seconds.

    Not `psutil.wait_procs`: on a recent Linux it fails where a process ends while it is asked (psutil issue 2715).
    """
    running = list(processes)

    def all_ended() -> bool:
        running[:] = filter(_runs, running)
        return not running

    wait_until(all_ended, Patience(seconds))
    return running


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _carries_mark(process: psutil.Process, settings: Settings) -> bool:
    try:
        return bool(process.environ().get(MARK) == str(settings.home)) and process.pid != os.getpid()
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False
