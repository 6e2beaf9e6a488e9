"""Clusters are what the evidence says, and no order of it says anything else."""

import random
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from faro.linkage.clustering import Evidence, clusters, components, pair

NAMES = "abcdefg"
PAIRS = [pair(*each) for each in combinations(NAMES, 2)]


def test_links_make_groups() -> None:
    assert clusters("abcd", Evidence({("a", "b"): 30.0, ("b", "c"): 25.0})) == [["a", "b", "c"], ["d"]]


def test_a_contradiction_keeps_two_groups_apart_at_their_weaker_link() -> None:
    evidence = Evidence({("a", "b"): 30.0, ("b", "c"): 25.0}, contradictions={("a", "c")})
    assert clusters("abc", evidence) == [["a", "b"], ["c"]]


def test_what_people_say_goes_before_what_the_score_says() -> None:
    links = {("a", "b"): 30.0, ("b", "c"): 25.0}
    assert clusters("abc", Evidence(links, different={("a", "b")})) == [["a"], ["b", "c"]]
    assert clusters("abc", Evidence(contradictions={("a", "c")}, same={("a", "c")})) == [["a", "c"], ["b"]]
    assert clusters("abc", Evidence(links, {("a", "c")}, same={("a", "c")})) == [["a", "b", "c"]]


def test_components_follow_chains() -> None:
    assert components("edcba", [("a", "b"), ("b", "e")]) == [["a", "b", "e"], ["c"], ["d"]]


subsets = st.sets(st.sampled_from(PAIRS))


@given(
    st.dictionaries(st.sampled_from(PAIRS), st.sampled_from([22.0, 25.0, 30.0])),
    subsets,
    subsets,
    subsets,
    st.randoms(),
)
def test_the_order_of_the_evidence_does_not_matter(
    links: dict, contradictions: set, same: set, different: set, chance: random.Random
) -> None:
    def shuffled(items: list) -> list:
        return chance.sample(items, len(items))

    expected = clusters(NAMES, Evidence(links, contradictions, same, different))
    again = Evidence(
        dict(shuffled([*links.items()])), *(set(shuffled([*each])) for each in (contradictions, same, different))
    )
    assert clusters(shuffled([*NAMES]), again) == expected


@given(st.dictionaries(st.sampled_from(PAIRS), st.sampled_from([22.0, 25.0, 30.0])), subsets, subsets)
def test_no_group_holds_a_contradiction_and_no_group_is_without_links(
    links: dict, contradictions: set, different: set
) -> None:
    found = clusters(NAMES, Evidence(links, contradictions, different=different))
    assert sorted(name for group in found for name in group) == [*NAMES]
    for group in found:
        within = {pair(*each) for each in combinations(group, 2)}
        assert not within & (contradictions | different)
        assert components(group, within & links.keys()) == [group]
