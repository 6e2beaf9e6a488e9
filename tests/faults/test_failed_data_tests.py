"""On the stack: data that fail a test of dbt are kept out of the figures, are said so, and come back when withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from running_stack import Demo, Stack

pytestmark = pytest.mark.stack

#: A record whose number differs from another's by a blank only, as if a rule of the door had missed it.
_DELIVER = """
with delivery as (
    insert into ops.delivery (institution, dataset, source_name, source_version, sha256, bytes, route, outcome)
    values ('eri', 'referrals', 'blanks', '1', gen_random_uuid()::text, 1, 'postgres', 'new') returning *
),
arrived as (
    insert into raw_eri.referrals
    select (jsonb_populate_record(null::raw_eri.referrals, to_jsonb(referral) || jsonb_build_object(
        '_load_id', delivery_id, '_row_number', 2, 'referral_number', ' ' || referral.referral_number))).*
    from delivery, (select * from raw_eri.referrals_current limit 1) as referral
)
insert into ops.load (load_id, institution, dataset, sha256, state, contract_version, delivered, accepted, quarantined)
select delivery_id, institution, dataset, sha256, 'loaded', '1', 1, 1, 0 from delivery returning load_id
"""
_STALE = "select model, reason from ops.model_state where state = 'stale' order by 1"


def test_a_failed_test_holds_its_own_dataset_until_the_data_are_good(demo: Demo, stack: Stack) -> None:
    before = stack.sql("select count(*) as rows from staging.stg_eri__referrals")
    with demo.superuser() as connection:
        (number,) = connection.execute(_DELIVER).fetchone() or (0,)
    try:
        run = stack.faro("ingest", "oij", check=False)
        assert run.returncode == 13, run.stdout + run.stderr
        assert "DatasetHeldBack" in {each["code"] for each in stack.dataset("eri", "referrals")["findings"]}
        assert stack.sql("select count(*) as rows from staging.stg_eri__referrals") == before
        assert {"model": "stg_eri__referrals", "reason": "held"} in stack.sql(_STALE)
        assert "test" not in {each["reason"] for each in stack.sql(_STALE)}
        published = stack.sql("select message_es from release.data_source where dataset = 'referrals'")
        assert "no entra en las cifras" in published[0]["message_es"]
    finally:
        stack.faro("delivery", "withdraw", str(number), "--reason", "a test", check=False)
    stack.faro("ingest", "oij")
    assert stack.sql(_STALE) == []
    assert "DatasetHeldBack" not in {each["code"] for each in stack.dataset("eri", "referrals")["findings"]}
