"""No process compiles again what another one compiled before it, and none takes itself apart when it ends."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from faro.settings import PROJECT, Settings
from faro.stack.supervision import Supervision

FORBIDDEN = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
TELL = "import sys; print(sys.dont_write_bytecode)"
#: Its teardown, which an interpreter does last of all, would take its time.
ENDING = """
import atexit, sys, time
from faro.stack.warm_airflow import _leave
class Slow:
    def __del__(self): time.sleep(60)
sys.slow = Slow()
atexit.register(lambda: print("registered", flush=True))
_leave({code})
"""


def told(command: list[str], environment: dict[str, str]) -> str:
    return subprocess.run(command, env=environment, cwd=PROJECT, capture_output=True, text=True, check=True).stdout


def test_a_service_writes_byte_code(tmp_path: Path) -> None:
    assert told([sys.executable, "-c", TELL], FORBIDDEN).strip() == "True"
    marked = Supervision(Settings(home=tmp_path)).marked(FORBIDDEN)
    assert told([sys.executable, "-c", TELL], marked).strip() == "False"


def test_what_make_runs_writes_byte_code() -> None:
    target = f"shown: ; @{sys.executable} -c '{TELL}'"
    assert told(["make", "--no-print-directory", "--eval", target, "shown"], FORBIDDEN).strip() == "False"


@pytest.mark.parametrize(("code", "status", "said"), [("0", 0, ""), ("None", 0, ""), ("3", 3, ""), ("'no'", 1, "no\n")])
def test_a_component_leaves_with_its_status_and_its_exit_handlers_done(code: str, status: int, said: str) -> None:
    ended = subprocess.run([sys.executable, "-c", ENDING.format(code=code)], capture_output=True, text=True, timeout=50)
    assert (ended.returncode, ended.stdout, ended.stderr) == (status, "registered\n", said)
