"""What there is to transform follows from the ledger, by dataset, in whatever order deliveries are loaded."""

from dataclasses import replace

import pytest
from ledger_material import Ledger
from private_warehouse import Warehouse

from faro.transformation import Work, pending_work, record


@pytest.fixture
def ledger(own_warehouse: Warehouse) -> Ledger:
    return Ledger(own_warehouse)


def pending(ledger: Ledger) -> Work | None:
    return pending_work(ledger.warehouse.uri("faro_transformer"))


def covered(ledger: Ledger) -> Work:
    """The work there was, done."""
    work = pending(ledger)
    assert work is not None
    numbers = ledger.warehouse.rows("select coalesce(max(transformation_id), 0) + 1 from ops.transformation")
    record(ledger.warehouse.uri("faro_transformer"), replace(work, transformation_id=numbers[0][0]))
    assert pending(ledger) is None
    return work


def test_an_empty_ledger_and_a_rejected_delivery_are_no_work(ledger: Ledger) -> None:
    assert pending(ledger) is None
    ledger.load("oij/police_statistics", state="rejected")
    assert pending(ledger) is None


def test_the_first_work_is_a_new_project_and_the_next_only_what_is_new(ledger: Ledger) -> None:
    ledger.load("oij/police_statistics")
    ledger.load("eri/referrals")
    first = covered(ledger)
    assert (first.is_new_project, set(first.datasets)) == (True, {"oij/police_statistics", "eri/referrals"})
    ledger.load("eri/referrals")
    second = covered(ledger)
    assert (second.is_new_project, set(second.datasets), second.links_changed) == (False, {"eri/referrals"}, False)


def test_a_delivery_that_is_loaded_after_a_later_one_is_not_forgotten(ledger: Ledger) -> None:
    with ledger.warehouse.connect() as connection:
        connection.execute(
            "insert into ops.delivery (institution, dataset, source_name, source_version, sha256, bytes, route,"
            " outcome) values ('eri', 'referrals', 'slow', '1', 'slow', 1, 'postgres', 'new')"
        )
    ledger.load("oij/police_statistics")
    covered(ledger)
    with ledger.warehouse.connect() as connection:
        connection.execute(
            "insert into ops.load (load_id, institution, dataset, sha256, state, contract_version, delivered, accepted,"
            " quarantined) select delivery_id, institution, dataset, sha256, 'loaded', '1', 0, 0, 0 from ops.delivery"
            " where source_name = 'slow'"
        )
    assert set(covered(ledger).datasets) == {"eri/referrals"}


def test_a_withdrawal_is_its_datasets_and_an_erasure_everybodys(ledger: Ledger) -> None:
    number = ledger.load("oij/police_statistics")
    ledger.load("eri/referrals")
    covered(ledger)
    ledger.withdraw(number)
    assert set(covered(ledger).datasets) == {"oij/police_statistics"}
    ledger.change("erasure")
    assert set(covered(ledger).datasets) == {"oij/police_statistics", "eri/referrals"}


def test_after_a_change_of_keys_everything_is_built_anew(ledger: Ledger) -> None:
    """Tables hold the tokens of record numbers, and those of the rows are others now."""
    ledger.load("eri/referrals")
    covered(ledger)
    ledger.change("rotation")
    work = covered(ledger)
    assert (work.is_new_project, set(work.datasets)) == (True, {"eri/referrals"})
    assert pending(ledger) is None


@pytest.mark.parametrize("how", ["decision", "links"])
def test_persons_linked_anew_are_work_of_no_dataset(ledger: Ledger, how: str) -> None:
    ledger.load("eri/referrals")
    covered(ledger)
    ledger.link() if how == "links" else ledger.change(how)
    work = covered(ledger)
    assert (work.links_changed, work.datasets, work.is_new_project) == (True, {}, False)


def test_a_run_of_the_resolver_that_found_nobody_is_no_work(ledger: Ledger) -> None:
    ledger.load("oij/police_statistics")
    covered(ledger)
    ledger.link(persons=0)
    assert pending(ledger) is None


@pytest.mark.parametrize(("reason", "again"), [("error", ["fct_a"]), ("test", None), ("upstream", None)])
def test_what_could_not_run_is_work_again_and_what_failed_a_test_is_not(
    ledger: Ledger, reason: str, again: list[str] | None
) -> None:
    ledger.load("eri/referrals")
    fingerprint = covered(ledger).fingerprint
    with ledger.warehouse.connect() as connection:
        connection.execute(
            "insert into ops.model_state (model, schema_name, state, reason, fingerprint)"
            " values ('fct_a', 'core', 'stale', %s, %s)",
            [reason, fingerprint],
        )
    work = pending(ledger)
    assert (work.again if work else None) == again


def test_a_project_that_was_built_by_half_is_new(ledger: Ledger) -> None:
    ledger.load("eri/referrals")
    covered(ledger)
    with ledger.warehouse.connect() as connection:
        connection.execute(
            "insert into ops.model_state (model, schema_name, state, fingerprint) values ('a', 'core', 'current', 'x')"
        )
    assert covered(ledger).is_new_project
