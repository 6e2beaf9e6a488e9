"""The running stack's indicators, each cell against the recomputation from the accepted rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from comparison import differences, marts
from published_figures import assert_published
from recomputation import Frames, read_frames, read_links, read_truth, recomputed
from told import Told

if TYPE_CHECKING:
    from running_stack import Stack

pytestmark = pytest.mark.stack


@pytest.fixture(scope="module")
def frames_and_told(stack: Stack) -> tuple[Frames, Told]:
    """One snapshot: nothing arrives between what is read here and there."""
    with psycopg.connect(stack.uri("postgres")) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        frames = read_frames(connection)
        return frames, Told(marts(connection), recomputed(frames, read_links(connection, frames)))


def test_every_cell_is_the_recomputed_one(frames_and_told: tuple[Frames, Told]) -> None:
    _, told = frames_and_told
    assert len(told.expected) > 8_000
    assert differences(told.found, told.expected) == []


def test_the_published_figures(frames_and_told: tuple[Frames, Told]) -> None:
    assert_published(frames_and_told[1].found)


def test_the_accepted_rows_say_the_same_of_the_persons_of_the_truth(
    stack: Stack, frames_and_told: tuple[Frames, Told]
) -> None:
    """What linkage misses moves no published figure."""
    frames, _ = frames_and_told
    assert_published(recomputed(frames, read_truth(stack.home / "truth")))
