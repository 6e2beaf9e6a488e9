"""What an analyst can find out about a person: everything that she can read of one, put together."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import date

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from running_stack import Stack

pytestmark = pytest.mark.stack

#: What somebody from outside may know of a person; columns by how their names end.
KNOWN_FROM_OUTSIDE = (
    "sex_key", "age", "age_key", "age_group_key", "population_group", "nationality_key", "citizenship_group",
    "province_key", "canton_key", "district_key", "territory_key", "residence_key", "birth_month", "exploitation_place",
)  # fmt: skip
#: Once in so many may a person be the only one who is described so.
UNIQUE_AT_MOST = 0.01
#: Before the calendar begins stand the days of the special members.
FIRST_DAY = date(2000, 1, 1)


@pytest.fixture(scope="module")
def analyst(stack: Stack) -> Iterator[psycopg.Connection]:
    with psycopg.connect(stack.uri("faro_analyst")) as connection:
        yield connection


@pytest.fixture(scope="module")
def exact(stack: Stack) -> Iterator[psycopg.Connection]:
    with psycopg.connect(stack.uri("faro_transformer")) as connection:
        yield connection


@pytest.fixture(scope="module")
def columns(analyst: psycopg.Connection) -> dict[str, list[tuple[str, str]]]:
    """Relation of the star that is a view on exact rows → its columns and their types."""
    answer: dict[str, list[tuple[str, str]]] = {}
    for view, column, kind in analyst.execute(
        "select table_name, column_name, data_type from information_schema.columns"
        " join information_schema.tables using (table_schema, table_name)"
        " where table_schema = 'core' and table_type = 'VIEW' order by 1, ordinal_position"
    ):
        answer.setdefault(view, []).append((column, kind))
    return answer


@pytest.fixture(scope="module")
def descriptions(
    analyst: psycopg.Connection, columns: dict[str, list[tuple[str, str]]]
) -> dict[str, dict[str, set[tuple[str, str]]]]:
    """Purpose → person → everything known from outside that any table says of her."""
    answer: dict[str, dict[str, set[tuple[str, str]]]] = {}
    owners = dict(analyst.execute("select person_key, purpose from core.dim_person").fetchall())
    for view, described in columns.items():
        names = [name for name, _ in described]
        told = [name for name in names if name.endswith(KNOWN_FROM_OUTSIDE)]
        if "person_key" not in names or not told:
            continue
        query = SQL("select person_key, {} from core.{}").format(
            SQL(", ").join(map(Identifier, told)), Identifier(view)
        )
        for person, *values in analyst.execute(query):
            known = answer.setdefault(owners[person], {}).setdefault(person, set())
            known.update(zip(told, map(str, values), strict=True))
    return answer


def test_hardly_a_person_is_the_only_one_who_is_described_so(
    descriptions: dict[str, dict[str, set[tuple[str, str]]]],
) -> None:
    assert {"eri", "detection", "ccss", "fiscalia"} <= descriptions.keys()
    for purpose, persons in descriptions.items():
        alike = Counter(frozenset(each) for each in persons.values())
        unique = [each for each, count in alike.items() if count == 1 and any(v != "withheld" for _, v in each)]
        assert len(unique) <= UNIQUE_AT_MOST * len(persons), purpose


def test_the_exact_rows_single_nearly_everybody_out(exact: psycopg.Connection) -> None:
    """Why the views are coarser: the measure of the test above finds something where there is something."""
    (unique, persons), *_ = exact.execute(
        "select count(*) filter (where alike = 1), count(*) from (select count(*) as alike"
        " from exact.fct_referral join exact.dim_person using (person_key)"
        " group by sex_key, birth_month, nationality_key, territory_key) as each"
    )
    assert unique > 0.8 * persons > 100


def test_no_key_of_a_person_leads_from_one_institutions_records_to_anothers(analyst: psycopg.Connection) -> None:
    shared = analyst.execute(
        "select person_key from core.dim_person group by person_key having count(distinct purpose) > 1 limit 1"
    ).fetchall()
    assert shared == []
    ((persons, purposes),) = analyst.execute("select count(*), count(distinct purpose) from core.dim_person").fetchall()
    assert persons > purposes > 10


def test_who_holds_an_institutions_file_finds_no_row_by_it(
    analyst: psycopg.Connection, exact: psycopg.Connection
) -> None:
    """A row's exact key follows from the file and the row's place in it, and a number is known to who wrote it."""
    rows = exact.execute(
        "select sha256, row_number, referral_number from staging.stg_eri__referrals limit 200"
    ).fetchall()
    known = {number for _, _, number in rows}
    known |= {hashlib.md5(f"{sha256}:{row}".encode()).hexdigest() for sha256, row, _ in rows}
    seen = {value for row in analyst.execute("select * from core.fct_referral") for value in row}
    assert len(known) == 2 * len(rows) > 0
    assert not known & seen


def test_no_view_tells_a_day_or_the_way_back_to_a_row(
    analyst: psycopg.Connection, columns: dict[str, list[tuple[str, str]]]
) -> None:
    assert len(columns) > 25
    for view, described in columns.items():
        names = {name for name, _ in described}
        assert not names & {"load_id", "row_number", "sha256", "birth_month"}, view
        assert not [name for name in names if name.endswith("_received")], view
        for column in (name for name, kind in described if kind == "date"):
            query = SQL("select count(*) from core.{view} where {column} >= %s and extract(day from {column}) != 1")
            asked = query.format(view=Identifier(view), column=Identifier(column))
            assert analyst.execute(asked, [FIRST_DAY]).fetchone() == (0,), (view, column)


def test_an_analyst_reaches_no_row_beside_the_views(analyst: psycopg.Connection) -> None:
    reachable = analyst.execute(
        "select relnamespace::regnamespace::text || '.' || relname from pg_class"
        " where relnamespace::regnamespace::text ~ '^(raw_|staging$|intermediate$|exact$|identity$|quarantine$|work$)'"
        " and relkind in ('r', 'v', 'm') and has_any_column_privilege(oid, 'select')"
        " and has_schema_privilege(relnamespace, 'usage')"
    ).fetchall()
    assert reachable == []
