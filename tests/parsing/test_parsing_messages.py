"""What people are told: both languages, only allowed facts, ending with the cure, and never what a cell contains."""

import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parsing_material import as_csv, as_jsonl, as_xlsx, layout, read
from properties import examples

from faro.errors import ALLOWED_FACTS, DeliveryError, placeholders
from faro.parsing import RULES, errors, sentence
from faro.parsing.findings import CATALOGUE, finding

ERRORS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if kind.__module__ == errors.__name__]
SENTENCES = {
    **{kind.__name__: kind.template for kind in ERRORS},
    **{code: sentences for code, (_, sentences) in CATALOGUE.items()},
    **RULES,
}
CANARY = "CANARIO7391"


@pytest.mark.parametrize("name", sorted(SENTENCES))
def test_a_sentence_exists_in_both_languages_with_the_same_allowed_facts(name: str) -> None:
    es, en = SENTENCES[name]["es"], SENTENCES[name]["en"]
    assert es != en
    assert placeholders(es) == placeholders(en) <= ALLOWED_FACTS
    assert es.endswith(".")
    assert en.endswith(".")


def test_an_undeclared_finding_is_refused() -> None:
    with pytest.raises(KeyError):
        finding("Inventado", file="x")


def test_every_rule_has_its_sentence() -> None:
    assert sentence("not_a_date", "es").startswith("La celda no es una fecha")


def told(data: bytes | str, file_name: str) -> str:
    """Everything that a delivery makes the parser say."""
    try:
        parsed = read(data, layout("day", "place", "cases", "rate"), file_name)
    except DeliveryError as error:
        return f"{error} {error.message('es')} {error.message('en')} {error!r}"
    said = [note.message("es") + note.message("en") for note in parsed.findings]
    said += [f"{problem}" for problem in parsed.each_problem()]
    return " ".join(said)


HEADER = ["Fecha", "Provincia", "Cantidad", "Tasa"]


@pytest.mark.parametrize(
    "rows",
    [
        [HEADER, [CANARY, CANARY, CANARY, CANARY]],
        [HEADER, ["2020-01-31", CANARY, "1", "2", CANARY]],
        [HEADER, ["2020-01-31", CANARY]],
        [[CANARY, CANARY, CANARY, CANARY]] * 3,
        [HEADER, ["01/02/2020", CANARY, "1", "2"]],
        [HEADER, ["2020-01-31", f"{CANARY} Ã³", "1", "2"]],
        [HEADER, ["2020-01-31", "x", "1", "1.234"], [f"Total {CANARY}"]],
        [HEADER, [f'"{CANARY}" x"', CANARY, "1", "2"]],
        [["Fechas", *HEADER[1:]], [CANARY] * 4],
    ],
)
def test_no_message_holds_what_a_cell_contains(rows: list[list[str]]) -> None:
    text = as_csv(rows)
    objects = as_jsonl([dict(zip(HEADER, row, strict=False)) for row in rows[1:]])
    for data, name in (
        (text, "a.csv"),
        (text[:-4], "a.csv"),
        (text.replace('"', ""), "a.csv"),
        (text.encode("utf-16")[:-1], "a.csv"),
        (text.encode("latin-1") + b"\xff\x81", "a.csv"),
        (as_xlsx(rows), "a.xlsx"),
        (objects + f'{{"{CANARY}', "a.jsonl"),
        (objects + f'{{"Fecha": "{CANARY}"\n', "a.jsonl"),
    ):
        said = told(data, name)
        assert said
        assert CANARY not in said


@examples(60)
@given(
    st.lists(
        st.sampled_from([CANARY, '"', ",", "\n", ";", "\\", "{", "}", "\0", "ó", "01/02/2020", "1.234"]), max_size=30
    )
)
def test_no_message_holds_a_value_however_broken_the_file(pieces: list[str]) -> None:
    data = "Fecha,Provincia,Cantidad,Tasa\n2020-01-31,LIMON,1,1.5\n" + "".join(pieces)
    assert CANARY not in told(data, "a.csv")
