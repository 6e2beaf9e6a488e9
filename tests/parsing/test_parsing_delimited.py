"""Delimited text: every encoding, separator and line end comes back as written, and no row is ever lost."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parsing_material import as_csv, codes, layout, read, rules, texts, values
from properties import examples

from faro.parsing.errors import CorruptArchive, DoublyEncoded, EmptyDelivery, NoRows, Truncated, UnknownEncoding

PLACES = layout("place", "cases")
ROWS = [["Provincia", "Cantidad"], ["San José", "3"], ["Limón", "4"]]
ENCODINGS = {
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8",
    "utf-16": "utf-16-le",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "latin-1": "iso-8859-1",
}


@pytest.mark.parametrize(("encoding", "name"), ENCODINGS.items())
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_way_of_writing_a_file_is_recognised(encoding: str, name: str, delimiter: str, line_end: str) -> None:
    parsed = read(as_csv(ROWS, delimiter, line_end).encode(encoding), PLACES)
    assert values(parsed, "place") == ["San José", "Limón"]
    assert values(parsed, "_row_number") == [2, 3]
    assert (parsed.encoding, rules(parsed)) == (name, [])


def test_windows_1252_is_told_from_latin_1() -> None:
    text = as_csv([["Provincia", "Cantidad"], ["«Limón» – 5 €", "1"]])
    parsed = read(text.encode("cp1252"), PLACES)
    assert (parsed.encoding, values(parsed, "place")) == ("windows-1252", ["«Limón» – 5 €"])


@pytest.mark.parametrize("encoding", ["cp850", "cp437", "mac_roman"])
def test_other_code_pages_are_refused_not_guessed(encoding: str) -> None:
    rows = [
        ["Provincia", "Cantidad"],
        ["San José", "1"],
        ["Limón", "1"],
        ["Cañas", "2"],
        ["María", "1"],
        ["Ñandú", "1"],
    ]
    with pytest.raises(UnknownEncoding) as refused:
        read(as_csv(rows).encode(encoding), PLACES)
    assert refused.value.facts["line"] == 2


def test_two_encodings_in_one_file_are_refused() -> None:
    data = "Provincia,Cantidad\nLimón,1\n".encode() + "Limón,1\nCañas,2\nJosé,1\n".encode("latin-1")
    with pytest.raises(UnknownEncoding):
        read(data, PLACES)


def test_a_few_broken_bytes_in_utf_8_are_problems_of_their_cells() -> None:
    data = b"Provincia,Cantidad\n" + "Limón,1\n".encode() * 5 + b"Lim\xf3n,2\n"
    parsed = read(data, PLACES)
    assert rules(parsed) == [(7, "place", "undecodable_byte")]
    assert values(parsed, "place")[-2:] == ["Limón", None]
    assert values(parsed, "cases")[-1] == 2


def test_a_mark_of_utf_8_is_believed_whatever_follows() -> None:
    parsed = read(b"\xef\xbb\xbfProvincia,Cantidad\nLim\xf3n,1\nSan Jos\xe9,2\nHEREDIA,3\n", PLACES)
    assert rules(parsed) == [(2, "place", "undecodable_byte"), (3, "place", "undecodable_byte")]


def test_text_that_was_converted_twice_is_refused() -> None:
    twice = as_csv(ROWS).encode().decode("cp1252").encode()
    with pytest.raises(DoublyEncoded) as refused:
        read(twice, PLACES)
    assert (refused.value.facts["row"], refused.value.facts["column"]) == (2, "Provincia")


def test_single_texts_converted_twice_are_told_and_kept() -> None:
    parsed = read(as_csv([*ROWS, ["LimÃ³n", "1"]]), PLACES)
    assert values(parsed, "place")[-1] == "LimÃ³n"
    assert "GarbledText" in codes(parsed)


def test_a_lost_letter_stays_as_it_came() -> None:
    parsed = read("Provincia,Cantidad\nMONTA?A,1\n", PLACES)
    assert (values(parsed, "place"), rules(parsed)) == (["MONTA?A"], [])


def test_identical_rows_and_blank_lines() -> None:
    parsed = read("Provincia,Cantidad\nLIMON,1\n\n , \nLIMON,1\n", PLACES)
    assert values(parsed, "place") == ["LIMON", "LIMON"]
    assert values(parsed, "_row_number") == [2, 5]


def test_mixed_line_ends_and_quoted_line_breaks() -> None:
    parsed = read('Provincia,Cantidad\r\n"SAN\nJOSE",1\nLIMON,2\r\n"a ""b"" c",3\rX,4\n', PLACES)
    assert values(parsed, "place") == ["SAN\nJOSE", "LIMON", 'a "b" c', "X"]
    assert values(parsed, "_row_number") == [2, 3, 4, 5]


def test_a_row_of_control_characters_is_not_blank() -> None:
    assert len(read("Provincia,Cantidad\n\x1f,\nLIMON,1\n", PLACES).frame) == 2


def test_white_space_is_kept_and_nothing_but_white_space_is_no_value() -> None:
    parsed = read('Provincia,Cantidad\n" LIMON ",1\n"  ",2\n"",3\n', PLACES)
    assert values(parsed, "place") == [" LIMON ", None, None]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("LIMON", "missing_cells"),
        ("LIMON,1,x", "extra_cells"),
        ('"EL "BARCO" AZUL",1', "stray_quote"),
        ('"LIMON,1', "unclosed_quote"),
        ("Provincia,Cantidad", "repeated_header"),
    ],
)
def test_a_row_of_the_wrong_shape_is_kept_as_a_problem(line: str, rule: str) -> None:
    parsed = read(f"Provincia,Cantidad\nCARTAGO,5\n{line}\nHEREDIA,6\n", PLACES)
    assert rules(parsed) == [(3, None, rule)]
    assert values(parsed, "_row_number") == [2, 3, 4]
    assert values(parsed, "place")[2] == "HEREDIA"


def test_empty_cells_to_the_right_are_no_problem() -> None:
    parsed = read("Provincia,Cantidad,,\nLIMON,1,,\nCARTAGO,2\nHEREDIA,3,,,,\n", PLACES)
    assert rules(parsed) == []
    assert "EmptyColumnsIgnored" in codes(parsed)


def test_a_null_character_is_a_problem_of_its_cell() -> None:
    parsed = read("Provincia,Cantidad\nLI\0MON,1\nCARTAGO,2\n", PLACES)
    assert rules(parsed) == [(2, "place", "nul_character")]
    assert values(parsed, "place") == [None, "CARTAGO"]


@pytest.mark.parametrize("tail", ["LIM", "LIMON,4,x", '"LIMON', 'LIMON,4,"ab\ncd'])
def test_a_file_that_breaks_off_within_a_row_is_refused(tail: str) -> None:
    wide = layout("place", "cases", "rate", "minor", required=("place",))
    head = "Provincia,Cantidad,Tasa,Menor\nCARTAGO,1,2.5,si\n"
    with pytest.raises(Truncated) as refused:
        read(head + tail, wide)
    assert refused.value.facts["row"] >= 3


def test_a_file_without_a_final_line_break_is_told() -> None:
    parsed = read("Provincia,Cantidad\nLIMON,1\nCARTAGO,2", PLACES)
    assert len(parsed.frame) == 2
    assert "NoFinalLineBreak" in codes(parsed)


@pytest.mark.parametrize("data", [b"", b"\n\r\n", b"\xef\xbb\xbf", b"  \t", b"\xff\xfe"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(EmptyDelivery):
        read(data, PLACES)


def test_a_header_without_rows_is_refused() -> None:
    with pytest.raises(NoRows):
        read("Provincia,Cantidad\n\n", PLACES)


def test_a_compressed_file_is_read_and_a_damaged_one_refused() -> None:
    packed = gzip.compress(as_csv(ROWS).encode())
    assert len(read(packed, PLACES, "entrega.csv.gz").frame) == 2
    with pytest.raises(CorruptArchive):
        read(packed[:-9], PLACES, "entrega.csv.gz")


LETTERS = st.characters(codec="utf-8", exclude_characters="\0\ufeffÃÂâ\x1c\x1d\x1e\x1f", exclude_categories=("Cs",))
LATIN = st.characters(min_codepoint=32, max_codepoint=126) | st.sampled_from("áéíóúñÁÉÍÓÚÑü\n")


def shown(table: list[list[str]]) -> list[tuple[str | None, ...]]:
    """What must come back: blank cells have no value, blank rows are no rows."""
    rows = [tuple(cell if cell.strip() else None for cell in row) for row in table]
    return [row for row in rows if any(row)]


@st.composite
def tables(draw: st.DrawFn, letters: st.SearchStrategy[str]) -> list[list[str]]:
    width = draw(st.integers(2, 5))
    cell = st.text(letters, max_size=8)
    return draw(st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1, max_size=12))


@examples(80)
@given(
    table=tables(LETTERS),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    delimiter=st.sampled_from(",;\t|"),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_any_table_comes_back_as_written(table: list[list[str]], encoding: str, delimiter: str, line_end: str) -> None:
    header = [f"c{position}" for position in range(len(table[0]))]
    if not shown(table):
        return
    data = as_csv([header, *table], delimiter, line_end).encode(encoding)
    parsed = read(data, texts(len(header)))
    back = parsed.frame.drop("_row_number").rows()
    assert back == shown(table)
    assert rules(parsed) == []


@examples(60)
@given(table=tables(LATIN), encoding=st.sampled_from(["latin-1", "cp1252"]))
def test_any_western_table_comes_back_as_written(table: list[list[str]], encoding: str) -> None:
    header = [f"c{position}" for position in range(len(table[0]))]
    if not shown(table):
        return
    parsed = read(as_csv([header, *table]).encode(encoding), texts(len(header)))
    assert parsed.frame.drop("_row_number").rows() == shown(table)


LINES = st.lists(
    st.text(st.sampled_from('ab,"; \t'), min_size=1, max_size=12).filter(str.strip), min_size=1, max_size=25
)


@examples(150)
@given(lines=LINES)
def test_no_line_is_lost_however_broken(lines: list[str]) -> None:
    """Every physical line is a row of its own, or a line break within a cell, or in a row that is told to be broken."""
    parsed = read("c0,c1\n" + "".join(f"{line}\n" for line in [*lines, "ultima,fila"]), texts(2))
    written = [line for line in lines if line.strip(' ,"\t')]
    within = sum((cell or "").count("\n") for row in parsed.frame.drop("_row_number").rows() for cell in row)
    assert len(parsed.frame) + within >= len(written) + 1 or "extra_cells" in {rule for *_, rule in rules(parsed)}
    assert (parsed.frame["c0"][-1], parsed.frame["c1"][-1]) == ("ultima", "fila") or within
