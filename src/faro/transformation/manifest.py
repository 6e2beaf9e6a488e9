"""What dbt understood of the project: what is built, from what, and which checks watch it."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from faro.transformation.layers import ORDER, STAGING, layer_of

_BUILT = {"model", "seed", "snapshot"}
_SUFFIX = "_current"
#: Source whose rows say who is whom.
PERSONS = "source.faro.identity.person_of_row"
_LEDGER = "ops"
#: The test that asks about all keys of a table at once.
_OF_ALL_KEYS = "referential_integrity"


@dataclass(frozen=True)
class Node:
    """A model, seed or snapshot."""

    id: str
    name: str
    schema: str
    layer: str
    path: str
    is_view: bool
    #: Whether it looks up in the ledger only what concerns the datasets that it is built from.
    reads_own_ledger: bool = False


@dataclass(frozen=True)
class Check:
    """A data test; `owners` are the nodes that are wrong when it fails, `parents` all that it reads."""

    id: str
    name: str
    label: str
    path: str
    owners: tuple[str, ...]
    parents: tuple[str, ...]

    @property
    def is_of_all_keys(self) -> bool:
        """Whether each row that it finds is the name of a key that leads nowhere."""
        return self.label == _OF_ALL_KEYS


class Manifest:
    """The parsed project; ids are dbt's."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self.nodes = {node.id: node for node in self._read_nodes()}
        self.checks = {check.id: check for check in self._read_checks()}

    @classmethod
    def read(cls, target: Path) -> "Manifest":
        return cls(json.loads((target / "manifest.json").read_text(encoding="utf-8")))

    @cached_property
    def by_name(self) -> dict[str, Node]:
        return {node.name: node for node in self.nodes.values()}

    def parents_of(self, id: str) -> tuple[str, ...]:
        """What a node or a check reads."""
        return tuple(self._document["parent_map"].get(id, ()))

    def checks_of(self, node: str) -> Collection[Check]:
        """The checks that watch it."""
        return self._checks_of.get(node, ())

    @cached_property
    def _checks_of(self) -> dict[str, list[Check]]:
        found: dict[str, list[Check]] = {}
        for check in self.checks.values():
            for owner in check.owners:
                found.setdefault(owner, []).append(check)
        return found

    def sources_of(self, datasets: Collection[str]) -> set[str]:
        """The ids of the sources in which dbt reads these datasets."""
        return {source for source, dataset in self._dataset_of.items() if dataset in datasets}

    @cached_property
    def ledger_sources(self) -> set[str]:
        return {source for source in self._document["sources"] if source.split(".")[2] == _LEDGER}

    def descendants(self, ids: Iterable[str], barred: Collection[str] = ()) -> set[str]:
        """What is built, directly or not, from these; themselves only where they are built from one another.

        Nothing is reached through the barred ones.
        """
        found, waiting = set[str](), list(ids)
        while waiting:
            for child in self._document["child_map"].get(waiting.pop(), ()):
                if child not in found and child not in barred:
                    found.add(child)
                    waiting.append(child)
        return found & self.nodes.keys()

    @cached_property
    def readers_of_the_ledger(self) -> set[str]:
        """What any new entry of the ledger may change, whatever dataset it is about."""
        barred = {node.id for node in self.nodes.values() if node.reads_own_ledger}
        return self.descendants(self.ledger_sources, barred)

    def datasets_of(self, node: str) -> frozenset[str]:
        """The datasets from which a node is built, as institution/dataset."""
        if node not in self._datasets:
            parents = self.parents_of(node)
            own = {self._dataset_of[parent] for parent in parents if parent in self._dataset_of}
            self._datasets[node] = frozenset(own).union(
                *(self.datasets_of(parent) for parent in parents if parent not in self._document["sources"])
            )
        return self._datasets[node]

    @cached_property
    def _datasets(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _dataset_of(self) -> dict[str, str]:
        """Source → its dataset: `referrals_current` of `raw_eri`, or `referrals` with all versions: eri/referrals."""
        return {
            id: f"{source['source_name'].removeprefix('raw_')}/{source['name'].removesuffix(_SUFFIX)}"
            for id, source in self._document["sources"].items()
            if source["source_name"].startswith("raw_")
        }

    def _read_nodes(self) -> Iterator[Node]:
        for id, node in self._document["nodes"].items():
            if node["resource_type"] in _BUILT and node["config"].get("materialized") != "ephemeral":
                path = node["original_file_path"]
                is_view = node["config"].get("materialized") == "view"
                owns = node["config"].get("meta", {}).get("ledger") == "own datasets"
                yield Node(id, node["name"], node["schema"], layer_of(path), path, is_view, owns)

    def _read_checks(self) -> Iterator[Check]:
        for id, node in self._document["nodes"].items():
            if node["resource_type"] == "test":
                parents = self.parents_of(id)
                attached = node.get("attached_node")
                owners = (attached,) if attached in self.nodes else self._newest(parents)
                yield Check(id, node["name"], _label(node), node["original_file_path"], owners, parents)

    def _newest(self, parents: Collection[str]) -> tuple[str, ...]:
        """Of what a free-standing test reads, what is built last; of a source its staging models."""
        built = [each for each in parents if each in self.nodes]
        if not built:
            return tuple(each for each in self.descendants(parents) if self.nodes[each].layer == STAGING)
        last = max(ORDER[self.nodes[each].layer] for each in built)
        return tuple(each for each in built if ORDER[self.nodes[each].layer] == last)


def _label(test: Mapping[str, Any]) -> str:
    """What a person calls the test: `unique(measure_number)`, or the name of a free-standing one."""
    kind = (test.get("test_metadata") or {}).get("name")
    if kind is None:
        return str(test["name"])
    return f"{kind}({test['column_name']})" if test.get("column_name") else str(kind)
