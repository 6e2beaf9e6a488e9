"""The lists as they are: complete, labelled in both languages, and true to their sources."""

from collections import Counter

import pytest

from faro.contracts import institutions
from faro.indicators import definitions
from faro.vocabularies import SPECIAL, normalise, vocabularies

LISTS = vocabularies()


def members(name):
    return {member.code: member for member in LISTS[name].members}


@pytest.mark.parametrize("name", LISTS)
def test_every_list_ends_with_the_special_members(name):
    assert tuple(members(name))[-len(SPECIAL) :] == SPECIAL


@pytest.mark.parametrize("name", LISTS)
def test_every_synonym_is_normalised_and_leads_to_a_member(name):
    synonyms = LISTS[name].synonyms
    assert all(synonym.received == normalise(synonym.received) for synonym in synonyms)
    assert {synonym.code for synonym in synonyms} <= set(members(name))


def test_the_territory_in_force_is_complete():
    territory = [m for m in members("territory").values() if m.attributes.get("country_code") == "CRI"]
    in_force = [m for m in territory if m.attributes["standing"] == "in force"]
    assert Counter(m.attributes["level"] for m in in_force) == {"province": 7, "canton": 84, "district": 492}
    assert all(m.until is None for m in in_force)


def test_every_unit_stands_in_the_unit_that_its_code_begins_with():
    units = members("territory")
    inner = [m for m in units.values() if m.attributes.get("within")]
    assert len(inner) > 500
    assert all(m.attributes["within"] in units and m.code.startswith(m.attributes["within"]) for m in inner)


def test_what_a_law_moved_ends_the_day_before_its_successor_begins():
    units = members("territory")
    for old, new in {"CR-60109": "CR-61201", "CR-60702": "CR-61301", "CR-20306": "CR-21601"}.items():
        assert units[old].attributes["standing"] == "retired"
        assert (units[new].since - units[old].until).days == 1


def test_provinces_carry_their_iso_codes():
    provinces = [m for m in members("territory").values() if m.attributes.get("level") == "province"]
    codes = {m.attributes["iso_3166_2"] for m in provinces}
    assert codes == {"CR-SJ", "CR-A", "CR-C", "CR-H", "CR-G", "CR-P", "CR-L"}


def test_every_iso_country_has_both_codes_and_names():
    iso = [m for m in members("country").values() if m.attributes["kind"] == "iso"]
    assert len(iso) == len({m.attributes["alpha2"] for m in iso}) == 249
    assert (members("country")["CRI"].es, members("country")["DEU"].es) == ("Costa Rica", "Alemania")


def test_codes_of_publishers_that_are_not_iso_are_members():
    assert {"XKX", "OOO", "CSK", "YUG", "SCG", "STL"} <= set(members("country"))


@pytest.mark.parametrize("name", [name for name, found in LISTS.items() if "ictip_code" in found.columns])
def test_no_code_of_the_ic_tip_is_invented(name):
    listed = members(name)
    assert all(member.attributes.get("ictip_code") is None for member in listed.values())
    assert {m.attributes["ictip_status"] for code, m in listed.items() if code not in SPECIAL} == {"to be mapped"}


def test_a_form_is_published_as_a_member_that_is_published_as_itself():
    forms = members("exploitation_form")
    shown = {form.attributes["published_as"] for form in forms.values()}
    assert all(forms[code].attributes["published_as"] == code for code in shown)


def test_iccs_codes_stand_only_where_they_are_certain():
    codes = {code: m.attributes.get("iccs_code") for code, m in members("offence").items()}
    assert (codes["trafficking_in_persons"], codes["migrant_smuggling"], codes["burglary"]) == ("0204", "08051", None)


def test_versions_of_an_offence_follow_each_other_without_a_gap():
    offences = members("offence")
    assert all(
        offences[m.attributes["family"]].attributes["family"] == m.attributes["family"] for m in offences.values()
    )
    old, new = (offences[code] for code in ("trafficking_in_persons", "trafficking_in_persons_2024"))
    assert new.attributes["family"] == old.code
    assert (new.since - old.until).days == 1


@pytest.mark.parametrize("grouping", ["national", "sdg", "ctdc"])
def test_every_age_is_in_one_group_of_a_grouping(grouping):
    groups = [m.attributes for m in members("age_group").values() if m.attributes.get("grouping") == grouping]
    for age in range(121):
        assert len([g for g in groups if g["age_from"] <= age <= g.get("age_to", 120)]) == 1, age


@pytest.mark.parametrize(
    ("name", "attribute", "of"),
    [
        ("country", "citizenship_group", "citizenship_group"),
        ("border_post", "territory_code", "territory"),
        ("exploitation_form", "published_as", "exploitation_form"),
        ("exploitation_form", "exploitation_group", "exploitation_group"),
        ("offence", "family", "offence"),
    ],
)
def test_an_attribute_that_names_a_member_names_one_there_is(name, attribute, of):
    named = {member.attributes.get(attribute) for member in members(name).values()} - {None}
    assert named
    assert named <= set(members(of))


def test_a_unit_belongs_to_an_institution_that_delivers():
    units = [m for code, m in members("institution_unit").items() if code not in SPECIAL]
    assert {unit.attributes["institution"] for unit in units} <= set(institutions())


def test_every_service_is_of_a_category_that_coverage_is_told_by():
    services = [m for code, m in members("service").items() if code not in SPECIAL]
    categories = definitions().own["service_category"]
    assert {service.attributes["service_category"] for service in services} == set(categories)


def test_only_what_is_unknown_has_no_answer():
    known = {code: m.attributes.get("is_known_before") for code, m in members("relationship").items()}
    assert {code for code, answer in known.items() if answer is None} == {"other", *SPECIAL}
    online = {code for code, m in members("recruitment_method").items() if m.attributes.get("is_online")}
    assert online == {"online_social_networks", "online_advertisement"}
