"""What is held is a finding for as long as it is held, and its rows keep their persons."""

import pytest
from ledger_material import Ledger
from private_warehouse import Warehouse
from small_manifest import small_manifest, work

from faro.transformation import states
from faro.transformation.documentation import without_other_hosts
from faro.transformation.results import Outcome

MANIFEST = small_manifest()
REFERRALS = MANIFEST.by_name["stg_eri__referrals"]
FACT = MANIFEST.by_name["fct_reported_offence"]
FAILED = Outcome(REFERRALS, "test failed", failed=("unique(referral_number)",), failing_rows=2, is_built=True)


@pytest.fixture
def ledger(own_warehouse: Warehouse) -> Ledger:
    return Ledger(own_warehouse)


def told(ledger: Ledger) -> list[tuple[str, str]]:
    return ledger.warehouse.rows("select code, severity from ops.open_finding order by 1")


def test_a_finding_says_what_is_held_until_it_is_released(ledger: Ledger) -> None:
    ledger.load("eri/referrals")
    with ledger.warehouse.connect("faro_transformer") as connection:
        states.hold(connection, "eri/referrals", FAILED)
        states.hold(connection, "eri/referrals", FAILED)
        assert states.held_datasets(connection) == {"eri/referrals": "-infinity"}
        assert told(ledger) == [("DatasetHeldBack", "critical")]
        states.release(connection, ["eri/referrals", "oij/police_statistics"])
        assert states.held_datasets(connection) == {}
    assert told(ledger) == []


def test_the_state_of_a_model_says_why_and_keeps_its_finding(ledger: Ledger) -> None:
    query = "select model, state, reason, behind, institution from ops.model_state order by model"
    failing = {FACT.id: Outcome(FACT, "test failed", failed=("holds",), failing_rows=1, is_built=True)}
    with ledger.warehouse.connect("faro_transformer") as connection:
        for found in (failing, failing):
            states.write_states(connection, MANIFEST, work(), "core", found)
        assert states.failed_models(connection) == {"fct_reported_offence"}
        mart = MANIFEST.by_name["i03"]
        states.hold(connection, "eri/referrals", FAILED)
        states.write_states(connection, MANIFEST, work(), "marts", {mart.id: Outcome(mart, "built", is_built=True)})
    assert ledger.warehouse.rows(query) == [
        ("fct_reported_offence", "stale", "test", [], "oij"),
        ("i03", "stale", "upstream", ["eri/referrals"], None),
    ]
    assert told(ledger) == [("DatasetHeldBack", "critical"), ("ModelStale", "error")]
    with ledger.warehouse.connect("faro_transformer") as connection:
        for layer, node in (("core", FACT), ("marts", mart)):
            states.write_states(connection, MANIFEST, work(), layer, {node.id: Outcome(node, "built", is_built=True)})
    assert ledger.warehouse.rows(query) == [
        ("fct_reported_offence", "current", None, [], "oij"),
        ("i03", "current", None, ["eri/referrals"], None),
    ]
    assert told(ledger) == [("DatasetHeldBack", "critical")]


def test_what_failed_is_named_once_however_often_it_is_written(ledger: Ledger) -> None:
    with ledger.warehouse.connect("faro_transformer") as connection:
        for _ in range(2):
            states.write_runs(connection, work(), "staging", [FAILED, Outcome(FACT, "built", 1.25, 7)])
    assert states.failures(ledger.warehouse.uri("faro_transformer"), work().transformation_id) == [
        "staging.stg_eri__referrals: unique(referral_number)"
    ]
    assert ledger.warehouse.rows("select seconds::float, row_count from ops.model_run where row_count > 0") == [
        (1.25, 7)
    ]


def test_a_row_that_was_replaced_has_the_person_of_its_record_while_its_dataset_is_held(ledger: Ledger) -> None:
    with ledger.warehouse.connect() as connection:
        for load in (1, 2):
            connection.execute(
                "insert into identity.observation"
                " (load_id, row_number, institution, dataset, role, record_key, erasure, key_id)"
                " values (%s, 2, 'eri', 'referrals', 'victim', 'R1', 'R1', 'k1')",
                [load],
            )
        connection.execute("insert into identity.person (load_id, row_number, person_key) values (2, 2, 'p')")
        query = "select load_id, person_key from identity.person_of_row order by 1"
        assert ledger.warehouse.rows(query, "faro_transformer") == [(2, "p")]
        states.hold(connection, "eri/referrals", FAILED)
    assert ledger.warehouse.rows(query, "faro_transformer") == [(1, "p"), (2, "p")]


def test_the_pages_of_dbt_tell_nobody_that_they_are_read() -> None:
    page = (
        '<script src="https://x.org/a.js"></script>i.src="//d1.cloudfront.net/2.9.0/sp.js";r("fish.sinter-collect.com")'
    )
    assert without_other_hosts(page) == '</script>i.src="";r("")'
