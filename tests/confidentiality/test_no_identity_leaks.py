"""No name, document or record number of anybody in any source is anywhere but in the sources and the sealed store.

Every person of the synthetic country is a canary: their surnames, where no word of Faro's own files has the same
letters, their documents, where they are too long to be met by chance, and the numbers of their records.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from faro.contracts import all_contracts
from faro.identity.normalise import fold
from faro.settings import PROJECT
from faro.simulation.country import DATASETS, Country

if TYPE_CHECKING:
    from running_stack import Stack

pytestmark = pytest.mark.stack

#: Where names may be: what institutions keep and hand over, sealed originals, the truth. Databases are asked by SQL.
SOURCES = {"institutions", "landing", "truth", "postgres", "institutions-postgres"}
_WORD = re.compile(r"[a-z0-9]{4,}")
#: As the registers of the country number records: REM-2015-00001, 15-000001-1219-PE.
_RECORD = re.compile(r"[A-Z]{2,3}-\d{4}-\d{5}|\d{2}-\d{6}-\d{4}-[A-Z]{2}")
_NUMBER = re.compile(rb"[0-9][0-9-]{8,}[0-9]")
_OWN_FILES = ("contracts", "dags", "dbt_project", "docs", "expectations", "src", "superset")
_LONG = 10
#: What noise does not spell by chance.
_LONG_ENOUGH_FOR_BINARY = 8


def words(text: str) -> set[str]:
    return set(_WORD.findall(fold(text)))


@pytest.fixture(scope="module")
def canaries() -> set[str]:
    country, found = Country(), set[str]()
    for name, dataset in DATASETS.items():
        records = country.records(name)
        for column in {"first_surname", "second_surname", "full_name"} & set(dataset.columns):
            found |= words(" ".join(records[column].drop_nulls().unique()))
        if "document_number" in dataset.columns:
            numbers = records["document_number"].drop_nulls().unique().to_list()
            found |= {fold(number) for number in numbers if len(number) >= _LONG or not number.isdigit()}
        found |= {*records[dataset.key].drop_nulls()}
    return found - own_words()


def own_words() -> set[str]:
    from dbt.task.docs import DOCS_INDEX_FILE_PATH  # takes seconds: not where tests are only collected

    paths = (path for folder in _OWN_FILES for path in (PROJECT / folder).rglob("*") if path.is_file())
    texts = [path.read_text(encoding="utf-8", errors="ignore") for path in paths if "country/data" not in str(path)]
    page_of_dbt = Path(DOCS_INDEX_FILE_PATH).read_text(encoding="utf-8")  # its script is full of syllables
    return set().union(*map(words, [*texts, page_of_dbt]))


def schemas_without_persons() -> set[str]:
    """Raw schemas of publishers of figures and places: their localities are named like people."""
    contracts = all_contracts()
    about_persons = {contract.institution for contract in contracts if contract.person}
    return {f"raw_{contract.institution}" for contract in contracts} - {f"raw_{each}" for each in about_persons}


def cells(uri: str) -> Iterator[tuple[str, str]]:
    """Every row of every table of a database, as text."""
    with psycopg.connect(uri) as connection:
        tables = connection.execute(
            "select relnamespace::regnamespace::text, relname from pg_class where relkind in ('r', 'm')"
            " and relnamespace::regnamespace::text not in ('pg_catalog', 'information_schema')"
        ).fetchall()
        for schema, table in tables:
            if schema in schemas_without_persons():
                continue
            query = SQL("select each::text from {} as each").format(Identifier(schema, table))
            with connection.cursor(name="everything") as cursor:
                for (row,) in cursor.execute(query):
                    yield f"{schema}.{table}", row


def found_in(texts: Iterable[tuple[str, str]], canaries: set[str]) -> dict[str, set[str]]:
    """Place → the canaries that sing there."""
    found: dict[str, set[str]] = {}
    for place, text in texts:
        if sung := (words(text) | {*_RECORD.findall(text)}) & canaries:
            found.setdefault(place, set()).update(sung)
    return found


@pytest.mark.parametrize("database", ["faro", "airflow", "superset", "postgres"])
def test_no_database_knows_anybody(stack: Stack, canaries: set[str], database: str) -> None:
    assert found_in(cells(stack.uri("postgres", database)), canaries) == {}


def test_no_file_knows_anybody(stack: Stack, canaries: set[str]) -> None:
    paths = [path for path in stack.home.rglob("*") if path.is_file() and is_ours(stack.home, path)]
    assert len(paths) > 100
    assert found_in(((str(path), content(path)) for path in paths), canaries) == {}


def test_the_sources_know_everybody(stack: Stack, canaries: set[str]) -> None:
    """The search finds them where they are, so it can fail."""
    assert len(canaries) > 1_000
    in_sources = set().union(*found_in(cells(stack.institution_uri("postgres", "eri")), canaries).values())
    in_files = [words(content(path)) & canaries for path in (stack.home / "institutions" / "msp").rglob("rechazos*.gz")]
    assert len(in_sources) > 100
    assert in_files
    assert all(in_files)


@pytest.fixture(scope="module")
def documents() -> set[bytes]:
    """Numbers as their institutions write them, where no other number is as long."""
    records = map(Country().records, DATASETS)
    found = set().union(*(each["document_number"].drop_nulls() for each in records if "document_number" in each))
    return {number.encode() for number in found if sum(map(str.isdigit, number)) >= _LONG}


@pytest.mark.parametrize(("server", "knows"), [("postgres", False), ("institutions-postgres", True)])
def test_the_warehouse_s_server_never_wrote_a_number(
    stack: Stack, documents: set[bytes], server: str, knows: bool
) -> None:
    """Not even where it notes what it is about to write; the institutions' own server does."""
    segments = [path for path in (stack.home / server / "pg_wal").iterdir() if path.is_file()]
    assert len(documents) > 100
    assert any(documents & set(_NUMBER.findall(path.read_bytes())) for path in segments) == knows


def test_an_original_is_unreadable_without_its_key(stack: Stack, canaries: set[str]) -> None:
    originals = [path for path in (stack.home / "landing").rglob("*") if path.is_file()]
    assert len(originals) >= len(DATASETS)
    assert all(path.read_bytes().startswith(b"age-encryption.org/") for path in originals)


def is_ours(home: Path, path: Path) -> bool:
    return path.relative_to(home).parts[0] not in SOURCES


def content(path: Path) -> str:
    data = path.read_bytes()
    text = (gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data).decode("utf-8", errors="ignore")
    return text if b"\0" not in data else " ".join(each for each in words(text) if len(each) >= _LONG_ENOUGH_FOR_BINARY)
