"""What every model owes its readers: words, keys, checks, and in a release nobody's row."""

import pytest

from faro.indicators import definitions
from faro.settings import PROJECT


def words(text: str, prefix: str) -> set[str]:
    return {prefix + word for word in text.split()}


DIMENSIONS = words(
    """
    age age_group asset_type audience border_post breakdown case_state category complaint_channel control_method country
    date death_cause detection_channel disability education exploitation_form fund_line gender_identity incident_region
    incident_type indicator indigenous_people inspection_outcome institution institution_unit labour_sector means
    migration_route migration_status mother_tongue occupation offence operation_type person prevention_activity
    prevention_organiser procedural_outcome procedural_stage recruitment_method recruitment_platform rejection_reason
    relationship return_type role_in_offence service sex smuggling_abuse smuggling_route territory
    """,
    "dim_",
)
FACTS = words(
    """
    accreditation accredited_victim accused assisted_return border_movement call case complaint delivery detected_person
    entry_rejection exploitation_episode fund_execution hotline_person hotline_report international_figure
    irregular_flow labour_inspection missing_migrant offence_count person_record police_operation population
    prevention_activity procedural_stage referral reported_offence seizure sentence service smuggled_migrant
    smuggling_event victim_detection
    """,
    "fct_",
)
BRIDGES = words(
    """
    control_method detected_form exploitation_form exploitation_means hotline_exploitation smuggling_abuse
    """,
    "bridge_",
)
HISTORIES = words("accreditation case", "hist_")
CORE = DIMENSIONS | FACTS | BRIDGES | HISTORIES
#: What says something of one person, a case or an event follows from rows of registers and is reconciled with these.
DERIVED_FACTS = words("accredited_victim detected_person exploitation_episode victim_detection population", "fct_")
#: Lists of words about the star itself, which no fact leads to.
ABOUT_THE_STAR = words("breakdown category indicator date", "dim_")
INDICATOR_COLUMNS = "year breakdown category numerator denominator value not_recorded_share"
INDICATORS = {
    each.mart: INDICATOR_COLUMNS + (" population_year population_source" if id == "I-02" else "")
    for id, each in definitions().indicators.items()
}
PRODUCERS = dict.fromkeys(
    words(
        """
        border_entries dead_or_missing_migrants detected_victims_by_country hotline_reports irregular_flows
        reported_offences
        """,
        "",
    ),
    "series period_start period_end breakdown category category_es category_en value_lower value_upper",
)
MARTS = (
    INDICATORS
    | PRODUCERS
    | {
        "producer_value": PRODUCERS["border_entries"],
        "ordered_category": "breakdown category position",
        "unmapped_code": "institution dataset column_name rows distinct_codes",
        "indicator_value": "indicator_id year breakdown category value not_recorded_share numerator denominator "
        "category_es category_en",
        "persons_by_institution_pair": "institution other_institution persons presumed_victims",
        "victims_by_year": "year presumed accredited",
        "victims_in_several_institutions": "year persons in_several share_in_several served served_by_several",
    }
)
RELEASE = {
    "key_figure": "position figure_key label_es label_en value_lower value_upper unit_es unit_en period_start "
    "period_end period_label_es period_label_en institution",
    "producer_figure": "series series_es series_en unit_es unit_en institution period_start period_end period_es "
    "period_en breakdown category category_es category_en value_lower value_upper",
    "data_source": "institution institution_name dataset dataset_title transport_es transport_en accepted quarantined "
    "last_delivered_on state state_es state_en message_es message_en",
    "indicator_figure": "release_id indicator_id indicator_es indicator_en unit_es unit_en period first_year last_year "
    "breakdown breakdown_es breakdown_en category category_es category_en category_position value status "
    "not_recorded_share sources",
    "current_release": "release_id edition published_on is_demonstration held",
}
UNIT_TESTED = {
    "stg_oij__police_statistics",
    "stg_unodc__glotip",
    "stg_linea145__persons",
    "stg_eri__resolutions",
    "stg_poder_judicial__seizures",
    "int_linea145__subtopic_labels",
    "int_person_record",
    "dim_person",
    "fct_person_record",
    "fct_accreditation",
    "fct_case",
    "fct_exploitation_episode",
    "fct_victim_detection",
    "dim_date",
    *(MARTS.keys() - {"indicator_value", "ordered_category", "producer_value", "unmapped_code"}),
    "fct_reported_offence",
    "fct_border_movement",
    "fct_hotline_person",
    "bridge_hotline_exploitation",
    "fct_international_figure",
    "int_oim__death_causes",
    "int_oim__migration_routes",
    "fct_prevention_activity",
    "fct_fund_execution",
    "fct_assisted_return",
    "fct_missing_migrant",
    "fct_irregular_flow",
    "key_figure",
}


def in_schema(models, schema):
    return {model["name"]: model for model in models if model["schema"] == schema}


def of_the_star(models):
    """What is in `core`, and what is kept exact with a coarser view there."""
    return in_schema(models, "core") | in_schema(models, "exact")


def has_primary_key(model):
    columns = model["columns"].values()
    constraints = model["constraints"] + [each for column in columns for each in column["constraints"]]
    return any(each["type"] == "primary_key" for each in constraints)


def test_every_model_says_what_it_is_and_ends_with_its_grain(models):
    silent = [m["name"] for m in models if not m["description"].endswith(m["config"]["meta"].get("grain", "-"))]
    assert silent == []
    assert all(model["config"]["meta"]["grain"].startswith("One row per ") for model in models)


def test_every_column_is_described(nodes, manifest):
    tables = [node for node in nodes if node["resource_type"] in ("model", "seed")] + list(manifest["sources"].values())
    assert all(table["columns"] for table in tables)
    silent = [
        f"{table['name']}.{name}" for table in tables for name, c in table["columns"].items() if not c["description"]
    ]
    assert silent == []


def test_every_model_has_its_own_page(models):
    for model in models:
        sql = PROJECT / "dbt_project" / model["original_file_path"]
        assert sql.with_suffix(".yml").is_file(), model["name"]


@pytest.mark.parametrize("schema", ["core", "exact", "marts", "release"])
def test_contracts_are_enforced(models, schema):
    assert [name for name, m in in_schema(models, schema).items() if not m["config"]["contract"]["enforced"]] == []


def test_the_star_is_the_one_agreed(models):
    assert set(of_the_star(models)) == CORE | {"person_profile"}


def test_marts_have_the_agreed_columns_in_order(models):
    assert {name: " ".join(m["columns"]) for name, m in in_schema(models, "marts").items()} == MARTS


def test_no_mart_has_a_row_of_one_person_and_each_has_a_grain_that_is_checked(models, tests_of):
    assert all("person_key" not in model["columns"] for model in in_schema(models, "marts").values())
    keyed = {name for name in MARTS if has_primary_key(in_schema(models, "marts")[name])}
    assert keyed | {name for name in MARTS if "unique_together" in tests_of.get(name, ())} == set(MARTS)


def test_releases_have_the_agreed_columns_in_order(models):
    assert {name: " ".join(m["columns"]) for name, m in in_schema(models, "release").items()} == RELEASE


def test_every_fact_reconciles_with_what_was_delivered(tests_of):
    facts = FACTS - DERIVED_FACTS
    assert {name for name in facts if "reconciles" in tests_of[name]} == facts


def test_every_dimension_knows_the_special_members(tests_of):
    dimensions = DIMENSIONS - ABOUT_THE_STAR
    assert {name for name in dimensions if "contains_special_members" in tests_of[name]} == dimensions


def test_every_table_of_core_has_a_primary_key(models):
    assert {name for name, model in of_the_star(models).items() if has_primary_key(model)} == CORE


def test_every_key_of_a_fact_leads_to_its_dimension(nodes, models):
    of_keys = ("referential_integrity", "relationships", "same_members")
    related = {
        (node["attached_node"].split(".")[-1], column)
        for node in nodes
        if node["resource_type"] == "test" and node["test_metadata"]["name"] in of_keys
        for column in node["test_metadata"]["kwargs"].get("keys", [node["column_name"]])
    }
    keys = {
        (name, column)
        for name, model in of_the_star(models).items()
        if name.startswith(("fct_", "bridge_"))
        for column, described in model["columns"].items()
        if column.endswith("_key") and not any(c["type"] == "primary_key" for c in described["constraints"])
    }
    assert keys - related == set()


def test_releases_hold_no_key_of_a_row_and_no_text_as_received(models):
    revealing = ("_received", "_number", "load_id", "record_id", "sha256", "locality", "subtopic")
    found = [
        f"{name}.{column}"
        for name, model in in_schema(models, "release").items()
        for column in model["columns"]
        if column.endswith(revealing) or (column.endswith("_key") and column != "figure_key")
    ]
    assert found == []


def test_failing_rows_are_never_stored_and_fail_unless_they_are_only_late(nodes):
    tests = {node["name"]: node["config"] for node in nodes if node["resource_type"] == "test"}
    assert not any(config["store_failures"] for config in tests.values())
    warning = [name for name, config in tests.items() if config["severity"].lower() != "error"]
    assert warning == ["data_source_is_as_fresh_as_the_contract_says"]


def test_what_is_not_trivial_has_a_unit_test(manifest):
    assert {unit["model"] for unit in manifest["unit_tests"].values()} >= UNIT_TESTED


def test_a_unit_test_has_a_name_that_postgresql_can_hold(manifest):
    assert [unit["name"] for unit in manifest["unit_tests"].values() if len(unit["name"]) > 63] == []
