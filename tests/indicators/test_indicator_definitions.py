"""contracts/indicators.yml as it is, and what is said of one that breaks a rule."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from faro.contracts import all_contracts
from faro.indicators import IndicatorsInvalid, definitions, page
from faro.indicators.definitions import FILE, KINDS

GIVEN = definitions()
#: marts.indicator_value has labels for as many parts of a category.
MOST_PARTS = 3


@pytest.fixture
def document() -> dict[str, Any]:
    return YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))


def complaint_about(document: dict[str, Any], folder: Path) -> dict[str, str]:
    """Language → what is said of the document."""
    path = folder / "indicators.yml"
    with path.open("w", encoding="utf-8") as text:
        YAML().dump(document, text)
    with pytest.raises(IndicatorsInvalid) as raised:
        definitions(path)
    return {"es": raised.value.message("es"), "en": raised.value.message("en")}


def test_every_word_is_used():
    used = {name for each in GIVEN.indicators.values() for name in each.breakdowns}
    assert used == set(GIVEN.breakdowns)
    assert {each.domain for each in GIVEN.indicators.values()} == set(GIVEN.domains)
    assert {each.unit for each in GIVEN.indicators.values()} == set(GIVEN.units)
    assert {each.kind for each in GIVEN.indicators.values()} == set(KINDS)
    assert set(GIVEN.own) <= {name for each in GIVEN.breakdowns.values() for name in each.members}


def test_every_source_is_a_dataset():
    sources = {source for each in GIVEN.indicators.values() for source in each.sources}
    assert sources <= {contract.id for contract in all_contracts()}


def test_no_category_has_more_parts_than_there_are_labels():
    assert max(len(each.members) for each in GIVEN.breakdowns.values()) == MOST_PARTS


def test_only_a_share_or_a_rate_has_a_denominator():
    without = {each.id for each in GIVEN.indicators.values() if not each.denominator}
    assert without == {each.id for each in GIVEN.indicators.values() if each.kind in ("count", "median", "sum")}


def test_the_page_has_a_section_per_indicator():
    (text,) = page(GIVEN).values()
    assert [line.split()[1] for line in text.splitlines() if line.startswith("### ")] == list(GIVEN.indicators)
    assert all(f"`marts.{each.mart}`" in text and each.definition["es"] in text for each in GIVEN.indicators.values())


@pytest.mark.parametrize(
    ("key", "value", "field", "rule"),
    [
        ("domain", "detecton", "I-01.domain", "detection, profile"),
        ("unit", "people", "I-01.unit", "persons"),
        ("kind", "number", "I-01.kind", "count, rate"),
        ("mart", "victims_detected", "I-01.mart", "i01_…"),
        ("definition", {"es": "Personas."}, "I-01.definition", "es, en"),
        ("breakdowns", ["sex", "colour"], "I-01.breakdowns: colour", "breakdowns"),
        ("breakdowns", ["sex", "sex"], "I-01.breakdowns", "unique"),
        ("note", "a word", "I-01.note", "mart"),
    ],
)
def test_a_wrong_indicator_is_named_with_its_rule(document, tmp_path, key, value, field, rule):
    document["indicators"]["I-01"][key] = value
    for message in complaint_about(document, tmp_path).values():
        assert f"{field}" in message
        assert rule in message


@pytest.mark.parametrize("key", ["mart", "rules", "sources", "limitations", "en"])
def test_nothing_may_be_missing(document, tmp_path, key):
    del document["indicators"]["I-38"][key]
    assert f"I-38.{key}" in complaint_about(document, tmp_path)["en"]


@pytest.mark.parametrize(
    ("breakdown", "field"),
    [
        ({"es": "Color", "en": "Colour", "members": ["colour"]}, "sex.members: colour"),
        ({"es": "Color", "en": "Colour"}, "sex"),
        ({"es": "Color", "en": "Colour", "own": "colour"}, "sex.own"),
        ({"es": "Color", "members": ["sex"]}, "sex.en"),
    ],
)
def test_a_wrong_breakdown_is_named(document, tmp_path, breakdown, field):
    document["breakdowns"]["sex"] = breakdown
    assert f"'{field}'" in complaint_about(document, tmp_path)["en"]


@pytest.mark.parametrize("part", ["domains", "units", "breakdowns", "own", "indicators"])
def test_every_part_is_there(document, tmp_path, part):
    del document[part]
    assert f"«{part}»" in complaint_about(document, tmp_path)["es"]


def test_a_message_ends_with_the_cure(document, tmp_path):
    document["own"]["child_sex"]["girls"].pop("en")
    said = complaint_about(document, tmp_path)
    assert said["es"].startswith("indicators.yml: «child_sex.girls»")
    assert said["es"].endswith("faro derive")
    assert said["en"].endswith("faro derive")


def test_a_file_that_is_no_yaml_is_named_with_its_line(tmp_path):
    path = tmp_path / "indicators.yml"
    path.write_text("domains: {a: b\nunits: [\n")
    with pytest.raises(IndicatorsInvalid) as raised:
        definitions(path)
    assert raised.value.facts["path"].startswith("indicators.yml:")
