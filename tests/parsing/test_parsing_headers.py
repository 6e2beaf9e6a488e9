"""The header: found below banners, recognised despite small differences, refused by name where a column is missing."""

import pytest
from parsing_material import as_csv, codes, layout, of_contract, read, rules, values

from faro.parsing import Column, Edition, Layout
from faro.parsing.errors import DuplicateColumn, MissingColumn, NoEditionMatches, RenamedColumn, UnreadableFormat

DAYS = layout("day", "place", "cases")
DATA = ["2020-01-31", "LIMON", "4"]


@pytest.mark.parametrize("skip", [0, 2])
@pytest.mark.parametrize("banners", [0, 1, 2, 5])
def test_a_header_is_found_below_any_number_of_banner_rows(skip: int, banners: int) -> None:
    of = layout("day", "place", "cases", skip_rows=skip)
    rows = [["Informe de 2020", ""]] * banners + [["Fecha", "Provincia", "Cantidad"], DATA]
    parsed = read(as_csv(rows), of)
    assert values(parsed, "_row_number") == [banners + 2]
    assert ("BannerRowsDiffer" in codes(parsed)) == (banners != skip)


@pytest.mark.parametrize("header", ["FECHA", " Fecha ", "fecha", "Fécha", "\ufeffFecha", "Fecha:", "Fecha\u200b"])
def test_case_accents_and_spaces_of_a_header_are_tolerated_and_told(header: str) -> None:
    parsed = read(as_csv([["Provincia", header, "Cantidad"], ["LIMON", "2020-01-31", "4"]]), DAYS)
    assert str(values(parsed, "day")[0]) == "2020-01-31"
    assert "HeaderDiffers" in codes(parsed)


def test_columns_may_come_in_any_order() -> None:
    parsed = read(as_csv([["Cantidad", "Fecha", "Provincia"], ["4", "2020-01-31", "LIMON"]]), DAYS)
    assert parsed.frame.columns == ["_row_number", "day", "place", "cases"]
    assert "HeaderDiffers" not in codes(parsed)


@pytest.mark.parametrize("renamed", ["Fecha del hecho", "Fechas", "fecha_ingreso"])
def test_a_renamed_required_column_is_refused_with_a_suggestion(renamed: str) -> None:
    with pytest.raises(RenamedColumn) as refused:
        read(as_csv([[renamed, "Provincia", "Cantidad"], DATA]), DAYS)
    assert refused.value.facts["expected_column"] == "Fecha"
    assert refused.value.facts["column"] == renamed


def test_a_missing_required_column_is_refused_by_its_name() -> None:
    with pytest.raises(MissingColumn) as refused:
        read(as_csv([["Provincia", "Cantidad"], ["LIMON", "4"]]), DAYS)
    assert refused.value.facts == {"file": "entrega.csv", "row": 1, "edition": "2020", "expected_column": "Fecha"}


def test_a_missing_optional_column_is_empty_and_told() -> None:
    parsed = read(as_csv([["Fecha", "Provincia"], DATA[:2]]), DAYS)
    assert values(parsed, "cases") == [None]
    assert "OptionalColumnMissing" in codes(parsed)


def test_an_unknown_column_is_told_with_its_place() -> None:
    parsed = read(as_csv([["Fecha", "Provincia", "Cantidad", "X" * 60], [*DATA, "z"]]), DAYS)
    note = next(finding for finding in parsed.findings if finding.code == "UnknownColumn")
    assert note.facts["count"] == 4
    assert len(str(note.facts["column"])) == 40


def test_a_column_without_a_header_that_holds_data_is_told() -> None:
    parsed = read(as_csv([["Fecha", "", "Provincia", "Cantidad"], [DATA[0], "?", *DATA[1:]]]), DAYS)
    assert "UnnamedColumn" in codes(parsed)
    assert rules(parsed) == []


@pytest.mark.parametrize("twin", ["Fecha", "FECHA"])
def test_two_columns_of_one_name_are_refused(twin: str) -> None:
    with pytest.raises(DuplicateColumn) as refused:
        read(as_csv([["Fecha", twin, "Provincia", "Cantidad"], ["2020-01-31", *DATA]]), DAYS)
    assert (refused.value.facts["column"], refused.value.facts["count"]) == ("Fecha", 2)


@pytest.mark.parametrize("content", ["a,b,c\n1,2,3\n", "2020-01-31,LIMON,4\n2020-01-30,LIMON,5\n", "hola\n"])
def test_a_file_of_another_kind_is_refused(content: str) -> None:
    with pytest.raises(NoEditionMatches):
        read(content, DAYS)


@pytest.mark.parametrize(
    ("content", "format"),
    [
        (b"<!DOCTYPE html><html><body>Ingrese</body></html>", "HTML"),
        (b"\n  <HTML><head></head></HTML>", "HTML"),
        (b"\xef\xbb\xbf<html></html>", "HTML"),
        (b"%PDF-1.7\n", "PDF"),
        (b"<?xml version='1.0'?><x/>", "XML"),
        (b'[{"Fecha": 1}]', "JSON"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
    ],
)
def test_what_is_no_table_is_refused_by_its_kind(content: bytes, format: str) -> None:
    with pytest.raises(UnreadableFormat) as refused:
        read(content, DAYS)
    assert refused.value.facts["format"] == format


def test_the_edition_that_fits_best_is_taken() -> None:
    columns = (Column("day", "date", True), Column("place", "string", True), Column("sex", "string", False))
    old = Edition("2019", None, 3, {"day": "Fecha", "place": "Provincia", "sex": ""})
    new = Edition("2023", None, 0, {"day": "fecha_hecho", "place": "prov", "sex": "sexo"})
    both = Layout("prueba", "casos", columns, (old, new))
    first = read(as_csv([["Fecha", "Provincia"], DATA[:2]]), both)
    second = read(as_csv([["fecha_hecho", "prov", "sexo"], [*DATA[:2], "MUJER"]]), both)
    assert (first.edition, second.edition) == ("2019", "2023")
    assert (values(first, "sex"), values(second, "sex")) == ([None], ["MUJER"])
    assert "OptionalColumnMissing" not in codes(first)


def test_incidents_are_read_in_the_layout_of_later_editions_too() -> None:
    """Other names for the same columns, and columns that nobody collects."""
    header = [
        "Main ID", "Incident ID", "Incident Type", "Region of Incident", "Incident Date", "Incident Year",
        "Reported Month", "Number of Dead", "Minimum Estimated Number of Missing", "Total Number of Dead and Missing",
        "Number of Survivors", "Number of Females", "Number of Males", "Number of Children", "Cause of Death",
        "Migration route", "Location of death", "Information Source", "Coordinates", "UNSD Geographical Grouping",
    ]  # fmt: skip
    row = [
        "2021.MMP00001", "2021.MMP00001", "Incident", "North America", "2021-01-31", "2021", "January", "1", "", "1",
        "", "", "1", "", "Mixed or unknown", "US-Mexico border crossing", "-", "-", "32.1, -109.4", "Northern America",
    ]  # fmt: skip
    parsed = read(as_csv([header, row]), of_contract("oim", "missing_migrants"))
    assert [finding.facts["edition"] for finding in parsed.findings if finding.code == "EditionRecognised"] == ["2023"]
    assert (values(parsed, "incident_number"), values(parsed, "dead_and_missing")) == (["2021.MMP00001"], [1])
    assert str(values(parsed, "reported_on")[0]) == "2021-01-31"
    assert rules(parsed) == []
