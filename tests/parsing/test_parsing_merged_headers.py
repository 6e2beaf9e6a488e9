"""Headers of several rows with merged cells: read as one, found below banners, in every kind of file."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parsing_material import as_csv, as_ods, as_xlsx, codes, read, rules, values
from properties import examples

from faro.parsing import Column, Edition, Layout, Parsed
from faro.parsing.errors import DuplicateColumn, MissingColumn, NoEditionMatches, RenamedColumn
from faro.parsing.heading import headings

Row = Sequence[object]

GROUPS = ["Atención", None, "Persona atendida", None, "Observaciones"]
NAMES = ["Número", "Fecha", "Edad", "Sexo", None]
DATA = [["A-1", "2024-01-31", 20, "Mujer", "x"], ["A-2", "2024-02-01", 31, "Mujer", None]]


def services(header_rows: int = 2, skip_rows: int = 1) -> Layout:
    columns = (
        Column("number", "string", True),
        Column("day", "date", True),
        Column("age", "integer", False),
        Column("sex", "string", False),
        Column("notes", "string", False),
    )
    headers = {
        "number": "Atención / Número",
        "day": "Atención / Fecha",
        "age": "Persona atendida / Edad",
        "sex": "Persona atendida / Sexo",
        "notes": "Observaciones",
    }
    return Layout("inamu", "services", columns, (Edition("2024", None, skip_rows, headers, header_rows),))


def as_text(rows: Sequence[Row]) -> bytes:
    return as_csv([["" if cell is None else str(cell) for cell in row] for row in rows]).encode()


KINDS: dict[str, Callable[[Sequence[Row]], bytes]] = {"a.csv": as_text, "a.xlsx": as_xlsx, "a.ods": as_ods}
BANNER = ["Informe", None, None, None, None]


def parsed(rows: Sequence[Row], name: str = "a.csv", of: Layout | None = None) -> Parsed:
    return read(KINDS[name](rows), of or services(), name)


@pytest.mark.parametrize("name", KINDS)
def test_two_rows_are_one_header(name: str) -> None:
    found = parsed([BANNER, GROUPS, NAMES, *DATA], name)
    assert found.frame.drop("_row_number", "day").rows() == [("A-1", 20, "Mujer", "x"), ("A-2", 31, "Mujer", None)]
    assert values(found, "_row_number") == [4, 5]
    assert rules(found) == []
    assert not codes(found) & {"HeaderDiffers", "BannerRowsDiffer", "UnknownColumn", "OptionalColumnMissing"}


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("banners", [0, 2, 5])
def test_they_are_found_below_any_number_of_banner_rows(name: str, banners: int) -> None:
    found = parsed([*[BANNER] * banners, GROUPS, NAMES, *DATA], name)
    assert len(found.frame) == 2
    note = next(each for each in found.findings if each.code == "BannerRowsDiffer")
    assert (note.facts["row"], note.facts["line"]) == (banners + 2, 3)


@pytest.mark.parametrize("name", KINDS)
def test_files_pasted_below_each_other_repeat_both_rows(name: str) -> None:
    found = parsed([BANNER, GROUPS, NAMES, *DATA, GROUPS, NAMES, ["A-3", "2024-02-02", 5, "Hombre", None]], name)
    assert [problem for problem in rules(found) if problem[2] == "repeated_header"] == [
        (6, None, "repeated_header"), (7, None, "repeated_header")
    ]  # fmt: skip
    assert rules(found)[2:] == []
    assert len(found.frame) == 5


def test_a_row_that_only_resembles_one_of_the_two_is_data() -> None:
    found = parsed([BANNER, GROUPS, NAMES, *DATA, [*GROUPS[:4], "Observaciones"], DATA[0]])
    assert (6, None, "repeated_header") not in rules(found)


def test_three_rows_inherit_from_the_left_in_each_of_them() -> None:
    lines = [["Todo", "", "", ""], ["A", "", "B", ""], ["x", "y", "x", ""]]
    (found,) = headings([(number, line) for number, line in enumerate(lines, start=3)], 3)
    assert found.row == 5
    assert found.cells == ("Todo / A / x", "Todo / A / y", "Todo / B / x", "")


def test_a_column_with_no_text_of_its_own_has_no_name() -> None:
    """Beside merged cells it is not one more of theirs: a trailing blank column is no finding but an empty one."""
    found = parsed([BANNER, [*GROUPS, None], [*NAMES, None], *[[*row, None] for row in DATA]])
    assert not codes(found) & {"UnknownColumn", "UnnamedColumn"}


def test_an_unknown_column_is_told_by_its_whole_name() -> None:
    rows = [BANNER, [*GROUPS[:4], None, "Observaciones"], [*NAMES[:4], "Cantón", None]]
    found = parsed([*rows, *[[*row[:4], "Puntarenas", row[4]] for row in DATA]])
    (note,) = [each for each in found.findings if each.code == "UnknownColumn"]
    assert note.facts["column"] == "Persona atendida / Cantón"
    assert values(found, "notes") == ["x", None]


def test_small_differences_are_tolerated_and_told() -> None:
    found = parsed([BANNER, ["ATENCION", None, " Persona  atendida", None, "Observaciones"], NAMES, *DATA])
    assert len(found.frame) == 2
    assert "HeaderDiffers" in codes(found)


def test_a_missing_required_column_is_refused_by_its_whole_name() -> None:
    with pytest.raises((MissingColumn, RenamedColumn)) as refused:
        parsed([BANNER, ["Cita", *GROUPS[1:]], NAMES, *DATA])
    assert refused.value.facts["expected_column"] == "Atención / Número, Atención / Fecha"


def test_two_columns_of_one_whole_name_are_refused() -> None:
    with pytest.raises(DuplicateColumn):
        parsed([BANNER, GROUPS, ["Número", "Número", "Edad", "Sexo", None], *DATA])


def test_one_of_the_two_rows_alone_is_no_header() -> None:
    with pytest.raises(NoEditionMatches):
        parsed([BANNER, NAMES, *DATA])


def test_editions_of_one_and_of_two_rows_stand_side_by_side() -> None:
    two = services()
    plain = {name: name.upper() for name in two.editions[0].headers}
    both = Layout("inamu", "services", two.columns, (Edition("2020", None, 0, plain), *two.editions))
    old = parsed([list(plain.values()), *DATA], of=both)
    new = parsed([BANNER, GROUPS, NAMES, *DATA], of=both)
    assert (old.edition, new.edition) == ("2020", "2024")
    assert values(old, "number") == values(new, "number") == ["A-1", "A-2"]


TEXT = st.text("abc", max_size=2)


@examples(80)
@given(groups=st.lists(TEXT, min_size=1, max_size=6), names=st.lists(TEXT, min_size=1, max_size=6))
def test_every_part_of_a_joined_header_was_written_in_or_left_of_its_column(
    groups: list[str], names: list[str]
) -> None:
    (found,) = headings([(1, groups), (2, names)], 2)
    assert len(found.cells) == max(len(groups), len(names))
    for place, cell in enumerate(found.cells):
        own_group, own_name = (line[place] if place < len(line) else "" for line in (groups, names))
        above = next((group for group in reversed(groups[: place + 1]) if group), "")
        expected = " / ".join(part for part in (above, own_name) if part) if own_group or own_name else ""
        assert cell == expected
