"""The ten worked questions of the analysts' guide: each query reads what exists and answers in the form stated."""

import re
from dataclasses import dataclass

import pytest
import sqlfluff
from docs_pages import DOCS, text_of

from faro.settings import PROJECT

MODELS = {path.stem: path for path in (PROJECT / "dbt_project" / "models").rglob("*.sql")}
SECTION = re.compile(r"^## Diez preguntas resueltas\n(.*?)^## ", re.MULTILINE | re.DOTALL)
QUESTION = re.compile(
    r"^### (?P<number>\d+)\. (?P<question>¿[^\n]+\?)\n"
    r".*?^```sql\n(?P<query>.*?)^```\n\n"
    r"Una fila por (?P<grain>[^;]+); da (?P<measures>[^.]+)\.$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Question:
    """A query with the columns of its answer: those that tell its rows apart, and what it gives for each."""

    number: int
    text: str
    query: str
    grain: list[str]
    measures: list[str]


def _questions() -> list[Question]:
    section = SECTION.search(text_of(DOCS / "guia-analisis.md"))
    assert section is not None
    return [
        Question(int(number), text, query, *(re.findall(r"`(\w+)`", names) for names in answer))
        for number, text, query, *answer in QUESTION.findall(section[1])
    ]


QUESTIONS = _questions()
each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: f"{question.number}")


def test_there_are_ten_in_order():
    assert [question.number for question in QUESTIONS] == list(range(1, 11))


@each_question
def test_its_query_is_sql(question):
    assert sqlfluff.parse(question.query, dialect="postgres")


@each_question
def test_its_query_reads_what_the_project_builds(question):
    tables = re.findall(r"\b(core|marts)\.(\w+)", question.query)
    assert tables
    assert {name for layer, name in tables if name not in MODELS or layer not in MODELS[name].parts} == set()


@each_question
def test_its_query_names_the_columns_of_the_answer(question):
    named = re.findall(r" as (\w+)", question.query)
    assert set(question.grain + question.measures) - set(named) == set()


@pytest.mark.stack
@each_question
def test_it_is_answered(stack, question):
    rows = stack.sql(question.query, "faro_analyst")
    assert rows
    assert all(list(row) == [*question.grain, *question.measures] for row in rows)
    assert len({tuple(row[name] for name in question.grain) for row in rows}) == len(rows)
