"""What the texts say about who reads what is what dbt understands; every dashboard leads back to its sources."""

from pathlib import Path

import pytest
import yaml

from faro.contracts import all_contracts
from faro.lineage import bus_matrix, exposures, read_models
from faro.lineage.models import Model, institutions_behind
from faro.settings import PROJECT
from faro.transformation.manifest import Manifest


@pytest.fixture(scope="module")
def read() -> dict[str, Model]:
    return read_models()


def named(manifest, unique_id: str) -> str:
    """As the texts call it: a name, or schema.table of a source."""
    if unique_id in manifest["sources"]:
        source = manifest["sources"][unique_id]
        return f"{source['source_name']}.{source['name']}"
    return unique_id.split(".")[2]


def test_every_model_reads_what_dbt_says_it_reads(manifest, models, read):
    assert {model["name"] for model in models} == set(read)
    assert {
        model["name"]: parents
        for model in models
        if (parents := {named(manifest, each) for each in model["depends_on"]["nodes"]}) != read[model["name"]].parents
    } == {}


def test_every_dashboard_and_chart_is_an_exposure_with_sources(manifest):
    assets = PROJECT / "superset" / "assets"
    names = {path.stem for path in (assets / "dashboards").glob("*.yml")}
    names |= {f"chart_{path.stem}" for path in (assets / "charts").glob("*.yml")}
    assert {each["name"] for each in manifest["exposures"].values()} == names
    for each in manifest["exposures"].values():
        assert each["depends_on"]["nodes"], each["name"]
        assert _sources(manifest, each["unique_id"]), each["name"]


def test_what_is_shown_without_protection_is_published_by_its_producer(manifest):
    """Of what institutions delivered; figures of persons and cases come from the ledger of releases."""
    published = {contract.id for contract in all_contracts() if contract.published_by_producer}
    shown = {
        node["name"]: {
            named(manifest, each).removeprefix("raw_").removesuffix("_current").replace(".", "/") for each in delivered
        }
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["schema"] == "release"
        if (delivered := {each for each in _sources(manifest, node["unique_id"]) if ".raw_" in each})
    }
    assert shown.keys() == {"producer_figure", "key_figure"}
    assert set().union(*shown.values()) == published


def _sources(manifest, unique_id: str) -> set[str]:
    found, waiting = set(), [unique_id]
    while waiting:
        for parent in manifest["parent_map"].get(waiting.pop(), []):
            found.add(parent)
            waiting.append(parent)
    return {each for each in found if each.startswith("source.")}


def test_what_a_query_of_superset_reads_is_found(tmp_path: Path) -> None:
    for kind, slug, asset in (
        ("charts", "forms", {"title": {"es": "F", "en": "Forms"}, "dataset": "asked"}),
        ("datasets", "asked", {"query": "asked.sql"}),
        ("dashboards", "all", {"title": {"es": "T", "en": "All"}, "description": {"en": "All."},
                               "rows": [[{"chart": "forms"}, {"name": "text"}]]}),
    ):  # fmt: skip
        path = tmp_path / "assets" / kind / f"{slug}.yml"
        path.parent.mkdir(parents=True)
        path.write_text(yaml.safe_dump(asset))
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "asked.sql").write_text("select 1 from release.one as a\nJOIN release.two using (x)")
    found = exposures(["one", "two", "three"], tmp_path)
    assert [each["depends_on"] for each in found["exposures"]] == [["ref('one')", "ref('two')"]] * 2
    assert exposures([], tmp_path / "nowhere") is None


def test_the_bus_matrix_has_every_fact_and_only_shared_dimensions_as_columns(read):
    page = bus_matrix(read)
    facts = {
        name for name, model in read.items() if "models/core/" in model.path.as_posix() and name.startswith("fct_")
    }
    assert [name for name in facts if page.count(f"| `core.{name}` |") != 2] == []
    assert "| `core.dim_person` |" in page
    assert institutions_behind(read, "fct_reported_offence") == {"oij"}
    assert len(institutions_behind(read, "fct_person_record")) > 10


def test_every_test_has_a_place_in_a_layer(manifest):
    """What no node owns would never be run."""
    understood = Manifest(manifest)
    assert [check.name for check in understood.checks.values() if not check.owners] == []
    pages = {node.name for node in understood.nodes.values()}
    data_tests = [check for check in understood.checks.values() if not check.path.startswith("seeds/")]
    assert [check.name for check in data_tests if Path(check.path).stem not in pages] == []


def test_models_that_read_a_dataset_honour_what_is_held():
    """Straight from the source they would show rows that failed a test."""
    folder = PROJECT / "dbt_project" / "models"
    direct = [path.name for path in folder.rglob("*.sql") if "{{ source('raw_" in path.read_text(encoding="utf-8")]
    assert direct == []
