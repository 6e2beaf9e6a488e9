"""What `make bench ARGS=publish` measures with: the changes it hands over, and the steps it finds in the logs."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from offered_files import csv_rows
from running_stack import Stack

from benchmarks import publishing
from faro.simulation.synthetic import oij


@pytest.mark.stack
def test_the_command_and_every_step_are_timed(stack: Stack) -> None:
    history = publishing.run_since(stack, 0, 1.0)
    assert {"receive", "load", "answer", "link_persons", "build", "report"} <= history.tasks.keys()
    steps = {f"build: {layer}, {step}" for layer in ("staging", "core", "marts", "release")
             for step in ("plan", "select", "models and tests", "ledger")}  # fmt: skip
    assert steps | {"build: find the work", "build: read the graph"} <= history.steps.keys()
    table = publishing.compare({"one changed file": [history], "nothing new": [publishing.publish(stack, ["oij"])]})
    assert len(table.rows) == 1 + len(history.tasks | {"receive": 0}) + len(history.steps)
    assert "nothing new" in str(table.caption)


def test_the_police_correct_one_cell(tmp_path: Path) -> None:
    stack = Stack(tmp_path, {})
    file = stack.outbox("oij") / "oij_estadisticas_2020.csv"
    file.parent.mkdir(parents=True)
    file.write_bytes(oij.content())
    publishing.change_one(stack)
    pairs = zip(csv_rows(oij.content()), csv_rows(file.read_bytes()), strict=True)
    changes = [(old, new) for before, after in pairs for old, new in zip(before, after, strict=True) if old != new]
    assert changes in ([("HOMBRE", "MUJER")], [("MUJER", "HOMBRE")])


def test_the_same_content_is_another_file(tmp_path: Path) -> None:
    plain, packed = tmp_path / "a.csv", tmp_path / "a.jsonl.gz"
    plain.write_bytes(b"head\n1\n2\n")
    packed.write_bytes(gzip.compress(b"content", mtime=0))
    assert publishing.other_bytes(plain) == b"head\n2\n1\n"
    other = publishing.other_bytes(packed)
    assert other != packed.read_bytes()
    assert gzip.decompress(other) == b"content"
