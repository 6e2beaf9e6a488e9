"""Of a group of few nobody is told what they are: neither by what is listed nor by what is not."""

from collections.abc import Sequence

from judging import Publication
from outsider import Knowledge, Mind
from releasing import TABLES, released
from sheets import Sheet
from test_outsider import row

from faro.disclosure.figures import Cell
from faro.releases.drafting import Draft, Drafting, attacked
from faro.releases.figures import IndicatorFigure
from faro.releases.policy import disclosure_policy
from faro.releases.tables import MEASURE, YEAR

POLICY = disclosure_policy().model_copy(update={"public": ()})
#: Women and men.
SEXES = {"2019": (9, 8), "2020": (9, 9), "2021": (12, 6), "2022": (3, 0), "2023": (9, 9)}


def by_sex(years: dict[str, tuple[int, int]] = SEXES) -> list[IndicatorFigure]:
    found = []
    for year, (women, men) in years.items():
        found.append(row("I-04", year, "total", "total", women + men))
        found += [row("I-04", year, "sex", sex, count) for sex, count in (("woman", women), ("man", men)) if count]
    return found


def by_sector_and_sex(of_each: dict[str, dict[str, tuple[int, int]]]) -> list[IndicatorFigure]:
    """Sector → year → women and men."""
    found = []
    for sector, years in of_each.items():
        for year, counts in years.items():
            found.append(row("I-15", year, "labour_sector", sector, sum(counts)))
            for sex, count in zip(("woman", "man"), counts, strict=True):
                if count:
                    found.append(row("I-15", year, "labour_sector_and_sex", f"{sector}|{sex}", count))
    return found


def draft(rows: Sequence[IndicatorFigure]) -> Draft:
    found = Drafting(TABLES, POLICY).draft(rows)
    assert found.computed == ()
    return found


def of(year: str, **parts: str) -> Cell:
    return Cell.of("accredited", MEASURE, {YEAR: year, **parts})


def test_that_all_of_three_are_women_is_told_by_no_zero_and_no_period() -> None:
    """Men of 2020–2022 are 15, and of 2020 and 2021 too: one of the two years is hidden, or the period."""
    found = draft(by_sex())
    assert of("2022", sex="man") in found.counted.figures.counts
    assert {of("2022", sex="woman"), of("2022", sex="man")} <= found.hidden
    assert ("I-04", "sex", "2022") in found.counted.withheld
    assert attacked([found.published()], POLICY) == ()


def test_an_outsider_does_not_learn_that_all_of_three_are_women() -> None:
    (release,) = released([tuple(by_sex())], POLICY)
    assert highest_of(release, ("accredited", "2022", (("sex", "man"),))) >= 3


def test_of_enough_it_is_told_that_all_are_women() -> None:
    found = draft(by_sex({**SEXES, "2022": (13, 0)}))
    assert of("2022", sex="woman") not in found.hidden


def test_where_nobody_is_in_a_category_of_few_it_is_listed_like_the_others() -> None:
    """In 2020 three women worked in tourism and no man: of both it is told that there may be some."""
    usual = dict.fromkeys(("2019", "2021", "2022", "2023"), (20, 30))
    found = draft(by_sector_and_sex({"tourism": {**usual, "2020": (3, 0)}, "fishing": {**usual, "2020": (25, 35)}}))
    listed = {
        one.category: found.is_shown(one)
        for one in found.counted.released
        if (one.breakdown, one.period) == ("labour_sector_and_sex", "2020")
    }
    assert listed["tourism|woman"] is listed["tourism|man"] is False
    assert len(listed) == 4


def test_few_are_broken_down_in_no_table() -> None:
    """Three women in all years worked in tourism: a table that listed them and no men would tell who they are."""
    usual = dict.fromkeys(("2019", "2020", "2021", "2022", "2023"), (20, 30))
    found = draft(by_sector_and_sex({"tourism": {"2020": (2, 0), "2021": (1, 0)}, "fishing": usual}))
    categories = {one.category for one in found.counted.released}
    assert categories == {"tourism", "fishing", "fishing|woman", "fishing|man"}


def highest_of(publication: Publication, count: tuple[str, str, tuple[tuple[str, str], ...]]) -> int:
    """The highest that an outsider must reckon with."""
    knowledge = Knowledge([Sheet(publication.release, {})], Mind())
    unknown = knowledge.equations.leader(knowledge.at[0][count])
    for piece in knowledge.equations.pieces:
        narrower = piece.narrower({unknown: (0, 3)})
        if unknown in narrower:
            return narrower[unknown][1]
    return 3
