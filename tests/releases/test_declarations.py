"""contracts/disclosure.yml and contracts/releases/: every figure is counted, and a mistake is told where it is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from faro.indicators.definitions import TOTAL, definitions
from faro.releases.errors import DeclarationInvalid
from faro.releases.policy import FILE, disclosure_policy
from faro.releases.tables import FOLDER, release_tables

Change = tuple[str, str]


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[Path, Change], Path]:
    """A copy of a file in which one text stands in the place of another."""

    def change(path: Path, texts: Change) -> Path:
        text = path.read_text(encoding="utf-8")
        assert texts[0] in text
        (tmp_path / "vocabularies").symlink_to(path.parent / "vocabularies")
        copy = tmp_path / path.name
        copy.write_text(text.replace(*texts, 1), encoding="utf-8")
        return copy

    return change


def test_every_breakdown_of_every_indicator_is_a_table() -> None:
    given = definitions()
    tables = release_tables(given, disclosure_policy())
    assert set(tables) == {(code, name) for code, one in given.indicators.items() for name in (TOTAL, *one.breakdowns)}
    assert len(given.indicators) == 38


def test_a_crossing_of_victims_needs_more_of_them() -> None:
    policy = disclosure_policy()
    assert [policy.threshold("accredited", number) for number in (0, 1, 2, 3)] == [5, 5, 11, 11]
    assert policy.threshold("complaints", 2) == 5


def test_a_category_is_members_of_dimensions() -> None:
    policy = disclosure_policy()
    assert policy.members("nationality", "NIC") == {"nationality": "NIC"}
    assert policy.members("nationality_group", "south_america") == {"nationality": "south_america"}
    assert policy.members("sex_and_age", "girls") == {"sex": "woman", "age_group": "minor"}
    assert policy.members("flow", "NIC|CR-1") == {"nationality": "NIC", "exploitation_place": "CR-1"}
    assert policy.members("sex_and_age", "not_recorded") is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (("one_characteristic: 5", "one_characteristic: 1"), "thresholds.one_characteristic"),
        (("one_characteristic: 5", "one_caracteristic: 5"), "thresholds.one_characteristic"),
        (("within: {accredited:", "within: {acredited:"), "populations.shelter_in_question.within"),
        (("several: true", "several: maybe"), "dimensions.exploitation_form.several"),
        (("years: [3, 5]", "years: [3, 5"), ""),
        (("attribute: citizenship_group", "attribute: citizenship_grup"), "dimensions.nationality.groups"),
        (("vocabulary: country", "vocabulary: contry"), "dimensions.nationality.groups"),
        (("victim_records = detected +", "victim_records = detectd +"), "relations: victim_records = detectd"),
        (("victim_records = detected + ", "victim_records "), "relations: victim_records victim_records"),
    ],
)
def test_a_policy_with_a_mistake_is_refused_where_it_is(
    changed: Callable[[Path, Change], Path], change: Change, field: str
) -> None:
    with pytest.raises(DeclarationInvalid) as refused:
        disclosure_policy(changed(FILE, change))
    assert field in refused.value.message()
    assert FILE.name in refused.value.message()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (("I-01: {each: detected *}", "I-99: {each: detected *}"), "I-99"),
        (("I-01: {each: detected *}", "I-01: {each: detectd *}"), "detectd"),
        (("I-01: {each: detected *}", "I-01: {sexo: detected *}"), "I-01.sexo"),
        (("I-01: {each: detected *}", "I-01: {each: detected sex}"), "I-01.total: sex"),
        (("resolution_channel=@detection_channel", "resolution_channel=@detection_chanel"), "detection_chanel"),
        (("I-01: {each: detected *}", ""), "I-01.total"),
        (("I-01: {each: detected *}", "I-01: [detected]"), "I-01"),
    ],
)
def test_a_table_with_a_mistake_is_refused_where_it_is(
    changed: Callable[[Path, Change], Path], tmp_path: Path, change: Change, field: str
) -> None:
    for path in FOLDER.glob("*.yml"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    changed(FOLDER / "detection.yml", change)
    with pytest.raises(DeclarationInvalid) as refused:
        release_tables(definitions(), disclosure_policy(), tmp_path)
    assert field in refused.value.message()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (("  - detected institution=*", "  - detectd institution=*"), "holders: detectd institution=*"),
        (("  - detected institution=*", "  - detected institucion=*"), "institucion"),
        (("  - detected institution=*", "  - detected institution=oij"), "holders: detected institution=oij"),
        (("accredited nationality=NIC: 6", "acredited nationality=NIC: 6"), "2018: acredited nationality=NIC"),
        (("accredited nationality=NIC: 6", "accredited nacionality=NIC: 6"), "nacionality"),
        (("accredited nationality=NIC: 6", "accredited nationality=NIX: 6"), "nationality=NIX"),
        (("accredited nationality=NIC: 6", "accredited nationality=*: 6"), "accredited nationality=*"),
        (("accredited nationality=NIC: 6", "accredited nationality=NIC: -6"), "accredited nationality=NIC"),
        (("sex=man age_group=minor: 5", "sex=man age_group=children: 5"), "age_group=children"),
        (("{2015: {accredited: 3}", "{2015: {'': 3}"), "public"),
        (("published: 2019", "publicado: 2019"), "publicado"),
    ],
)
def test_what_others_are_said_to_know_is_refused_where_nothing_counts_it(
    changed: Callable[[Path, Change], Path], change: Change, field: str
) -> None:
    with pytest.raises(DeclarationInvalid) as refused:
        release_tables(definitions(), disclosure_policy(changed(FILE, change)))
    assert field in refused.value.message()
    assert FILE.name in refused.value.message()


def test_sexes_and_ages_are_asked_for_before_both_together() -> None:
    policy = disclosure_policy()
    of = {
        one: policy.weight("accredited", one)
        for one in (("sex",), ("age_group",), ("education",), ("age_group", "sex"))
    }
    assert of["sex",] == of["age_group",] > of["education",] > of["age_group", "sex"]
    assert policy.weight("calls", ("sex",)) < of["sex",]
