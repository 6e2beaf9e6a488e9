"""A text means one code at a time, or the list is refused."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faro.vocabularies import Synonym, SynonymAmbiguous, VocabularyInvalid, unambiguous, vocabularies

LAW = date(2021, 9, 29)
EVE = date(2021, 9, 28)


def synonym(code="a", *, institution="oij", received="MONTE VERDE", under="", since=None, until=None):
    return Synonym(institution, under, received, code, since, until)


def test_one_text_for_two_codes_is_refused_and_the_text_is_not_told():
    with pytest.raises(SynonymAmbiguous) as refused:
        unambiguous([synonym("a"), synonym("b")], "list.yml")
    assert refused.value.facts == {"path": "list.yml", "institution": "oij", "field": "a, b"}
    assert "MONTE VERDE" not in refused.value.message("es") + refused.value.message("en")


def test_a_text_of_anybody_contradicts_that_of_an_institution():
    with pytest.raises(SynonymAmbiguous):
        unambiguous([synonym("a", institution="any"), synonym("b")], "list.yml")


def test_two_institutions_may_mean_different_things():
    assert len(unambiguous([synonym("a"), synonym("b", institution="unodc")], "list.yml")) == 2


def test_the_same_text_may_change_its_meaning_on_a_day():
    assert len(unambiguous([synonym("a", until=EVE), synonym("b", since=LAW)], "list.yml")) == 2


def test_a_day_in_common_is_refused():
    with pytest.raises(SynonymAmbiguous):
        unambiguous([synonym("a", until=LAW), synonym("b", since=LAW)], "list.yml")


def test_the_same_name_in_two_cantons_is_two_districts():
    assert len(unambiguous([synonym("a", under="CR-101"), synonym("b", under="CR-102")], "list.yml")) == 2


def test_what_anybody_writes_need_not_be_repeated():
    assert unambiguous([synonym("a"), synonym("a", institution="any")], "list.yml") == (
        synonym("a", institution="any"),
    )


@given(
    st.lists(
        st.builds(
            synonym,
            st.sampled_from("ab"),
            institution=st.sampled_from(["any", "oij", "unodc"]),
            received=st.sampled_from(["X", "Y"]),
            since=st.sampled_from([None, LAW]),
            until=st.sampled_from([None, EVE]),
        ),
        max_size=6,
    )
)
def test_what_is_accepted_never_finds_two_rows(synonyms):
    try:
        kept = unambiguous(synonyms, "list.yml")
    except SynonymAmbiguous:
        return
    assert not any(
        (one.under, one.received) == (other.under, other.received) and one.meets(other)
        for one, other in combinations(kept, 2)
    )


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ("vocabulary: x\n", "members"),
        ("vocabulary: x\nmembers:\n  a: {es: Uno, en: One, colour: red}\n", "a.colour"),
        ("vocabulary: x\nmembers:\n  a: {es: Uno}\n", "a"),
    ],
)
def test_a_list_with_a_defect_is_refused_by_name(tmp_path, content, field):
    (tmp_path / "special.yml").write_text(
        "vocabulary: special\nmembers:\n  not_recorded: {es: a, en: a}\n  not_applicable: {es: b, en: b}\n"
        "  unmapped: {es: c, en: c}\n"
    )
    (tmp_path / "x.yml").write_text(content)
    with pytest.raises(VocabularyInvalid) as refused:
        vocabularies(tmp_path)
    assert (refused.value.facts["path"], refused.value.facts["field"]) == ("x.yml", field)


def test_broken_yaml_is_told_with_its_line(tmp_path):
    (tmp_path / "x.yml").write_text("vocabulary: x\nmembers:\n  a: {es: [}\n")
    with pytest.raises(VocabularyInvalid) as refused:
        vocabularies(tmp_path)
    assert refused.value.facts["path"] == "x.yml:3"
