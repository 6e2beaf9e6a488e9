"""With real dbt: what fails keeps its own figures back and nobody else's, and comes back when it is good again."""

from pathlib import Path

import pytest
from ledger_material import Ledger
from private_warehouse import Warehouse
from small_project import write_project

from faro import transformation
from faro.transformation import LAYERS, TransformationIncomplete, dbt, project, rounds

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("dbt_in_memory")]


class Run:
    """A warehouse with a small dbt project, transformed as the DAG does."""

    def __init__(self, warehouse: Warehouse, home: Path) -> None:
        self.warehouse, self.ledger = warehouse, Ledger(warehouse)
        self._settings = warehouse.settings.model_copy(update={"home": home})
        self._uri = warehouse.uri("faro_transformer")
        self.project = write_project(home / "project")

    def write(self, model: str, query: str) -> None:
        """Change the project."""
        (self.project / "models" / model).write_text(query, encoding="utf-8")

    def transform(self) -> dict[str, tuple[int, int, int, int]]:
        """Layer → built, held, failed, waiting."""
        work = transformation.next_work(self._settings, self._uri)
        assert work is not None
        built = transformation.build(self._settings, self._uri, work)
        counts = {layer: tuple(vars(each).values()) for layer, each in built.items()}
        assert list(counts) == list(LAYERS)
        transformation.record(self._uri, work)
        left = transformation.pending_work(self._uri)
        assert left is None or (left.datasets, left.again) == ({}, sorted(self._not_built()))
        self.failure = ""
        try:
            transformation.raise_if_incomplete(self._uri, work.transformation_id)
        except TransformationIncomplete as error:
            self.failure = error.message()
        return counts

    def figures(self) -> dict[str, int]:
        return dict(
            self.warehouse.rows("select indicator_id, value::int from marts.indicator_value", "faro_transformer")
        )

    def stale(self) -> dict[str, str]:
        return dict(self.warehouse.rows("select model, reason from ops.model_state where state = 'stale'"))

    def _not_built(self) -> list[str]:
        return [model for model, reason in self.stale().items() if reason == "error"]

    def findings(self) -> list[tuple[str, str]]:
        return self.warehouse.rows("select dataset, code from ops.open_finding order by 1, 2")


@pytest.fixture
def run(own_warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    run = Run(own_warehouse, tmp_path)
    for module in (dbt, project):
        monkeypatch.setattr(module, "PROJECT_FOLDER", run.project)
    return run


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small project is built by two of dbt at once, in two rounds where something joins what else is apart."""
    for name in ("_WORTH_PARTS", "_ROUND"):
        monkeypatch.setattr(rounds, name, 0)


def referral(number: str) -> dict[str, object]:
    return {"referral_number": number, "updated_on": "2026-01-01"}


def entries(month: str, movements: int) -> dict[str, object]:
    return {"month": month, "nationality": "NIC", "movements": movements}


@pytest.mark.usefixtures("in_parts")
def test_what_fails_keeps_back_its_own_and_nobody_elses(run: Run) -> None:
    run.ledger.load("eri/referrals", referral("A"), referral("B"))
    run.ledger.load("dgme/border_entries", entries("2026-01-01", 10))
    assert run.transform()["staging"] == (2, 0, 0, 0)
    assert (run.figures(), run.stale(), run.failure) == ({"i01": 2, "i02": 10}, {}, "")

    # two numbers that are one without blanks, in a delivery that comes with a sound one of others
    bad = run.ledger.load("eri/referrals", referral(" A"), referral("C"))
    run.ledger.load("dgme/border_entries", entries("2026-02-01", 5))
    counts = run.transform()
    assert (counts["staging"], counts["core"], counts["marts"]) == ((1, 1, 0, 0), (2, 0, 0, 0), (3, 0, 0, 0))
    assert run.figures() == {"i01": 2, "i02": 15}
    assert run.stale() == {"stg_eri__referrals": "held", "fct_referral": "held", "i01": "held"}
    assert run.findings() == [("referrals", "DatasetHeldBack")]
    assert "unique(referral_number)" in run.failure
    ((message,),) = run.warehouse.rows("select message_es from ops.dataset_status where dataset = 'referrals'")
    assert "no entra en las cifras" in message.replace("\n", " ")

    # something new of others leaves it as it is, and the run is green
    run.ledger.load("dgme/border_entries", entries("2026-03-01", 1))
    counts = run.transform()
    assert (counts["staging"], run.failure, run.figures()) == ((1, 0, 0, 0), "", {"i01": 2, "i02": 16})
    assert run.findings() == [("referrals", "DatasetHeldBack")]

    # the institution takes it back: it is tried again and good
    run.ledger.withdraw(bad)
    run.ledger.load("eri/referrals", referral("D"))
    run.transform()
    assert (run.figures(), run.stale(), run.findings(), run.failure) == ({"i01": 3, "i02": 16}, {}, [], "")

    # a fact that fails leaves what depends on it as it was; the view of both stays and is half current
    run.ledger.load("dgme/border_entries", entries("2026-04-01", 5000))
    run.ledger.load("eri/referrals", referral("E"))
    counts = run.transform()
    assert (counts["core"], counts["marts"]) == ((1, 0, 1, 0), (2, 0, 0, 1))
    assert run.figures() == {"i01": 4, "i02": 16}
    assert run.stale() == {"fct_border_movement": "test", "i02": "upstream", "indicator_value": "upstream"}
    assert run.findings() == [("border_entries", "ModelStale")]
    assert "core.fct_border_movement: " in run.failure
    assert set(run.failure.splitlines()[1].split(": ")[1].split(", ")) == {
        "holds",
        "referential_integrity(direction_key)",
    }

    # mended by the delivery that replaces the month
    run.ledger.load("dgme/border_entries", entries("2026-04-01", 50))
    run.transform()
    assert (run.figures(), run.stale(), run.findings(), run.failure) == ({"i01": 4, "i02": 66}, {}, [], "")


def test_a_first_delivery_that_fails_is_held_at_nothing(run: Run) -> None:
    run.ledger.load("eri/referrals", referral("A"), referral(" A"))
    run.ledger.load("dgme/border_entries", entries("2026-01-01", 10))
    run.transform()
    assert run.figures() == {"i01": 0, "i02": 10}
    assert run.findings() == [("referrals", "DatasetHeldBack")]


def test_what_a_new_project_could_not_build_is_built_in_full_once_it_can(run: Run) -> None:
    incremental = """
        {{{{ config(materialized='incremental') }}}}
        select month, movements, {edition} as edition,
            'entry' as direction_key, 'entry' as sound_key, 'entry' as unsaid_key
        from {{{{ ref('stg_dgme__border_entries') }}}}
        {{% if is_incremental() %}} where month not in (select month from {{{{ this }}}}) {{% endif %}}
    """
    editions = "select edition, sum(movements)::int from core.fct_border_movement group by edition"
    run.write("core/fct_border_movement.sql", incremental.format(edition="1"))
    run.ledger.load("eri/referrals", referral("A"))
    run.ledger.load("dgme/border_entries", entries("2026-01-01", 10))
    run.transform()
    assert run.warehouse.rows(editions) == [(1, 10)]

    # the next project divides by zero on what arrives with it
    run.write("core/fct_border_movement.sql", incremental.format(edition="2 + 0 / (movements - 13)"))
    run.ledger.load("dgme/border_entries", entries("2026-02-01", 13))
    assert run.transform()["core"] == (2, 0, 1, 0)
    assert run.warehouse.rows(editions) == [(1, 10)]

    # mended by the delivery that replaces the month: no row of the project before it stays
    run.ledger.load("dgme/border_entries", entries("2026-02-01", 5))
    run.transform()
    assert (run.warehouse.rows(editions), run.stale()) == ([(2, 15)], {})


@pytest.mark.usefixtures("in_parts")
def test_what_fails_keeps_back_what_joins_it_with_others_of_its_layer(run: Run) -> None:
    totals = "select total::int from marts.total"
    joined = "select one.value + other.value as total from {{ ref('i01') }} as one cross join {{ ref('i02') }} as other"
    run.write("marts/total.sql", joined)
    run.ledger.load("eri/referrals", referral("A"))
    run.ledger.load("dgme/border_entries", entries("2026-01-01", 10))
    assert run.transform()["marts"] == (4, 0, 0, 0)
    assert run.warehouse.rows(totals) == [(11,)]

    sound = (run.project / "models" / "marts" / "i02.sql").read_text(encoding="utf-8")
    run.write("marts/i02.sql", f"{sound} having 1 / (sum(movements) - 15) is not null")
    run.ledger.load("eri/referrals", referral("B"))
    run.ledger.load("dgme/border_entries", entries("2026-02-01", 5))
    assert run.transform()["marts"] == (2, 0, 1, 1)
    assert run.figures() == {"i01": 2, "i02": 10}
    assert run.warehouse.rows(totals) == [(11,)]
    assert run.stale() == {"i02": "error", "indicator_value": "upstream", "total": "upstream"}

    run.ledger.load("dgme/border_entries", entries("2026-03-01", 1))
    assert run.transform()["marts"] == (3, 0, 0, 0)
    assert (run.warehouse.rows(totals), run.stale()) == ([(18,)], {})
