"""How much of each table is shown, of its figures and of those who are counted in them."""

from test_nobody import by_sector_and_sex, draft

from faro.releases.coverage import Coverage, coverages, together


def test_of_each_table_it_is_told_how_much_is_shown() -> None:
    usual = dict.fromkeys(("2019", "2021", "2022", "2023"), (20, 30))
    found = draft(by_sector_and_sex({"tourism": {**usual, "2020": (3, 0)}, "fishing": {**usual, "2020": (25, 35)}}))
    of_tables = coverages(found)
    assert set(of_tables) == {("I-15", "labour_sector"), ("I-15", "labour_sector_and_sex")}
    by_sex = of_tables["I-15", "labour_sector_and_sex"]
    released = [one for one in found.counted.released if one.breakdown == "labour_sector_and_sex"]
    assert (by_sex.figures, by_sex.shown) == (len(released), sum(map(found.is_shown, released)))
    assert by_sex.units_shown == sum(one.value or 0 for one in released if found.is_shown(one))
    assert by_sex.units == sum(one.value or 0 for one in released)
    assert 0 < (by_sex.of_figures or 0) < (by_sex.of_units or 0) < 1
    assert by_sex.withheld == 1  # of the year that goes on
    assert together(of_tables.values()).figures == len(found.counted.released)


def test_of_nothing_there_is_no_share() -> None:
    assert (Coverage(withheld=3).of_figures, Coverage(withheld=3).of_units) == (None, None)
