"""What others know of a count without the release: a respondent its own part, everybody what is published already."""

from collections.abc import Iterable, Sequence

from outsider import Mind
from releasing import released
from test_outsider import accredited, finds, row

from faro.disclosure.figures import Cell
from faro.indicators.definitions import definitions
from faro.releases.counting import counted
from faro.releases.drafting import Draft, Drafting, attacked
from faro.releases.figures import IndicatorFigure
from faro.releases.known import published_elsewhere
from faro.releases.policy import DisclosurePolicy, Publication, disclosure_policy
from faro.releases.tables import MEASURE, release_tables

POLICY = disclosure_policy()
TABLES = release_tables(definitions(), POLICY)
ALONE = POLICY.model_copy(update={"holders": (), "public": ()})
INSTITUTIONS = ("eri", "fiscalia", "msp", "oij")
#: Of each year and institution.
RECORDS = {"2021": (30, 20, 3, 2), "2022": (30, 20, 9, 9), "2023": (9, 9, 9, 9)}


def records(counts: dict[str, tuple[int, ...]] = RECORDS) -> list[IndicatorFigure]:
    found = []
    for year, of_year in counts.items():
        found.append(IndicatorFigure("I-11", year, "total", "total", 0, 0, sum(of_year)))
        for institution, count in zip(INSTITUTIONS, of_year, strict=True):
            found.append(IndicatorFigure("I-11", year, "institution", institution, 0, 0, count))
    return found


def by_groups(of_2022: Sequence[int]) -> list[IndicatorFigure]:
    """Women, girls, men and boys of three years."""
    groups = {"2020": (20, 20, 20, 20), "2021": (20, 20, 20, 20), "2022": of_2022, "2023": (9, 9, 9, 9)}
    return [one for year, of_year in groups.items() for one in accredited(year, of_year)]


def draft(rows: Iterable[IndicatorFigure], policy: DisclosurePolicy = POLICY) -> Draft:
    found = Drafting(TABLES, policy).draft(rows)
    assert found.computed == ()
    return found


def record(institution: str) -> Cell:
    return Cell.of("victim_records", MEASURE, {"year": "2021", "record_institution": institution})


def group(sex: str, age: str) -> Cell:
    return Cell.of("accredited", MEASURE, {"year": "2022", "sex": sex, "age_group": age})


def unknown(found: Draft, institution: str) -> list[str]:
    """The others whose records of 2021 it cannot count."""
    return [one for one in INSTITUTIONS if one != institution and record(one) in found.hidden]


def test_a_small_part_that_one_other_hides_is_counted_by_that_one() -> None:
    """Of 55 records 3 and 2 are hidden: each of the two institutions knows one of them, and so the other."""
    total = Cell.of("victim_records", MEASURE, {"year": "2021"})
    careless = draft(records(), ALONE)
    assert total not in careless.hidden
    assert {len(unknown(careless, one)) for one in ("msp", "oij")} == {1}
    told = attacked([careless.published()], POLICY)
    assert {(one.cell, one.low, one.high) for one in told} >= {(record("msp"), 3, 3), (record("oij"), 2, 2)}


def test_an_institution_that_knows_its_own_part_counts_no_other() -> None:
    found = draft(records())
    total = Cell.of("victim_records", MEASURE, {"year": "2021"})
    assert all(total in found.hidden or len(unknown(found, one)) > 1 for one in INSTITUTIONS)
    assert {record("msp"), record("oij")} <= found.hidden
    assert attacked([found.published()], POLICY) == ()


def test_what_an_institution_knows_of_an_earlier_release_it_knows_still() -> None:
    """One record of 2022 came, and all of 2021 is as it was."""
    first = draft(records())
    second = Drafting(TABLES, POLICY, [first.published()]).draft(records({**RECORDS, "2022": (30, 20, 9, 10)}))
    assert second.computed == ()
    assert attacked([first.published(), second.published()], POLICY) == ()


def test_an_outsider_with_a_part_of_its_own_finds_what_is_hidden_from_outsiders_alone() -> None:
    """Of 20 persons the ERI detected 15: with the 2 that the ministry knows of, the police detected 3 or more."""
    parts = {"2020": (15, 9, 8), "2021": (15, 3, 2), "2022": (15, 9, 8)}
    first = [one for year, of_year in parts.items() for one in by_institution(year, 20, of_year)]
    second = [*first, *by_institution("2023", 30, (20, 9, 9))]
    careless = list(released([first, second], ALONE))
    assert finds(careless, Mind()) == []
    assert {one.low for one in finds(careless, Mind(holder="msp"))} == {3}
    careful = list(released([first, second]))
    assert [finds(careful, Mind(holder=one)) for one in ("", "eri", "msp", "oij")] == [[], [], [], []]


def by_institution(year: str, everybody: int, parts: Sequence[int]) -> list[IndicatorFigure]:
    counts = zip(("eri", "oij", "msp"), parts, strict=True)
    return [
        row("I-01", year, "total", "total", everybody),
        *(row("I-01", year, "institution", one, count) for one, count in counts),
    ]


def test_an_institution_knows_its_column_of_each_year_and_period_and_the_few_of_a_whole_that_are_others() -> None:
    rows = [row("I-01", year, "institution", "oij", count) for year, count in {"2020": 9, "2021": 6, "2022": 7}.items()]
    rows += [row("I-01", "2021", "institution", "not_recorded", 6), row("I-01", "2021", "total", "total", 8)]
    known = counted(rows, TABLES, POLICY).figures.known
    own = [{"institution": "oij", "year": year} for year in ("2020", "2021", "2020–2021")]
    others = {"rest": "institution≠oij", "year": "2021"}
    assert known == {"oij": frozenset(Cell.of("detected", MEASURE, parts) for parts in (*own, others))}


def test_a_count_that_is_published_elsewhere_is_shown_and_another_one_is_not() -> None:
    """Everybody can read of one man in 2022. After a correction there are two: whoever read of one does not know."""
    assert group("man", "from_18") not in draft(by_groups((18, 14, 1, 5))).hidden
    assert group("man", "from_18") in draft(by_groups((18, 14, 2, 5))).hidden
    assert group("man", "from_18") in draft(by_groups((18, 14, 1, 5)), ALONE).hidden


def test_what_is_published_elsewhere_is_shown_in_its_table() -> None:
    rows = by_groups((18, 14, 1, 5))
    found = draft(rows)
    shown = {one.category for one in found.counted.released if one.table == ("I-04", "sex_and_age", "2022")}
    assert shown == {"women", "girls", "men", "boys"}
    assert all(found.is_shown(one) for one in found.counted.released if one.table == ("I-04", "sex_and_age", "2022"))


def test_what_is_published_elsewhere_hides_no_other_count() -> None:
    """Two provinces of 2022 are hidden together, and one of them can be read elsewhere: so a third one is hidden."""
    provinces = {"CR-SJ": 30, "CR-A": 9, "CR-C": 3, "CR-H": 2}
    rows = [row("I-04", year, "province", one, count) for year in ("2021", "2022") for one, count in provinces.items()]
    rows += [row("I-04", year, "total", "total", sum(provinces.values())) for year in ("2021", "2022")]
    rows.append(row("I-04", "2023", "total", "total", 30))
    elsewhere = Publication(es="Informe", en="Report", counts={2022: {"accredited province=CR-C": 3}})
    told = POLICY.model_copy(update={"public": (elsewhere,)})
    careless, careful = draft(rows, ALONE), draft(rows, told)

    def hidden(found: Draft, year: str) -> set[str | None]:
        return {one.member("province") for one in found.hidden if one.member("year") == year}

    assert hidden(careless, "2022") == {"CR-C", "CR-H"}
    assert (2, 2) in {(one.low, one.high) for one in attacked([careless.published()], told)}
    assert "CR-C" not in hidden(careful, "2022")
    assert len(hidden(careful, "2022")) > 1
    assert attacked([careful.published()], told) == ()


def test_what_is_public_says_where() -> None:
    told = {(cell, count): (of.es, of.published) for cell, count, of in published_elsewhere(POLICY)}
    title, year = told[group("man", "from_18"), 1]
    assert "Trafficking in Persons Report 2023" in title
    assert year == 2023
