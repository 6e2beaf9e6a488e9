"""What one layer has to build: what follows from what changed, less what follows from what failed."""

from collections.abc import Collection, Set
from dataclasses import dataclass, replace
from typing import ClassVar

from faro.errors import FaroError, Sentences
from faro.transformation.layers import LAYERS, ORDER, SEEDS
from faro.transformation.manifest import PERSONS, Check, Manifest, Node
from faro.transformation.work import Work


class NothingRan(FaroError):
    exit_code = 14
    template: ClassVar[Sentences] = {
        "es": "dbt no encontró {count} cosa(s) que debía construir en «{dataset}».\n"
        "  Revise la selección en faro.transformation.plan; las fuentes, con faro derive.",
        "en": "dbt did not find {count} thing(s) that it had to build in `{dataset}`.\n"
        "  Check the selection in faro.transformation.plan; the sources with faro derive.",
    }


@dataclass(frozen=True)
class Plan:
    """The nodes of a layer: to build, waiting for what failed before them, the rest; and its free-standing tests."""

    layer: str
    build: tuple[Node, ...]
    blocked: tuple[Node, ...]
    rest: tuple[Node, ...]
    loose_checks: tuple[Check, ...]

    @property
    def selection(self) -> list[str]:
        """For `dbt build --indirect-selection empty`: what to build, or the layer without the others.

        Whichever names fewer files: dbt looks through the whole project for each.
        """
        checks = [check.name for check in self.loose_checks]
        others = self.blocked + self.rest
        if len(self.build) <= len(others):
            return [*files_of(self.build), *checks]
        excluded = ["--exclude", *_files(others)] if others else []
        return [*folders_of(self.layer), *checks, *excluded]

    def only(self, ids: Set[str]) -> "Plan":
        """Of what it builds these nodes, with the tests that watch them."""
        return replace(
            self,
            build=tuple(node for node in self.build if node.id in ids),
            rest=(*self.rest, *(node for node in self.build if node.id not in ids)),
            loose_checks=tuple(check for check in self.loose_checks if not ids.isdisjoint(check.owners)),
        )


def folders_of(layer: str) -> list[str]:
    """dbt's arguments for everything of a layer."""
    return ["--select", *(f"path:{folder}" for folder in LAYERS[layer])]


def files_of(nodes: Collection[Node]) -> list[str]:
    """dbt's arguments for these nodes and the tests on their pages."""
    return ["--select", *_files(nodes)]


def _files(nodes: Collection[Node]) -> list[str]:
    """A node's file is its model, a page of the same name its tests."""
    return [f"file:{node.name}" for node in nodes]


def affected(manifest: Manifest, work: Work) -> set[str]:
    """Everything that may come out otherwise than last time; what reads the ledger always may.

    Raises NothingRan where dbt knows none of the datasets that changed.
    """
    if work.is_new_project:
        return set(manifest.nodes)
    delivered = manifest.sources_of(work.datasets)
    if work.datasets and not delivered:
        raise NothingRan(count=len(work.datasets), dataset="raw")
    again = {manifest.by_name[name].id for name in work.again if name in manifest.by_name}
    changed = delivered | {PERSONS} if work.links_changed else delivered
    return again | manifest.readers_of_the_ledger | manifest.descendants(changed | again)


def plan_layer(manifest: Manifest, work: Work, layer: str, failed: Collection[str]) -> Plan:
    """The part of a layer; `failed` are the names of nodes whose own failure nobody mended yet.

    A view holds nothing of its own: it is built also where one below it failed, or it would be gone with the tables
    that are made anew below it.
    """
    wanted = affected(manifest, work)
    stopped = {
        node.id
        for name in failed
        if (node := manifest.by_name.get(name))
        and (ORDER[node.layer] < ORDER[layer] or (node.layer == layer and node.id not in wanted))
    }
    waiting = manifest.descendants(stopped)
    all_nodes = [node for node in manifest.nodes.values() if node.layer == layer]
    nodes = [node for node in all_nodes if node.id in wanted]
    blocked = [node for node in nodes if node.id in waiting and not node.is_view]
    build = [node for node in nodes if node not in blocked]
    return Plan(
        layer=layer,
        build=tuple(sorted(build, key=_name)),
        blocked=tuple(sorted(blocked, key=_name)),
        rest=tuple(sorted((node for node in all_nodes if node not in nodes), key=_name)),
        loose_checks=tuple(_loose_checks(manifest, {node.id for node in build}, layer)),
    )


def _loose_checks(manifest: Manifest, build: Collection[str], layer: str) -> list[Check]:
    """Tests that are on no node's page: they run where the last of what they read is built."""
    return [
        check
        for check in manifest.checks.values()
        if any(owner in build for owner in check.owners)
        and not any(check.path.startswith(f"{folder}/") for folder in LAYERS[SEEDS])
        and check.path.rpartition("/")[2].rpartition(".")[0] not in {manifest.nodes[each].name for each in check.owners}
    ]


def _name(node: Node) -> str:
    return node.name
