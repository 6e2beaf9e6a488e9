"""What makes two records one person, and what keeps twins, fathers and sons, and shared documents apart."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from linkage_material import Row, in_memory
from properties import examples

from faro.linkage import weights
from faro.linkage.comparison import LEVELS, compare
from faro.linkage.estimate import as_yaml, estimate
from faro.linkage.scoring import Scored, score
from faro.linkage.weights import WeightsInvalid, declared_weights, read_weights

ANA = Row("a/a/1", given="ANA LUCIA", surnames="MORA SOLANO", document="0112340567", phone="88880001")
WEIGHTS = declared_weights()


def scored(one: Row, other: Row) -> Scored:
    return score(in_memory([one, other]), np.array([[0, 1]]), WEIGHTS)


def level(comparison: str, one: Row, other: Row) -> str:
    found = compare(in_memory([one, other]), np.array([[0, 1]]))
    return LEVELS[comparison][found[comparison][0]]


def verdict(one: Row, other: Row) -> str:
    found = scored(one, other)
    if found.is_conflict[0]:
        return "conflict"
    return "link" if found.score[0] >= WEIGHTS.link else "review" if found.score[0] >= WEIGHTS.review else "apart"


@pytest.mark.parametrize(
    ("comparison", "changes", "expected"),
    [
        ("document", {"document": "0112340567"}, "same"),
        ("document", {"document": "0112430567"}, "near"),  # two characters swapped
        ("document", {"document": "0112340569"}, "near"),
        ("document", {"document": "011234056"}, "near"),
        ("document", {"document": "0298760123"}, "different"),
        ("document", {"document": "155812345678", "kind": "dimex"}, "other_kind"),
        ("document", {"document": "0298760123", "kind": None}, "other_kind"),
        ("document", {"document": None}, "missing"),
        ("given", {"given": "LUCIA ANA"}, "same"),
        ("given", {"given": "ANA"}, "contained"),
        ("given", {"given": "ANA LUCI"}, "similar"),
        ("given", {"given": "EVA MARIA"}, "different"),
        ("given", {"given": None, "full_name": "MORA SOLANO ANA LUCIA"}, "missing"),
        ("names", {"given": None, "full_name": "MORA SOLANO ANA LUCIA"}, "same"),
        ("names", {"given": "MORA SOLANO", "surnames": "ANA LUCIA"}, "same"),
        ("names", {}, "missing"),  # given names and surnames say it already
        ("surnames", {"surnames": "MORA"}, "contained"),
        ("surnames", {"surnames": None, "full_name": "ANA LUCIA"}, "missing"),
        ("birth", {}, "same"),
        ("birth", {"birth": "1990-05-18"}, "two_of_three"),
        ("birth", {"birth": "1991-05-17"}, "two_of_three"),
        ("birth", {"birth": "1990-01-01"}, "first_of_january"),
        ("birth", {"birth": "1991-01-01"}, "uncertain"),
        ("birth", {"birth": "1961-02-03"}, "different"),
        ("birth", {"birth": None}, "missing"),
        ("phone", {"phone": "88880002"}, "different"),
        ("places", {"places": ("province san jose",)}, "same"),
        ("places", {"places": ("province san jose", "canton goicoechea")}, "most"),
        ("places", {"places": ("province limon",)}, "none"),
        ("places", {"places": ()}, "missing"),
        ("sex", {"sex": "man"}, "different"),
        ("nationality", {"nationality": None}, "missing"),
    ],
)
def test_a_comparison_finds_its_level(comparison: str, changes: dict, expected: str) -> None:
    other = replace(ANA, record="b/b/2", **changes)
    assert level(comparison, ANA, other) == level(comparison, other, ANA) == expected


def test_swapped_day_and_month_and_two_first_days_of_january_are_seen() -> None:
    one, other = replace(ANA, birth="1990-05-07"), replace(ANA, birth="1990-07-05")
    assert level("birth", one, other) == "swapped"
    assert level("birth", replace(ANA, birth="1990-01-01"), replace(ANA, birth="1990-01-01")) == "same_first_of_january"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "link"),
        ({"document": None, "phone": None}, "link"),
        ({"document": None, "phone": None, "given": "ANA"}, "link"),
        ({"document": None, "phone": None, "surnames": "MORA", "places": ()}, "link"),
        ({"document": "0112340657"}, "link"),  # a typing error in the number
        ({"document": None, "phone": None, "birth": None}, "review"),  # mother and daughter may share all this
        ({"given": "ROSA", "surnames": "PEREZ ROJAS", "birth": None}, "conflict"),  # a document and a phone in one home
        ({"document": None, "phone": None, "birth": None, "places": (), "nationality": None, "sex": None}, "review"),
        ({"document": None, "given": "EVA MARIA"}, "conflict"),  # a twin
        ({"document": "0112340568", "given": "EVA MARIA"}, "conflict"),  # a twin registered the same day
        ({"document": "0112340568", "given": "LUCIA MARIA"}, "conflict"),  # one with a name in common
        ({"document": "0298760123"}, "conflict"),
        ({"document": None, "birth": "1961-02-03"}, "conflict"),  # mother and daughter of one name
        ({"given": "ROSA", "surnames": "PEREZ ROJAS", "birth": "1975-11-30"}, "conflict"),  # a lent document
        ({"given": "ROSA", "surnames": "PEREZ ROJAS", "birth": None, "document": None, "phone": None}, "conflict"),
        ({"document": None, "phone": None, "given": None, "surnames": None, "places": ()}, "review"),
        ({"document": None, "phone": None, "surnames": "PEREZ ROJAS", "birth": "1990-05-18"}, "apart"),
    ],
)
def test_a_pair_is_judged(changes: dict, expected: str) -> None:
    assert verdict(ANA, replace(ANA, record="b/b/2", **changes)) == expected


def test_a_score_is_the_sum_of_its_reasons() -> None:
    found = scored(ANA, replace(ANA, phone=None, given="ANA"))
    reasons = dict(each.split("=") for each in found.reasons(0))
    assert reasons["given"] == "contained"
    assert "phone" not in reasons
    assert found.score[0] == pytest.approx(sum(WEIGHTS.levels[name][level].bits for name, level in reasons.items()))


@examples(20)
@given(st.permutations(range(6)), st.integers(0, 3))
def test_a_score_depends_on_nothing_but_its_pair(order: list[int], extra: int) -> None:
    """Neither on which side a record stands nor on what else is compared."""
    pool = [ANA, replace(ANA, birth="1990-01-01"), Row("a/a/3"), Row("a/a/4", phone="88880001"),
            Row("a/a/5", given=None, full_name="MORA ANA"), Row("a/a/6", document="0112340576")]  # fmt: skip
    rows = in_memory([pool[place] for place in order])
    pairs = np.array([[a, b] for a in range(6) for b in range(6) if a != b])[extra:]
    found = score(rows, pairs, WEIGHTS)
    alone = {(a, b): scored(pool[a], pool[b]) for a, b in [(0, 3), (2, 4), (1, 5)]}
    places = {place: at for at, place in enumerate(order)}
    for (a, b), expected in alone.items():
        ids = [[places[a], places[b]], [places[b], places[a]]]
        at = [number for number, each in enumerate(pairs.tolist()) if each in ids]
        assert {found.score[each] for each in at} == {expected.score[0]}


def test_what_nobody_knows_weighs_nothing() -> None:
    empty = replace(
        ANA, given=None, surnames=None, birth=None, document=None, phone=None, places=(), sex=None, nationality=None
    )
    found = scored(ANA, empty)
    assert (found.score[0], found.reasons(0), found.is_conflict[0]) == (0, [], False)


def test_no_pairs_are_no_trouble() -> None:
    assert len(score(in_memory([ANA]), np.zeros((0, 2), np.int64), WEIGHTS).score) == 0


@pytest.mark.parametrize(
    ("instead", "of"),
    [
        ("m: 0,", "m: 0.9,"),
        ("n: 0.9,", "m: 0.9,"),
        ("m: many,", "m: 0.9,"),
        ("other: ", "other_kind: "),
        ("[likely]", "[different]"),
    ],
)
def test_weights_that_say_nothing_are_refused(tmp_path: Path, instead: str, of: str) -> None:
    stated = Path(weights.__file__).with_name("weights.yml").read_text()
    assert of in stated
    wrong = tmp_path / "weights.yml"
    wrong.write_text(stated.replace(of, instead, 1))
    with pytest.raises(WeightsInvalid) as refused:
        read_weights(wrong)
    assert refused.value.facts["field"] in {*LEVELS, *WEIGHTS.conflicts[0]}


def test_every_level_has_words_in_both_languages() -> None:
    for levels in WEIGHTS.levels.values():
        for each in levels.values():
            assert set(each.label) == {"es", "en"}
            assert each.label["es"] != each.label["en"]


def test_the_estimate_finds_the_rates_that_made_the_data(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of 400 persons are met twice; one in ten second records has another phone."""
    monkeypatch.setattr("faro.linkage.estimate._RANDOM_PAIRS", 300_000)  # there are only 180 000 different ones
    persons = [replace(ANA, record=f"a/a/{n}", given=f"{_word(n)}", surnames=f"{_word(n * 7)} {_word(n * 13 + 5)}",
                       document=f"01{n * 7919 % 10**8:08}", phone=f"8{n:07}") for n in range(400)]  # fmt: skip
    again = [replace(each, record=f"b/b/{n}", phone=each.phone if n % 10 else "70000000")
             for n, each in enumerate(persons[:200])]  # fmt: skip
    of = in_memory([*persons, *again])
    candidates = np.array([[n, 400 + n] for n in range(200)] + [[n, n + 1] for n in range(399)])
    found = estimate(of, candidates, WEIGHTS)
    assert found.levels["phone"]["same"].m == pytest.approx(0.9, abs=0.02)
    assert found.levels["document"]["same"].m == pytest.approx(1, abs=0.02)
    assert found.levels["document"]["same"].u < 1e-4
    assert (found.link, found.review, found.conflicts) == (WEIGHTS.link, WEIGHTS.review, WEIGHTS.conflicts)
    assert "mismo documento" in as_yaml(found)


def _word(number: int) -> str:
    """A pronounceable name of its own for each number."""
    syllables = [a + b for a in "BDFGLMNPRSTV" for b in "AEIOU"]
    return "".join(syllables[number // 60**place * 31 % 60] for place in range(3))
