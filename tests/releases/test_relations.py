"""What counts mean ties them, where no dimension does: a reader who knows the indicators uses it."""

from faro.disclosure.figures import Cell, Tie
from faro.releases.counts import Counts
from faro.releases.policy import disclosure_policy
from faro.releases.relations import add_relations
from faro.releases.tables import MEASURE, REST

B = "accredited aggravating_circumstance=b = accredited relationship=partner + accredited relationship=family"


def cell(population: str = "accredited", **parts: str) -> Cell:
    return Cell.of(population, MEASURE, {"year": "2025", **parts})


def tied(declared: str, of: dict[Cell, int], left_out: frozenset[Cell] = frozenset()) -> tuple[list[Tie], Counts]:
    counts = Counts(of, left_out=left_out)
    return list(add_relations([declared], counts)), counts


def test_a_count_that_is_others_together_tells_the_hidden_one() -> None:
    """13 of them recruited by a partner or the family, 10 by the family: 3 by a partner."""
    whole, partner, family = (
        cell(aggravating_circumstance="b"),
        cell(relationship="partner"),
        cell(relationship="family"),
    )
    ties, _ = tied(B, {whole: 13, partner: 3, family: 10})
    assert ties == [Tie({whole: 1, partner: -1, family: -1}, 0, 0)]


def test_what_is_left_of_a_count_is_counted() -> None:
    whole, family = cell(aggravating_circumstance="b"), cell(relationship="family")
    ties, counts = tied(B, {whole: 13, family: 10})
    rest = whole.within(REST, B)
    assert counts.of[rest] == 3
    assert ties == [Tie({whole: 1, family: -1, rest: -1}, 0, 0)]


def test_what_is_not_true_of_the_counts_is_no_tie() -> None:
    assert tied(B, {cell(aggravating_circumstance="b"): 9, cell(relationship="family"): 10})[0] == []


def test_whatever_else_a_count_looks_at_is_the_same_in_all() -> None:
    whole, family = cell(aggravating_circumstance="b", sex="man"), cell(relationship="family")
    assert tied(B, {whole: 5, family: 2})[0] == []
    family = family.within("sex", "man")
    assert [tie.terms for tie in tied(B, {whole: 2, family: 2})[0]] == [{whole: 1, family: -1}]


def test_one_member_is_the_same_in_all_of_its_places() -> None:
    declared = (
        "victim_records record_institution=* = "
        "detected institution=* + victim_records repeated_within=yes record_institution=*"
    )
    records, persons = cell("victim_records", record_institution="oij"), cell("detected", institution="oij")
    repeated = records.within("repeated_within", "yes")
    ties, _ = tied(declared, {records: 15, persons: 11, repeated: 4, cell("detected", institution="pani"): 9})
    assert ties == [Tie({records: 1, persons: -1, repeated: -1}, 0, 0)]


def test_steps_of_a_case_follow_each_other() -> None:
    declared = "complaints funnel_stage=trial >= complaints funnel_stage=sentence"
    trial, sentence = (cell("complaints", funnel_stage=one) for one in ("trial", "sentence"))
    assert tied(declared, {trial: 9, sentence: 7})[0] == [Tie({trial: 1, sentence: -1}, 0, float("inf"))]


def test_a_count_is_at_most_those_that_it_is_in_any_of() -> None:
    declared = (
        "accredited labour_sector=recorded <= "
        "accredited exploitation_form=forced_labour + accredited exploitation_form=servitude"
    )
    sector = cell(labour_sector="recorded")
    forms = {cell(exploitation_form="forced_labour"): 9, cell(exploitation_form="servitude"): 4}
    expected = Tie({sector: 1, **dict.fromkeys(forms, -1)}, float("-inf"), 0)
    assert tied(declared, {sector: 11, **forms})[0] == [expected]
    alone = cell(exploitation_form="servitude")
    assert tied(declared, {sector: 11, alone: 12})[0] == [Tie({sector: 1, alone: -1}, float("-inf"), 0)]
    assert tied(declared, {sector: 11, alone: 10})[0] == []


def test_of_those_that_a_release_leaves_out_it_is_not_known_that_they_are_none() -> None:
    declared = "accredited labour_sector=recorded <= accredited duration=short + accredited duration=long"
    sector, short, long = (
        cell(**{name: of}) for name, of in (("labour_sector", "recorded"), ("duration", "short"), ("duration", "long"))
    )
    assert tied(declared, {sector: 11, short: 12}, frozenset([long]))[0] == []
    assert tied(declared, {sector: 11, short: 12, long: 1}, frozenset([sector]))[0] != []


def test_every_declared_relation_can_be_read() -> None:
    policy = disclosure_policy()
    assert len(policy.relations) > 10
    assert list(add_relations(policy.relations, Counts())) == []


def test_of_one_member_in_dimensions_of_two_names() -> None:
    """Whose first channel is health was referred by it; 9 were in two periods, and 6 of them in the later one."""
    declared = "referred detection_channel=* >= detected first_channel=*"
    referred, first = cell("referred", detection_channel="health"), cell("detected", first_channel="health")
    assert declared in disclosure_policy().relations
    assert tied(declared, {referred: 9, first: 6})[0] == [Tie({referred: 1, first: -1}, 0, float("inf"))]


def test_parts_of_different_units_are_together_at_most_the_whole() -> None:
    """Who is accused is accused of the one or of the other: of 21 accused by case 15 are, and so at most 6 of both."""
    declared = "accused + smuggling_accused <= accused_in_case"
    cases, persons, smugglers = (cell(name) for name in ("accused_in_case", "accused", "smuggling_accused"))
    assert declared in disclosure_policy().relations
    expected = Tie({cases: 1, persons: -1, smugglers: -1}, 0, float("inf"))
    assert tied(declared, {cases: 21, persons: 15, smugglers: 6})[0] == [expected]
    assert tied(declared, {cases: 21, persons: 15})[0] == [Tie({cases: 1, persons: -1}, 0, float("inf"))]
    assert tied(declared, {cases: 20, persons: 15, smugglers: 6})[0] == []
