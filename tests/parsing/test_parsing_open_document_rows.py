"""Plain rows of an ODS workbook are taken apart many at once, all others one by one: nobody can tell the difference."""

import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from parsing_material import outcome, texts
from properties import examples

from faro.parsing import Column, open_document_content
from faro.parsing.open_document_rows import Outline

KINDS = ("string", "number", "date")
OF = replace(
    texts(3),
    columns=tuple(Column(f"c{place}", kind, False) for place, kind in enumerate(KINDS)),  # type: ignore[arg-type]
)
DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'
NAMES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
)
CALCEXT = ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
TWICE = 'table:number-columns-repeated="2"'


def typed(kind: str, **stated: str) -> str:
    """The attributes of a cell of that type."""
    named = {"value-type": kind, **{name.replace("_", "-"): value for name, value in stated.items()}}
    return " ".join(f'office:{name}="{value}"' for name, value in named.items())


def cell(stated: str, *shown: str) -> str:
    """A cell with those attributes and paragraphs."""
    paragraphs = "".join(f"<text:p>{text}</text:p>" for text in shown)
    return f"<table:table-cell {stated}>{paragraphs}</table:table-cell>"


def row(*cells: str, stated: str = "") -> str:
    return f"<table:table-row{stated}>{''.join(cells)}</table:table-row>"


def content(body: str, names: str = NAMES + CALCEXT, declared: str = DECLARED) -> str:
    header = row(*(cell(typed("string"), f"c{place}") for place in range(3)))
    return (
        f"{declared}<office:document-content{names}><office:body><office:spreadsheet>"
        f'<table:table table:name="Hoja1">{header}{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )


def workbook(xml: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", xml.encode("utf-8", "surrogateescape"))
    return stream.getvalue()


def both_ways(xml: str) -> None:
    data = workbook(xml)
    fast = outcome(data, OF, "a.ods")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(open_document_content.Outline, "of", lambda _content: None)
        assert fast == outcome(data, OF, "a.ods")


SHOWN = st.sampled_from(
    ["a", "ñ", "", " ", "  a ", "1.5", "13/01/2024", "a &amp; b", "&amp;lt;", "&#241;", "&quot;", "a>b", "]]&gt;",
     "]]>", "a\tb", "a\nb", "a\rb", "\x85", "\u2028", "\x7f", "\x01", "\ufffe", "\udcff", "<text:s/>b",
     "<text:span>x</text:span>", "Total", "Ã³", "#N/A"]
)  # fmt: skip
ATTRIBUTES = st.sampled_from(
    [
        'table:style-name="ce1"',
        'table:style-name="a/b"',
        TWICE,
        'table:number-columns-repeated="0"',
        'table:number-columns-repeated="9"',
        typed("string"),
        typed("string"),
        *(typed("float", value=value) for value in ("12", "1.50", "1e20", "x")),
        typed("float"),
        typed("percentage", value="0.125"),
        typed("currency", currency="CRC", value="7"),
        *(typed("date", date_value=value) for value in ("2024-01-13", "2024-01-13T08:30:00")),
        typed("date"),
        *(typed("time", time_value=value) for value in ("PT30H00M00S", "8:30")),
        typed("boolean", boolean_value="true"),
        typed("other"),
        'calcext:value-type="string"',
        'calcext:value-type="error"',
        'table:formula="of:=1"',
        'office:string-value="s"',
        'office:value="3"',
        "otro='1'",
    ]
)
CELLS = st.builds(
    lambda stated, shown: cell(" ".join(stated), *shown), st.lists(ATTRIBUTES, max_size=3), st.lists(SHOWN, max_size=2)
)
PLAIN = st.sampled_from(
    [
        "<table:table-cell/>",
        f"<table:table-cell {TWICE}/>",
        cell(typed("string"), "a"),
        cell(f"{TWICE} {typed('string')}", "r"),
        cell(f'table:style-name="ce2" {typed("float", value="2")} calcext:value-type="float"', "2"),
    ]
)
OF_ROWS = st.sampled_from(
    ["", *(f' table:{each}="3"' for each in ("style-name", "number-rows-repeated", "visibility"))]
)
PLAIN_ROWS = st.lists(PLAIN, min_size=1, max_size=4).map(lambda cells: row(*cells))
ROWS = PLAIN_ROWS | st.builds(lambda cells, stated: row(*cells, stated=stated), st.lists(CELLS, max_size=4), OF_ROWS)
PLAIN_ROW = row(cell(typed("string"), "dentro"))
#: What may stand around rows, and what a careless reader would take for rows.
AROUND = st.sampled_from(
    [
        ("<table:table-header-rows>", "</table:table-header-rows>"),
        ("<!--", "-->"),
        ("<![CDATA[", "]]>"),
        ("<?x ", "?>"),
        ("\n  ", "\n"),
        ('<table:table table:name="Otra">', "</table:table>"),
        ("<table:table-row>", "</table:table-row>"),
        ('<table:shapes a="', '"/>'),
        (
            f"<table:table-row><table:table-cell {typed('string')}><table:table>",
            "</table:table><text:p>x</text:p></table:table-cell></table:table-row>",
        ),
        ('<table:table-row-group xmlns:text="urn:x">', "</table:table-row-group>"),
        ('<table:table-row-group xmlns:office="urn:x">', "</table:table-row-group>"),
        ("<office:annotation>", "</office:annotation>"),
        ('</table:table><table:table table:name="Hoja2">', ""),
    ]
)
BODIES = st.recursive(
    st.lists(ROWS, max_size=5).map("".join),
    lambda inner: st.builds(
        lambda around, before, rows: before + around[0] + PLAIN_ROW + rows + around[1], AROUND, inner, inner
    ),
    max_leaves=4,
)


@examples(200)
@given(body=BODIES)
@example(f"<!--{PLAIN_ROW}{PLAIN_ROW}-->{PLAIN_ROW}")
@example(f"{PLAIN_ROW * 2}<table:table-row><table:table-row>{PLAIN_ROW * 2}</table:table-row></table:table-row>")
@example(PLAIN_ROW.replace("dentro", "") * 3 + PLAIN_ROW)
@example(PLAIN_ROW + row(cell('office:value-type="string" office:value-type="string"', "dentro")))
def test_both_ways_give_the_same(body: str) -> None:
    both_ways(content(body))


OTHER_DECLARATIONS = ["", *(DECLARED.replace(*each) for each in [("UTF-8", "ISO-8859-1"), ("1.0", "1.1"), ('"', "'")])]
OTHER_NAMES = [NAMES, *(NAMES.replace(*each) for each in [("text:1.0", "otro:1.0"), ("xmlns:office", "xmlns:o")])]


@pytest.mark.parametrize("declared", OTHER_DECLARATIONS)
@pytest.mark.parametrize("names", [NAMES + CALCEXT, *OTHER_NAMES])
def test_both_ways_give_the_same_whatever_the_document_declares(declared: str, names: str) -> None:
    both_ways(content(PLAIN_ROW * 2 + PLAIN_ROW.replace("dentro", "ñ"), names, declared))


def cut_out(body: str) -> int:
    outline = Outline.of(content(body).encode())
    return outline.starts[-1] if outline else 0


def test_plain_rows_are_cut_out_and_others_are_not() -> None:
    number = cell(f'table:style-name="ce1" {typed("float", value="2")} calcext:value-type="float"', "2")
    assert cut_out(PLAIN_ROW + row(number, stated=' table:style-name="ro1"')) == 2
    doubtful = ["<text:s/>", "&#241;", "a\tb", "]]>"]
    assert cut_out("".join(PLAIN_ROW.replace("dentro", text) for text in doubtful)) == 0
    assert cut_out(f"<!-- -->{PLAIN_ROW}") == 0
    assert cut_out(row(cell(f'table:formula="of:=1" {typed("string")}', "a"))) == 0
