"""One layer of a transformation: plan it, run dbt once, see what failed, and go on with what can be current."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import psycopg

from faro.errors import FaroError, Sentences
from faro.settings import Settings
from faro.transformation import states
from faro.transformation.dbt import Dbt
from faro.transformation.layers import SEEDS, STAGING
from faro.transformation.manifest import Manifest, Node
from faro.transformation.plan import NothingRan, Plan, files_of, folders_of, plan_layer
from faro.transformation.project import target_folder
from faro.transformation.results import Outcome, Result, held, outcomes
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


def build_layer(settings: Settings, transformer_uri: str, layer: str, work: Work) -> Built:
    """Build what the work asks of a layer. What fails is in the ledger, and what does not follow from it is current.

    Raises TransformationFailed where dbt did not run to its end, NothingRan where it did not find what it had to build.
    """
    return _Layer(settings, transformer_uri, layer, work).build()


def raise_if_incomplete(transformer_uri: str, work: Work) -> None:
    """Raises TransformationIncomplete, which names what failed in this transformation."""
    if failed := states.failures(transformer_uri, work):
        raise TransformationIncomplete(count=len(failed), field="\n".join(f"  {each}" for each in failed))


class _Layer:
    """One layer under construction."""

    def __init__(self, settings: Settings, transformer_uri: str, layer: str, work: Work) -> None:
        self._uri, self._layer, self._work = transformer_uri, layer, work
        self._target = target_folder(settings)
        self._dbt = Dbt(settings, transformer_uri, work.fingerprint)

    def build(self) -> Built:
        if self._layer == SEEDS and self._work.is_new_project:
            results = self._dbt.build(self._layer, folders_of(SEEDS), {}, *self._flags(rebuilds=True), *_NO_TESTS)
            manifest = self._manifest()  # there was none, or another project's
            plan = plan_layer(manifest, self._work, self._layer, ())
            found = _outcomes(manifest, plan, results)
        else:
            manifest = self._manifest()
            with psycopg.connect(self._uri) as connection:
                at_rest, failed = states.held_datasets(connection), states.failed_models(connection)
                unbuilt = states.unbuilt_models(connection)
            plan = plan_layer(manifest, self._work, self._layer, failed)
            found = self._run(manifest, plan, at_rest, unbuilt)
        return self._write(manifest, plan, found)

    def _run(self, manifest: Manifest, plan: Plan, at_rest: Mapping[str, str], unbuilt: Collection[str]) -> Outcomes:
        if not plan.build:
            return {}
        # what an incremental model would add to may still be another project's table
        flags = self._flags(rebuilds=self._work.is_new_project or any(node.name in unbuilt for node in plan.build))
        tried = _datasets(manifest, plan.build) if self._layer == STAGING else set()
        in_force = {dataset: moment for dataset, moment in at_rest.items() if dataset not in tried}
        results = self._dbt.build(self._layer, plan.selection, in_force, *flags, *_NO_UNIT_TESTS)
        found = _outcomes(manifest, plan, results)
        if self._layer == STAGING:
            found |= self._hold_back(manifest, found, flags)
        return found | self._views_that_waited(manifest, found, in_force)

    def _hold_back(self, manifest: Manifest, found: Outcomes, flags: Sequence[str]) -> Outcomes:
        """The models of datasets whose newest data fail a test, built again from the last good state."""
        bad: dict[str, Outcome] = {}
        for outcome in found.values():
            if outcome.status == "test failed" and outcome.is_built:
                bad |= dict.fromkeys(manifest.datasets_of(outcome.node.id), outcome)
        good = {node.id: node for node in (each.node for each in found.values() if each.status == "built")}
        with psycopg.connect(self._uri) as connection:
            states.release(connection, _datasets(manifest, good.values()) - bad.keys())
            for dataset, outcome in bad.items():
                states.hold(connection, dataset, outcome)
            at_rest = states.held_datasets(connection)
        if not bad:
            return {}
        nodes = [each.node for id, each in found.items() if manifest.datasets_of(id) & bad.keys()]
        results = self._dbt.build(self._layer, files_of(nodes), at_rest, *flags, *_NO_UNIT_TESTS)
        return {id: held(found[id], again) for id, again in outcomes(manifest, nodes, results).items()}

    def _views_that_waited(self, manifest: Manifest, found: Outcomes, at_rest: Mapping[str, str]) -> Outcomes:
        """dbt skips a view after a failure below it; the tables made anew there took the old view with them."""
        nodes = [outcome.node for outcome in found.values() if outcome.status == "skipped" and outcome.node.is_view]
        if not nodes:
            return {}
        return outcomes(manifest, nodes, self._dbt.build(self._layer, files_of(nodes), at_rest, command="run"))

    def _write(self, manifest: Manifest, plan: Plan, found: Outcomes) -> Built:
        everything = found | {node.id: Outcome(node, "skipped") for node in plan.blocked}
        with psycopg.connect(self._uri) as connection:
            states.write_runs(connection, self._work, self._layer, everything.values())
            states.write_states(connection, manifest, self._work, self._layer, everything)
        tell(self._layer, everything.values())
        statuses = [outcome.status for outcome in everything.values()]
        return Built(
            built=statuses.count("built"),
            held=statuses.count("held"),
            failed=statuses.count("test failed") + statuses.count("error"),
            waiting=statuses.count("skipped"),
        )

    def _manifest(self) -> Manifest:
        return Manifest.read(self._target)

    def _flags(self, *, rebuilds: bool) -> Sequence[str]:
        if not rebuilds:
            return ()
        return ("--full-refresh", "--no-partial-parse") if self._layer == SEEDS else ("--full-refresh",)


def _outcomes(manifest: Manifest, plan: Plan, results: Sequence[Result]) -> Outcomes:
    """What came of the plan. Raises NothingRan for what dbt does not speak of: the selection did not find it."""
    answered = {result["unique_id"] for result in results}
    wanted = {node.id for node in plan.build} | {check.id for check in plan.loose_checks}
    if missing := wanted - answered:
        raise NothingRan(count=len(missing), dataset=plan.layer)
    return outcomes(manifest, plan.build, results)


def _datasets(manifest: Manifest, nodes: Iterable[Node]) -> set[str]:
    return {dataset for node in nodes for dataset in manifest.datasets_of(node.id)}
