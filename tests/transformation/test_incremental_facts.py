"""With real dbt: after a later delivery a fact that is written on holds what building it anew gives, and nothing of it
was written twice."""

import json

import pytest
from fact_material import ERASED, LINK, RELINK, Facts, call, entries, measure, offence, rejection
from private_warehouse import Warehouse

pytestmark = pytest.mark.slow


@pytest.fixture
def facts(own_coded: Warehouse) -> Facts:
    return Facts(own_coded)


@pytest.mark.parametrize("settles", [False, True], ids=["whole history", "what may have changed"])
def test_what_changed_is_written_and_nothing_else(facts: Facts, settles: bool) -> None:
    ledger = facts.ledger

    def build() -> None:
        facts.build()
        if settles:
            facts.pass_tests()

    # A stays, B is corrected, C is withdrawn by its institution, M states no age and follows its person
    rejections = ledger.load("msp/rejections", *(rejection(number, "2022-01-02", age=20) for number in "ABC"))
    measures = ledger.load(
        "pani/protection_measures", measure("M", "2022-06-02"), measure("N", "2022-06-02", age=9),
        measure("O", "2022-06-02", birth_month="2010-02-01"),
    )  # fmt: skip
    calls = ledger.load("emergencias911/calls", *(call(number, "2022-01-02", "ASALTO") for number in "ABC"))
    entered = ledger.load("dgme/border_entries", entries("2022-01-01", "NIC", 10), entries("2022-02-01", "NIC", 20))
    taken_back = ledger.load("dgme/border_entries", entries("2022-04-01", "NIC", 40))
    reported = ledger.load("oij/police_statistics", offence("2022-01-01", "ASALTO"), offence("2022-01-01", "ASALTO"))
    for row in (2, 3, 4):
        facts.link(LINK, measures, row, f"person {row}")
    build()
    before = facts.writes()
    assert len(before) == 6 + 3 + 3 + 3 + 3 + 2

    # a night in which nothing came writes nothing
    build()
    assert facts.writes() == before

    ledger.load("msp/rejections", rejection("B", "2022-03-01", age=21), rejection("D", "2022-03-01"),
                rejection("C", "2022-03-01", record_status="Anulado"))  # fmt: skip
    ledger.load("emergencias911/calls", call("B", "2022-03-01", "TRATA DE PERSONAS"), call("D", "2022-03-01", "ASALTO"),
                call("C", "2022-03-01", "ASALTO", record_status="Anulado"))  # fmt: skip
    ledger.load("dgme/border_entries", entries("2022-02-01", "NIC", 21), entries("2022-03-01", "PAN", 30))
    ledger.withdraw(taken_back)
    ledger.load("oij/police_statistics", offence("2022-01-01", "ASALTO"))
    facts.link(RELINK, "person 4", measures, 2)
    # an erased person leaves without a trace
    facts.link("delete from raw_pani.protection_measures where (_load_id, _row_number) = (%s, %s)", measures, 3)
    facts.link(ERASED)
    build()
    after, written = facts.writes(), facts.rows()
    aged = facts.warehouse.rows("select record_number, person_key, age_key from exact.fct_service order by 1")
    assert aged == [("M", "person 4", "12"), ("O", "person 4", "12")]

    kept = {(fact, rejections, 2) for fact in ("fct_person_record", "fct_entry_rejection")}
    kept |= {(fact, measures, 4) for fact in ("fct_person_record", "fct_service")} | {("fct_call", calls, 2)}
    kept |= {("fct_border_movement", entered, 2), *(("fct_reported_offence", reported, row) for row in (2, 3))}
    assert {key for key, place in before.items() if after.get(key) == place} == kept

    facts.build("--full-refresh")
    assert facts.rows() == written


@pytest.mark.parametrize(
    "what_happened",
    ["finished_at = finished_at - interval '7 days'", "status = 'test failed'", "tests = 1"],
    ids=["a week", "a failure", "a test that did not run"],
)
def test_a_night_looks_where_anything_may_have_changed_and_after_this_everywhere(
    facts: Facts, what_happened: str
) -> None:
    ledger, lost = facts.ledger, "delete from core.fct_reported_offence where load_id = %s"
    first = ledger.load("oij/police_statistics", offence("2022-01-01", "ASALTO"))
    january = ledger.load("dgme/border_entries", entries("2022-01-01", "NIC", 10))
    february = ledger.load("dgme/border_entries", entries("2022-02-01", "NIC", 20))
    facts.build()
    facts.pass_tests()
    whole = facts.rows()

    second = ledger.load("oij/police_statistics", offence("2022-01-02", "HURTO"))
    again = ledger.load("dgme/border_entries", entries("2022-02-01", "NIC", 21))
    facts.link(lost, first)  # nothing that a delivery could do: it shows what is read
    facts.build()
    facts.pass_tests()
    assert facts.unsettled("fct_reported_offence") == facts.unsettled("fct_offence_count") == {second}
    assert facts.unsettled("fct_border_movement") == {february, again}
    assert {row[-2] for row in facts.rows()["fct_reported_offence"]} == {second}
    assert len(facts.rows()["fct_offence_count"]) == len(whole["fct_offence_count"]) + 1

    facts.link(f"update ops.model_run set {what_happened}")
    facts.build()
    assert facts.unsettled("fct_reported_offence") == {first, second}
    assert facts.unsettled("fct_border_movement") == {january, february, again}
    written = facts.rows()
    facts.build("--full-refresh")
    assert facts.rows() == written


def test_of_records_with_versions_a_night_looks_at_those_that_a_new_load_touches(facts: Facts) -> None:
    ledger, lost = facts.ledger, "delete from exact.fct_entry_rejection where load_id = %s"
    first = ledger.load("msp/rejections", *(rejection(number, "2022-01-02", age=20) for number in "ABC"))
    other = ledger.load("msp/rejections", rejection("D", "2022-01-02", age=20))
    facts.build()
    facts.pass_tests()

    def standing() -> list[tuple[str, int, int]]:
        return facts.warehouse.rows("select rejection_number, load_id, age from exact.fct_entry_rejection order by 1")

    # B of the first load gives way to a newer version; the lost row of D shows that what no load touches is not read
    facts.link(lost, other)
    second = ledger.load("msp/rejections", rejection("B", "2022-03-01", age=21), rejection("E", "2022-03-01", age=22))
    facts.build()
    facts.pass_tests()
    assert facts.unsettled("fct_entry_rejection") == {second}
    assert standing() == [("A", first, 20), ("B", second, 21), ("C", first, 20), ("E", second, 22)]

    # an older version that comes late changes nothing; a withdrawn load brings back what it had replaced
    late = ledger.load("msp/rejections", rejection("B", "2022-02-01", age=19))
    ledger.withdraw(second)
    facts.build()
    facts.pass_tests()
    assert facts.unsettled("fct_entry_rejection") == {second, late}
    assert standing() == [("A", first, 20), ("B", late, 19), ("C", first, 20)]

    facts.link(ERASED)
    facts.build()
    assert facts.unsettled("fct_entry_rejection") == {first, other, second, late}
    assert standing() == [("A", first, 20), ("B", late, 19), ("C", first, 20), ("D", other, 20)]
    written = facts.rows()
    facts.build("--full-refresh")
    assert facts.rows() == written


def test_a_correction_goes_with_the_delivery_it_corrects_and_gives_way_to_a_later_one(facts: Facts) -> None:
    ledger = facts.ledger
    flawed = ledger.load("oij/police_statistics", offence("2022-01-01", "ASALTO"))
    other = ledger.load("oij/police_statistics", offence("2022-01-05", "ASALTO"))
    facts.link("insert into quarantine.row select load_id, institution, dataset, 9, '[]' from ops.load"
               " where load_id = %s", flawed)  # fmt: skip
    states = []

    def build(*changed: int) -> None:
        facts.build()
        assert facts.unsettled("fct_reported_offence") == set(changed)
        facts.pass_tests()
        states.append(sorted((row[-2], row[-1]) for row in facts.rows()["fct_reported_offence"]))

    def correct() -> int:
        number = ledger.load("oij/police_statistics", offence("2022-01-01", "HURTO"))
        facts.link("update ops.load set edition = 'correcciones' where load_id = %s", number)
        facts.link("insert into ops.correction values (%s, 9, %s, 2)", flawed, number)
        return number

    build(flawed, other)
    one = correct()
    build(flawed, one)
    two = correct()
    build(flawed, one, two)
    ledger.withdraw(two)
    build(flawed, one, two)
    ledger.withdraw(flawed)
    build(flawed, one, two)
    place = {number: (number, 2) for number in (flawed, other, one, two)}
    assert states == [
        sorted(place[each] for each in standing)
        for standing in ([flawed, other], [flawed, other, one], [flawed, other, two], [flawed, other, one], [other])
    ]


def test_a_held_dataset_is_read_at_its_moment_and_then_again_as_it_is(facts: Facts) -> None:
    ledger = facts.ledger
    good = ledger.load("oij/police_statistics", offence("2022-01-01", "ASALTO"))
    facts.build()
    facts.pass_tests()
    ((moment,),) = facts.warehouse.rows(f"select finished_at::text from ops.load where load_id = {good}")
    ledger.load("oij/police_statistics", offence("2022-01-02", "HURTO"))
    facts.build()
    facts.pass_tests()
    current = facts.rows()
    facts.build("--vars", json.dumps({"held": {"oij/police_statistics": moment}}))
    facts.pass_tests()
    assert {row[-2] for row in facts.rows()["fct_reported_offence"]} == {good}
    facts.build()
    assert facts.rows() == current
