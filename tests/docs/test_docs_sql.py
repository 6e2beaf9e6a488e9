"""Every query of the analysts' guide runs on the stack and answers with rows."""

import json
import re

import pytest
from docs_pages import DOCS

GUIDE = (DOCS / "guia-analisis.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"^```sql\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)


def test_the_guide_has_queries():
    assert len(QUERIES) >= 8


@pytest.mark.stack
@pytest.mark.parametrize("query", QUERIES, ids=lambda query: " ".join(query.split())[:60])
def test_query_gives_rows(stack, query):
    assert json.loads(stack.faro("sql", "--json", query).stdout)
