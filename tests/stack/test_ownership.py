"""What stood open for others of the machine is closed at the next start."""

import os
from pathlib import Path

from faro.stack.ownership import keep_to_owner


def test_what_stood_open_is_closed_and_stays_so(tmp_path: Path) -> None:
    home = tmp_path / "home"
    log = home / "logs" / "old.log"
    log.parent.mkdir(parents=True)
    log.write_text("old")
    for path, mode in ((home, 0o755), (log.parent, 0o775), (log, 0o664)):
        path.chmod(mode)
    before = os.umask(0o022)
    try:
        keep_to_owner(home)
        (home / "logs" / "new.log").write_text("new")
    finally:
        os.umask(before)
    assert {path.name: path.stat().st_mode & 0o077 for path in (home, *home.rglob("*"))} == {
        "home": 0, "logs": 0, "old.log": 0, "new.log": 0,
    }  # fmt: skip
    assert log.read_text() == "old"


def test_a_folder_that_is_closed_may_be_passed_through(tmp_path: Path) -> None:
    """PostgreSQL's own account reaches its data below it."""
    home = tmp_path / "home"
    home.mkdir(mode=0o711)
    before = os.umask(0o022)
    try:
        keep_to_owner(home)
    finally:
        os.umask(before)
    assert home.stat().st_mode & 0o777 == 0o711
