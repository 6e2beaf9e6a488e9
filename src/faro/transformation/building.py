"""A transformation, layer by layer: plan it, run dbt once, see what failed, and go on with what can be current."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import psycopg

from faro import timing
from faro.errors import FaroError, Sentences
from faro.settings import Settings
from faro.transformation import states
from faro.transformation.dbt import Dbt
from faro.transformation.layers import LAYERS, SEEDS, STAGING
from faro.transformation.manifest import Manifest, Node
from faro.transformation.plan import NothingRan, Plan, files_of, plan_layer
from faro.transformation.project import target_folder
from faro.transformation.results import Outcome, Result, held, outcomes
from faro.transformation.rounds import rounds_of
from faro.transformation.telling import tell
from faro.transformation.work import Work

Outcomes = dict[str, Outcome]
#: Unit tests and those of code lists say whether the project is right, not whether its data are: `make test` runs them.
_NO_UNIT_TESTS = ("--exclude-resource-type", "unit_test")
_NO_TESTS = (*_NO_UNIT_TESTS, "--exclude-resource-type", "test")


class TransformationIncomplete(FaroError):
    exit_code = 14
    template: ClassVar[Sentences] = {
        "es": "La transformación terminó con {count} falla(s); lo que no depende de ellas está al día:\n{field}\n"
        "  Qué hacer dice faro status; cómo está cada modelo, ops.model_state.",
        "en": "The transformation ended with {count} failure(s); what does not depend on them is current:\n{field}\n"
        "  faro status says what to do, ops.model_state how each model stands.",
    }


@dataclass(frozen=True)
class Built:
    """How many nodes of a layer were built, are held at an earlier state, failed, or wait for one that failed."""

    built: int
    held: int
    failed: int
    waiting: int


def build(settings: Settings, transformer_uri: str, work: Work, layers: Iterable[str] = LAYERS) -> dict[str, Built]:
    """Layer → what came of it. What fails is in the ledger, and what does not follow from it is current.

    A layer begins when every test of the one before it has ended: dbt starts a model as soon as those tests have that
    read nothing but what it is made from, so one run of all layers would publish what a relationship refutes.
    Raises TransformationFailed where dbt did not run to its end, NothingRan where it did not find what it had to build.
    """
    with Dbt(settings, transformer_uri, work.fingerprint) as dbt:
        dbt.understand()
        with timing.step("read the graph"):
            manifest = Manifest.read(target_folder(settings))
        return {layer: _Layer(dbt, manifest, transformer_uri, layer, work).build() for layer in layers}


def raise_if_incomplete(transformer_uri: str, transformation_id: int) -> None:
    """Raises TransformationIncomplete, which names what failed in this transformation."""
    if failed := states.failures(transformer_uri, transformation_id):
        raise TransformationIncomplete(count=len(failed), field="\n".join(f"  {each}" for each in failed))


class _Layer:
    """One layer under construction."""

    def __init__(self, dbt: Dbt, manifest: Manifest, transformer_uri: str, layer: str, work: Work) -> None:
        self._dbt, self._manifest = dbt, manifest
        self._uri, self._layer, self._work = transformer_uri, layer, work

    def build(self) -> Built:
        with timing.step(f"{self._layer}, plan"), psycopg.connect(self._uri) as connection:
            at_rest, failed = states.held_datasets(connection), states.failed_models(connection)
            unbuilt = states.unbuilt_models(connection)
            plan = plan_layer(self._manifest, self._work, self._layer, failed)
        return self._write(plan, self._run(plan, at_rest, unbuilt) if plan.build else {})

    def _run(self, plan: Plan, at_rest: Mapping[str, str], unbuilt: Collection[str]) -> Outcomes:
        # what an incremental model would add to may still be another project's table
        is_anew = self._work.is_new_project or any(node.name in unbuilt for node in plan.build)
        flags = ("--full-refresh",) if is_anew else ()
        tried = self._datasets(plan.build) if self._layer == STAGING else set()
        in_force = {dataset: moment for dataset, moment in at_rest.items() if dataset not in tried}
        excluded = _NO_TESTS if self._layer == SEEDS else _NO_UNIT_TESTS
        found = self._in_rounds(plan, in_force, (*flags, *excluded))
        if self._layer == STAGING:
            found |= self._hold_back(found, flags)
        return found | self._views_that_waited(found, in_force)

    def _in_rounds(self, plan: Plan, in_force: Mapping[str, str], flags: Sequence[str]) -> Outcomes:
        """What came of the plan, of which nothing is begun that follows from what failed in a round before."""
        found: Outcomes = {}
        for parts in rounds_of(self._manifest, plan):
            waiting = self._manifest.descendants(id for id, outcome in found.items() if outcome.status != "built")
            found |= {node.id: Outcome(node, "skipped") for part in parts for node in part.build if node.id in waiting}
            ready = [part.only({node.id for node in part.build} - waiting) for part in parts]
            if chosen := [part for part in ready if part.build]:
                results = self._dbt.build(self._layer, [part.selection for part in chosen], in_force, *flags)
                found |= self._outcomes(chosen, results)
        return found

    def _hold_back(self, found: Outcomes, flags: Sequence[str]) -> Outcomes:
        """The models of datasets whose newest data fail a test, built again from the last good state."""
        bad: dict[str, Outcome] = {}
        for outcome in found.values():
            if outcome.status == "test failed" and outcome.is_built:
                bad |= dict.fromkeys(self._manifest.datasets_of(outcome.node.id), outcome)
        good = {node.id: node for node in (each.node for each in found.values() if each.status == "built")}
        with psycopg.connect(self._uri) as connection:
            states.release(connection, self._datasets(good.values()) - bad.keys())
            for dataset, outcome in bad.items():
                states.hold(connection, dataset, outcome)
            at_rest = states.held_datasets(connection)
        if not bad:
            return {}
        nodes = [each.node for id, each in found.items() if self._manifest.datasets_of(id) & bad.keys()]
        results = self._dbt.build(self._layer, [files_of(nodes)], at_rest, *flags, *_NO_UNIT_TESTS)
        return {id: held(found[id], again) for id, again in outcomes(self._manifest, nodes, results).items()}

    def _views_that_waited(self, found: Outcomes, at_rest: Mapping[str, str]) -> Outcomes:
        """dbt skips a view after a failure below it; the tables made anew there took the old view with them."""
        nodes = [outcome.node for outcome in found.values() if outcome.status == "skipped" and outcome.node.is_view]
        if not nodes:
            return {}
        results = self._dbt.build(self._layer, [files_of(nodes)], at_rest, command="run")
        return outcomes(self._manifest, nodes, results)

    def _write(self, plan: Plan, found: Outcomes) -> Built:
        everything = found | {node.id: Outcome(node, "skipped") for node in plan.blocked}
        with timing.step(f"{self._layer}, ledger"), psycopg.connect(self._uri) as connection:
            states.write_runs(connection, self._work, self._layer, everything.values())
            states.write_states(connection, self._manifest, self._work, self._layer, everything)
        tell(self._layer, everything.values())
        statuses = [outcome.status for outcome in everything.values()]
        return Built(
            built=statuses.count("built"),
            held=statuses.count("held"),
            failed=statuses.count("test failed") + statuses.count("error"),
            waiting=statuses.count("skipped"),
        )

    def _outcomes(self, plans: Sequence[Plan], results: Sequence[Result]) -> Outcomes:
        """What came of the plans. Raises NothingRan for what dbt does not speak of: the selection did not find it."""
        answered = {result["unique_id"] for result in results}
        nodes = [node for plan in plans for node in plan.build]
        wanted = {each.id for each in nodes} | {check.id for plan in plans for check in plan.loose_checks}
        if missing := wanted - answered:
            raise NothingRan(count=len(missing), dataset=self._layer)
        return outcomes(self._manifest, nodes, map(self._with_columns, results))

    def _with_columns(self, result: Result) -> Result:
        """A failed test of all keys of a table names those that lead nowhere."""
        check = self._manifest.checks.get(result["unique_id"])
        if not (result["query"] and check and check.is_of_all_keys):
            return result
        query = f"select distinct key from ({result['query']}) as led order by key"
        with psycopg.connect(self._uri) as connection:
            return {**result, "columns": [key for (key,) in connection.execute(query.encode())]}

    def _datasets(self, nodes: Iterable[Node]) -> set[str]:
        return {dataset for node in nodes for dataset in self._manifest.datasets_of(node.id)}
