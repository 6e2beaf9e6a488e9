"""The assets in git fit each other and the release, and faults in them are found and named."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from provisioning.assets import KINDS, ROOM, Assets, read_assets
from provisioning.check import check, faults, release_tables
from provisioning.compile import compile_bundle
from provisioning.identity import asset_uuid
from provisioning.layout import chart_slugs, position
from provisioning.problems import AssetInvalid, AssetUnreadable, MissingSetting
from provisioning.settings import WAREHOUSE_URIS

from faro.errors import ALLOWED_FACTS, placeholders

URIS = {
    "FARO_WAREHOUSE_READER_URI": "postgresql+psycopg2://r@h/d",
    "FARO_WAREHOUSE_ANALYST_URI": "postgresql+psycopg2://a@h/d",
    "FARO_WAREHOUSE_QUALITY_URI": "postgresql+psycopg2://q@h/d",
    "FARO_WAREHOUSE_GOVERNANCE_URI": "postgresql+psycopg2://g@h/d",
}

LABEL = {"es": "x", "en": "x"}


@pytest.fixture(scope="module")
def assets() -> Assets:
    return read_assets()


@pytest.fixture(scope="module")
def bundle(assets: Assets) -> dict[str, dict]:
    return {name: yaml.safe_load(text) for name, text in compile_bundle(assets, URIS).items()}


def changed(assets: Assets, kind: str, slug: str, **changes: object) -> Assets:
    return replace(assets, **{kind: {**getattr(assets, kind), slug: {**getattr(assets, kind)[slug], **changes}}})


def test_assets_fit_each_other_and_what_dbt_declares(assets: Assets) -> None:
    tables = release_tables()
    assert tables, "dbt declares no release table"
    assert list(faults(assets, tables)) == []


def test_the_dashboard_shows_what_was_asked_for(assets: Assets) -> None:
    assert {
        "key_figures", "offences_map", "offences_by_month", "border_entries_by_nationality",
        "hotline_reports_by_form", "international_comparison", "data_sources",
    } <= set(chart_slugs(assets.dashboards["panorama"]))  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "slug", "changes", "field", "rule"),
    [
        ("charts", "offences_map", {"dataset": "nowhere"}, "dataset", "«nowhere» is not in assets/datasets"),
        ("charts", "offences_map", {"params": {"entity": "canton", "metric": "total_offences"}}, "entity", "«canton»"),
        ("charts", "offences_map", {"title": {"es": "Mapa"}}, "title", "no text in «en»"),
        ("charts", "key_figures", {"params": {"all_columns": ["position"]}}, "template", "«value_text»"),
        ("charts", "victims_headline", {"only": {"canton": ["x"]}}, "only", "«canton»"),
        ("datasets", "data_source", {"schema": "core"}, "schema", "«release» and nothing else"),
        ("datasets", "data_source", {"table": "nothing"}, "table", "dbt declares no release.nothing"),
        ("datasets", "data_source", {"columns": {"secret": LABEL}}, "columns.secret", "no such column"),
        ("datasets", "offences_latest_year", {"columns": {"canton": LABEL}}, "columns.canton", "no such"),
        ("dashboards", "panorama", {"rows": [[{"chart": "gone", "width": 6, "height": 9}]]}, "rows", "«gone»"),
        ("dashboards", "panorama", {"rows": []}, "file", "no dashboard shows this chart"),
        ("dashboards", "panorama", {"rows": [[{"chart": "data_sources", "width": 13, "height": 9}]]}, "row 1", "wider"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_fault_names_both_ends(assets: Assets, kind: str, slug: str, changes: dict, field: str, rule: str) -> None:
    found = list(faults(changed(assets, kind, slug, **changes), release_tables()))
    assert any(where == field and rule in what for _, where, what in found), found


def test_a_query_outside_the_release_is_a_fault(assets: Assets, tmp_path: Path) -> None:
    (tmp_path / "queries").mkdir()
    for query in (ROOM / "queries").glob("*.sql"):
        (tmp_path / "queries" / query.name).write_text(query.read_text().replace("release.", "core."))
    outside = replace(assets, root=tmp_path, charts={})
    assert any("not in the schema «release»" in rule for _, _, rule in faults(outside, release_tables()))


def test_the_first_fault_is_raised_with_its_file(assets: Assets) -> None:
    with pytest.raises(AssetInvalid, match=r"superset/assets/datasets/data_source\.yml"):
        check(changed(assets, "datasets", "data_source", schema="core"))


def test_broken_yaml_names_file_and_line(tmp_path: Path) -> None:
    for kind in KINDS:
        (tmp_path / "assets" / kind).mkdir(parents=True)
    (tmp_path / "assets" / "charts" / "broken.yml").write_text("title: {es: a\nviz: [")
    with pytest.raises(AssetUnreadable, match=r"broken\.yml.*2"):
        read_assets(tmp_path)


def test_no_database_id_and_no_query_context_in_the_bundle(bundle: dict[str, dict]) -> None:
    charts = [config for name, config in bundle.items() if name.startswith("charts/")]
    assert charts
    assert all(chart["query_context"] is None and "datasource" not in chart["params"] for chart in charts)


def test_a_chart_of_some_rows_declares_them_as_superset_does(bundle: dict[str, dict]) -> None:
    (declared,) = bundle["charts/victims_headline.yaml"]["params"]["adhoc_filters"]
    assert (declared["expressionType"], declared["subject"], declared["operator"]) == ("SIMPLE", "indicator_id", "IN")
    assert {"I-01", "nota"} < set(declared["comparator"])


def test_dashboards_share_a_style_sheet(bundle: dict[str, dict]) -> None:
    styles = [bundle[f"dashboards/{slug}.yaml"]["css"] for slug in ("panorama", "victimas")]
    assert all(".faro-table {" in style for style in styles)
    assert [".country_map" in style for style in styles] == [True, False]


def test_the_bundle_is_the_same_every_time(assets: Assets) -> None:
    assert compile_bundle(assets, URIS) == compile_bundle(read_assets(), URIS)


def test_identity_is_the_slug_and_nothing_else(bundle: dict[str, dict]) -> None:
    assert bundle["dashboards/panorama.yaml"]["uuid"] == asset_uuid("dashboards", "panorama")
    uuids = [config["uuid"] for config in bundle.values() if "uuid" in config]
    assert len(uuids) == len(set(uuids))


def test_a_chart_in_the_layout_is_found_by_its_name(assets: Assets) -> None:
    nodes = position(assets, "panorama", "es")
    assert nodes["CHART-key_figures"]["meta"]["uuid"] == asset_uuid("charts", "key_figures")
    assert all(
        child in nodes for node in nodes.values() if isinstance(node, dict) for child in node.get("children", [])
    )


def test_a_missing_connection_is_named(assets: Assets) -> None:
    with pytest.raises(MissingSetting, match="FARO_WAREHOUSE_READER_URI"):
        compile_bundle(assets, {name: "x" for name in WAREHOUSE_URIS if name != "FARO_WAREHOUSE_READER_URI"})


@pytest.mark.parametrize("role", ["coordinación", "analista", "calidad", "gobernanza"])
def test_no_role_of_people_may_administer(role: str) -> None:
    permissions = yaml.safe_load((ROOM / "security" / "roles.yml").read_text())["roles"][role]["permissions"]
    assert not {"Security", "RoleModelView", "UserDBModelView", "Role", "all_database_access"} & set(permissions)
    assert "can_write" not in permissions.get("Database", [])


def test_a_reader_writes_nothing_but_the_state_of_filters_and_an_own_password() -> None:
    permissions = yaml.safe_load((ROOM / "security" / "roles.yml").read_text())["roles"]["coordinación"]["permissions"]
    writes = {view for view, names in permissions.items() if "can_write" in names}
    assert writes == {"DashboardFilterStateRestApi", "DashboardPermalinkRestApi", "CurrentUserRestApi"}


def test_messages_show_only_facts_that_cannot_hold_a_cell() -> None:
    import provisioning.problems as problems

    kinds = [
        kind for kind in vars(problems).values() if isinstance(kind, type) and kind.__module__ == problems.__name__
    ]
    assert kinds
    assert all(placeholders(text) <= ALLOWED_FACTS for kind in kinds for text in kind.template.values())


def test_spanish_corrections_keep_their_placeholders() -> None:
    corrections = yaml.safe_load((ROOM / "i18n" / "es.yml").read_text())
    assert corrections["Sign in"] == "Iniciar sesión"
    assert all(english.count("%s") == spanish.count("%s") for english, spanish in corrections.items())
