"""The real files of FARO_DATA come through whole."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from parsing_material import as_xlsx, of_contract

from faro.parsing import Layout, parse
from faro.settings import settings

pytestmark = pytest.mark.data


def real(name: str) -> Path:
    """A real file, or a skip that says what is missing."""
    folder = settings().data
    if folder is None or not (folder / name).exists():
        pytest.skip(f"FARO_DATA has no {name}: set FARO_DATA to the folder of real files")
    return folder / name


def without_required(layout: Layout, name: str) -> Layout:
    columns = tuple(replace(column, required=False) if column.name == name else column for column in layout.columns)
    return replace(layout, columns=columns)


def test_police_statistics_come_whole() -> None:
    path = real("oij/oij_estadisticas_2020.csv")
    parsed = parse(path.read_bytes(), of_contract("oij", "police_statistics"), file_name=path.name)
    assert (len(parsed.frame), len(parsed.problems), parsed.encoding) == (7619, 0, "utf-8")
    assert parsed.frame["occurred_on"].dtype == pl.Date
    assert parsed.frame["_row_number"].to_list() == list(range(2, 7621))
    assert parsed.frame.drop("_row_number").is_duplicated().any()


def test_police_statistics_are_the_same_as_a_workbook(tmp_path: Path) -> None:
    path = real("oij/oij_estadisticas_2020.csv")
    layout = of_contract("oij", "police_statistics")
    from_csv = parse(path.read_bytes(), layout, file_name=path.name).frame
    rows = from_csv.drop("_row_number").rows()
    twin = tmp_path / "gemelo.xlsx"
    twin.write_bytes(as_xlsx([list(layout.editions[0].headers.values()), *rows]))
    from_xlsx = parse(twin.read_bytes(), layout, file_name=twin.name).frame
    assert from_xlsx.equals(from_csv)


def test_glotip_comes_whole_from_below_its_banner() -> None:
    path = real("glotip/data_glotip_2023-05-30.xlsx")
    parsed = parse(path.read_bytes(), of_contract("unodc", "glotip"), file_name=path.name)
    assert (len(parsed.frame), len(parsed.problems), parsed.frame.width) == (46556, 0, 14)
    assert parsed.frame["_row_number"][0] == 4
    assert parsed.frame.filter(pl.col("iso3_code") == "CRI").height == 393
    assert parsed.frame["value_text"].str.starts_with("<5").sum() > 20000


@pytest.mark.parametrize(
    ("dataset", "file", "rows"),
    [("reports", "ar_denuncias_2020.csv", 1603), ("persons", "ar_referidos_2020.csv", 1250)],
)
def test_hotline_comes_whole(dataset: str, file: str, rows: int) -> None:
    path = real(f"linea145/{file}")
    layout = without_required(of_contract("linea145", dataset), "record_id")
    parsed = parse(path.read_bytes(), layout, file_name=path.name)
    assert (len(parsed.frame), len(parsed.problems)) == (rows, 0)
    assert all(len(code) == 2 for code in parsed.frame["province_indec_code"].drop_nulls())


def test_border_entries_sum_up() -> None:
    path = real("iom/regin.csv")
    frame = parse(path.read_bytes(), of_contract("dgme", "border_entries"), file_name=path.name).frame
    costa_rica = frame.filter(pl.col("country") == "CRI")
    assert (costa_rica.height, costa_rica["movements"].sum()) == (6292, 12_856_950)


def test_missing_migrants_come_whole_with_their_named_months() -> None:
    path = real("missing_migrants/MissingMigrants-Global-2019-03-29.csv")
    parsed = parse(path.read_bytes(), of_contract("oim", "missing_migrants"), file_name=path.name)
    assert (len(parsed.frame), len(parsed.problems), parsed.encoding) == (5333, 0, "utf-8")
    assert parsed.frame["reported_on"].null_count() == 0
    assert (parsed.frame["reported_on"].dt.year() == parsed.frame["reported_year"]).all()
    assert (parsed.frame["reported_on"].dt.strftime("%b") == parsed.frame["reported_month"]).all()


def test_irregular_flows_keep_the_count_that_is_missing() -> None:
    path = real("iom/irreg.csv")
    parsed = parse(path.read_bytes(), of_contract("oim", "irregular_flows"), file_name=path.name)
    assert (len(parsed.frame), len(parsed.problems)) == (10_438, 0)
    assert (parsed.frame["movements"].null_count(), parsed.frame["movements"].sum()) == (1, 5_915_174)
    assert {"CSK", "XKX", "OOO"} <= set(parsed.frame["nationality"])
