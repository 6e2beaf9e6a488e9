"""What would be published is unknown enough beside all that was published before."""

from dataclasses import replace

from faro.disclosure.figures import Cell
from faro.indicators.definitions import definitions
from faro.releases.drafting import Draft, Drafting, attacked
from faro.releases.figures import IndicatorFigure
from faro.releases.policy import Publication, disclosure_policy
from faro.releases.published import Published
from faro.releases.tables import MEASURE, release_tables

DECLARED = disclosure_policy()
POLICY = DECLARED.model_copy(update={"periods": DECLARED.periods.model_copy(update={"running": "breakdowns"})})
TABLES = release_tables(definitions(), POLICY)
PROVINCES = ("CR-SJ", "CR-A", "CR-C", "CR-H", "CR-L")
#: Two small counts of 2021, one of 2022.
COUNTS = {"2021": (30, 9, 8, 3, 2), "2022": (30, 9, 7, 6, 2), "2023": (9, 9, 9, 9, 9)}


def rows(counts: dict[str, tuple[int, ...]]) -> list[IndicatorFigure]:
    found = []
    for year, of_year in counts.items():
        by_category = {("total", "total"): sum(of_year)}
        by_category |= {("province", province): count for province, count in zip(PROVINCES, of_year, strict=True)}
        found += [IndicatorFigure("I-01", year, *what, count, count, None) for what, count in by_category.items()]
    return found


def drafted(counts: dict[str, tuple[int, ...]], *earlier: Published) -> Draft:
    return Drafting(TABLES, POLICY, earlier).draft(rows(counts))


def cell(year: str, province: str) -> Cell:
    return Cell.of("detected", MEASURE, {"year": year, "province": province})


def hidden_in(found: Draft, year: str) -> set[str | None]:
    return {one.member("province") for one in found.hidden if one.member("year") == year}


def test_a_small_count_is_hidden_with_another_one() -> None:
    found = drafted(COUNTS)
    assert not found.computed
    assert hidden_in(found, "2021") >= {"CR-H", "CR-L"}
    assert len(hidden_in(found, "2022")) == 2
    statuses = {(one.period, one.category): found.is_shown(one) for one in found.counted.released}
    assert statuses["2021", "total"]
    assert not statuses["2022", "CR-L"]


def test_what_did_not_change_is_shown_and_hidden_as_before() -> None:
    first = drafted(COUNTS)
    second = drafted({**COUNTS, "2023": (9, 9, 9, 9, 12)}, first.published())
    assert not second.computed
    for year in ("2021", "2022"):
        assert hidden_in(second, year) == hidden_in(first, year)


def test_a_correction_is_protected_beside_what_it_corrects() -> None:
    """A case more in another province; by themselves both editions hide enough, whatever they hide."""
    first = drafted(COUNTS)
    corrected = {**COUNTS, "2022": (30, 9, 7, 7, 2)}
    second = drafted(corrected, first.published())
    assert not second.computed
    assert cell("2022", "CR-L") in second.hidden


def test_what_was_published_before_may_tell_too_much() -> None:
    """An edition that showed all but the small count of 2022: what is left of its total is no secret any more, and no
    later one makes it one, nor tells more."""
    first = drafted(COUNTS).published()
    careless = replace(first, hidden=first.hidden - {one for one in first.hidden if one.member("year") == "2022"})
    second = drafted({**COUNTS, "2023": (9, 9, 9, 9, 12)}, careless)
    assert cell("2022", "CR-L") not in second.hidden  # it is public
    told = replace(careless, hidden=careless.hidden | {cell("2022", "CR-L")})
    second = drafted({**COUNTS, "2023": (9, 9, 9, 9, 12)}, told)
    assert second.computed == ()
    assert (2, 2) in {(one.low, one.high) for one in second.told_before}


def test_what_becomes_public_later_stops_no_release() -> None:
    """9 had been hidden with the small one; now everybody reads it elsewhere, and the release after it goes on."""
    first = drafted(COUNTS)
    (beside,) = hidden_in(first, "2022") - {"CR-L"}
    count = dict(zip(PROVINCES, COUNTS["2022"], strict=True))[str(beside)]
    report = Publication(es="Informe", en="Report", counts={2022: {f"detected province={beside}": count}})
    policy = POLICY.model_copy(update={"public": (report,)})
    second = Drafting(TABLES, policy, [first.published()]).draft(rows({**COUNTS, "2023": (9, 9, 9, 9, 12)}))
    assert second.computed == ()
    assert cell("2022", "CR-L") in {one.cell for one in second.told_before}
    assert second.told_before == attacked([first.published()], policy)


def test_a_count_that_became_small_is_told_by_what_it_was() -> None:
    """9 were published, the total tells that 6 went: that 3 are left is no secret, and the release is held."""
    first = drafted(COUNTS)
    second = drafted({**COUNTS, "2023": (9, 9, 9, 9, 3)}, first.published())
    assert {(one.low, one.high) for one in second.computed} == {(3, 4)}


def test_the_counts_of_an_earlier_release_are_those_it_was_made_of() -> None:
    """What a reader gets by subtracting is made of them again; of that, nothing is subtracted once more."""
    published = drafted(COUNTS).published()
    again = drafted(COUNTS, published).published()
    assert again.counts == published.counts
    assert again.hidden == published.hidden
    assert not any(one.member("rest") for one in published.counts)


def test_a_category_that_was_not_there_was_nobody() -> None:
    """One was listed nowhere, now hidden: the total tells that no more than three came."""
    first = drafted({**COUNTS, "2023": (40, 30, 20, 20, 0)}).published()
    missing = replace(first, counts={cell: count for cell, count in first.counts.items() if count})
    second = drafted({**COUNTS, "2023": (40, 30, 20, 21, 2)}, missing)
    of_2023 = cell("2023", "CR-L")
    told = [(one.low, one.high) for one in second.computed if one.cell == of_2023]
    assert told == [(1, 3)]


def test_a_group_of_nationalities_is_the_sum_of_those_that_the_list_says() -> None:
    """Two persons from Colombia are hidden with others from South America, for whose total is shown."""
    nationalities = {"CRI": 40, "NIC": 30, "COL": 2, "VEN": 9, "ECU": 9}
    groups = {"costa_rica": 40, "central_america": 30, "south_america": 20}
    found = []
    for year in ("2021", "2022"):
        by = {("total", "total"): 90} | {("nationality", one): count for one, count in nationalities.items()}
        by |= {("nationality_group", one): count for one, count in groups.items()}
        found += [IndicatorFigure("I-01", year, *what, count, count, None) for what, count in by.items()]
    draft = Drafting(TABLES, POLICY).draft(found)
    hidden = {one.member("nationality") for one in draft.hidden if one.member("year") == "2021"}
    assert draft.computed == ()
    assert "COL" in hidden
    assert hidden & {"VEN", "ECU", "south_america"}
