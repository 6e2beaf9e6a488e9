"""Encodings are alike as names are, whatever their order, and stay so under a new key."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from identity_material import OTHER, RING

from faro.identity.encoding import BITS, PARTS, Part, bigrams, encode, permuted

NEW = RING.with_new_key()
NAMES = st.lists(st.text("abcdehilmnorsu", min_size=2, max_size=9), min_size=1, max_size=4).map(" ".join)


def encoded(ring, name: str, part: Part = "names") -> np.ndarray:
    (found,) = encode(ring, part, pl.Series([name]))
    return np.unpackbits(np.frombuffer(found, np.uint8))


def dice(one: np.ndarray, other: np.ndarray) -> float:
    return 2 * int((one & other).sum()) / int(one.sum() + other.sum())


@given(NAMES, st.randoms(use_true_random=False))
def test_the_order_of_words_does_not_matter(name: str, random) -> None:
    words = name.split()
    random.shuffle(words)
    assert (encoded(RING, name) == encoded(RING, " ".join(words))).all()


@given(NAMES, NAMES)
def test_a_new_key_preserves_every_likeness(one: str, other: str) -> None:
    before = [encoded(RING, name) for name in (one, other)]
    after = [encoded(NEW, name) for name in (one, other)]
    assert dice(*after) == dice(*before)
    moved = permuted(NEW, "k1", np.packbits(np.array(before), axis=1))
    assert (np.unpackbits(moved, axis=1) == np.array(after)).all()
    assert not (after[0] == before[0]).all()


@given(NAMES)
def test_names_share_no_bits_beyond_chance_under_another_key(name: str) -> None:
    one, other = encoded(RING, name), encoded(OTHER, name)
    assert dice(one, other) < 0.7
    assert len({encoded(RING, name, part).tobytes() for part in PARTS}) == len(PARTS)


@pytest.mark.parametrize("part", PARTS)
def test_likeness_follows_the_names(part: Part) -> None:
    base = encoded(RING, "maria fernanda", part)
    typo, part_only, other = (encoded(RING, name, part) for name in ("maria fernada", "maria", "xiomara ruth"))
    assert 1 > dice(base, typo) > dice(base, part_only) > dice(base, other)
    assert dice(base, typo) > 0.85
    assert dice(base, other) < 0.55


def test_a_usual_name_fills_about_a_third_of_the_bits() -> None:
    filled = {"given": "maria fernanda", "surnames": "rodriguez jimenez", "names": "maria fernanda rodriguez jimenez"}
    for part, name in filled.items():
        assert 0.2 < encoded(RING, name, part).mean() < 0.5  # type: ignore[arg-type]


def test_nothing_is_nothing_and_equal_names_are_equal() -> None:
    found = encode(RING, "given", pl.Series(["ana", None, "ana", " ", ""]))
    assert found[0] == found[2]
    assert len(found[0]) * 8 == BITS
    assert found[1] is found[3] is found[4] is None
    assert encode(RING, "given", pl.Series([None], dtype=pl.String)).to_list() == [None]
    assert encode(RING, "given", pl.Series([], dtype=pl.String)).to_list() == []


def test_more_names_than_fit_at_once_are_the_same_as_one_by_one() -> None:
    names = pl.Series([f"nombre {number}" for number in range(20_500)])
    found = encode(RING, "names", names)
    assert found.n_unique() > 0.9 * len(names)  # a few numbers have the same bigrams
    for place in (0, 19_999, 20_000, 20_499):
        assert found[place] == encode(RING, "names", names[place : place + 1])[0]


def test_bigrams_have_the_ends_of_words() -> None:
    assert bigrams("ana mo") == {" a", "an", "na", "a ", " m", "mo", "o "}
