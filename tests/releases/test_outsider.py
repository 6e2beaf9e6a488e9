"""Small releases that an outsider reads: what is left of a total, and what two tables or two releases tell together."""

from collections.abc import Iterator, Mapping, Sequence

from judging import Attack, Find, Publication
from outsider import Mind
from releasing import released, released_alone
from sheets import Figure

from faro.releases.figures import IndicatorFigure

PROVINCES = ("CR-1", "CR-2", "CR-3", "CR-4")
GROUPS = ("women", "girls", "men", "boys")
ADULTS, MINORS = 3_900_000, 1_300_000


def row(
    indicator: str, year: str, breakdown: str, category: str, number: int, of: int | None = None
) -> IndicatorFigure:
    value = number / of * 100_000 if of else number
    return IndicatorFigure(indicator, year, breakdown, category, value, number, of)


def detected(year: str, provinces: Sequence[int], women: int) -> Iterator[IndicatorFigure]:
    everybody = sum(provinces)
    yield row("I-01", year, "total", "total", everybody)
    yield row("I-01", year, "sex", "woman", women)
    yield row("I-01", year, "sex", "man", everybody - women)
    for province, number in zip(PROVINCES, provinces, strict=True):
        yield row("I-01", year, "province", province, number)


def by_form(year: str, everybody: int, forms: Mapping[str, int]) -> Iterator[IndicatorFigure]:
    yield row("I-01", year, "total", "total", everybody)
    for form, number in forms.items():
        yield row("I-01", year, "exploitation_form", form, number)


def accredited(year: str, groups: Sequence[int]) -> Iterator[IndicatorFigure]:
    """Of women, girls, men and boys."""
    women, girls, men, boys = groups
    yield row("I-04", year, "total", "total", sum(groups))
    yield row("I-04", year, "sex", "woman", women + girls)
    yield row("I-04", year, "sex", "man", men + boys)
    yield row("I-04", year, "age_group", "adult", women + men)
    yield row("I-04", year, "age_group", "minor", girls + boys)
    yield row("I-02", year, "sdg_age_group", "from_18", women + men, ADULTS)
    yield row("I-02", year, "sdg_age_group", "under_18", girls + boys, MINORS)
    for group, number in zip(GROUPS, groups, strict=True):
        yield row("I-04", year, "sex_and_age", group, number)


def finds(publications: Sequence[Publication], mind: Mind) -> list[Find]:
    return Attack(publications, mind).finds()


def hiding(rows: Sequence[IndicatorFigure], *provinces: str) -> Publication:
    figures: dict[Figure, float | None] = {
        (one.indicator, one.breakdown, one.category, one.year): None if one.category in provinces else one.value
        for one in rows
    }
    return Publication(figures, rows)


def test_what_is_left_of_a_total_is_found() -> None:
    rows = tuple(detected("2022", (30, 9, 8, 2), women=20))
    (found,) = finds([hiding(rows, "CR-4")], Mind())
    assert (found.number, found.is_exact) == (2, True)
    assert finds([hiding(rows, "CR-3", "CR-4")], Mind()) == []


def test_what_was_shown_before_is_found_where_nothing_changed() -> None:
    rows = tuple(detected("2022", (30, 9, 8, 2), women=20))
    (found,) = finds([hiding(rows, "CR-3", "CR-4"), hiding(rows, "CR-2", "CR-4")], Mind())
    assert (found.number, found.is_exact) == (2, True)


def test_what_is_thought_of_changes_is_true_or_finds_nothing() -> None:
    """A province was corrected where nobody sees it: that nothing changed is not true, and is not believed."""
    before = tuple(detected("2022", (30, 9, 8, 2), women=20))
    after = tuple(detected("2022", (30, 8, 8, 3), women=20))
    attack = Attack([hiding(before, "CR-2", "CR-4"), hiding(after, "CR-2", "CR-4")], Mind())
    assert attack.guesses
    assert attack.true_guesses == []


def test_women_and_girls_are_all_of_their_sex() -> None:
    """45 women of any age are shown, and 28 of age: 17 are girls, and 6 of 23 minors boys."""
    by_year = {"2020": (9, 7, 6, 1), "2021": (19, 10, 5, 5), "2022": (15, 1, 3, 6)}
    rows = tuple(one for year, groups in by_year.items() for one in accredited(year, groups))
    assert finds(list(released_alone([rows])), Mind(groups=True)) == []


def test_a_table_that_did_not_change_is_known_not_to_have() -> None:
    """Six sexes of 2021 were corrected. Its provinces are shown first, and then what they are with those of 2022: 12 of
    15 are of 2021, so 3 are of 2022."""
    provinces = {"2021": (30, 9, 12, 12), "2022": (30, 9, 8, 3), "2023": (9, 9, 9, 9)}
    before = tuple(one for year in ("2021", "2022") for one in detected(year, provinces[year], women=30))
    women = {"2021": 24, "2022": 30, "2023": 9}
    after = tuple(one for year in provinces for one in detected(year, provinces[year], women[year]))
    assert finds(list(released([before, after])), Mind(by_table=True)) == []


def test_what_was_withdrawn_and_is_back_is_what_it_was() -> None:
    """Provinces of 2021 are shown, are fewer for a while, and are back: 12 of 13 are of 2021, so 1 is of 2022."""
    provinces = {"2021": (30, 12, 5, 8), "2022": (30, 1, 9, 9), "2023": (9, 9, 9, 9)}
    women = {"2021": 20, "2022": 20, "2023": 9}
    back = tuple(one for year in provinces for one in detected(year, provinces[year], women[year]))
    first = tuple(one for one in back if one.year != "2023")
    fewer = (*detected("2021", (24, 10, 3, 6), women=16), *(one for one in back if one.year != "2021"))
    assert finds(list(released([first, fewer, back])), Mind(any_two=True)) == []


def test_the_only_one_of_a_form_who_was_erased_is_not_told() -> None:
    """In 2021–2022 somebody suffered forced begging, and nobody in 2022; one person of 2021 is erased, and the form is
    in no table any more: it was that one."""
    usual = {"forced_labour": 18, "sexual_exploitation": 15, "servitude": 6}
    years = {"2022": (24, usual), "2023": (30, usual)}
    few = {"forced_labour": 14, "sexual_exploitation": 6, "servitude": 2, "forced_marriage": 2}
    newest = {"forced_labour": 18, "sexual_exploitation": 15, "servitude": 9, "forced_marriage": 6}
    before = {"2021": (18, {**few, "forced_begging": 1}), **years}
    after = {"2021": (17, few), **years, "2024": (30, newest)}
    states = [
        tuple(one for year, of_year in state.items() for one in by_form(year, *of_year)) for state in (before, after)
    ]
    assert finds(list(released(states)), Mind()) == []
