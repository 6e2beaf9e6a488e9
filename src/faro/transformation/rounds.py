"""A plan in rounds, one after the other, of parts that need nothing of each other: one dbt uses one core only."""

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property

from faro.transformation.manifest import Manifest
from faro.transformation.plan import Plan

Round = list[Plan]
#: How many run at once.
_PARTS = 2
#: What beginning another round takes, in nodes: dbt works about as long for a test as for a model.
_ROUND = 6
#: What is lighter is done about as soon by one: each dbt prepares the command and compiles the macros that it meets.
_WORTH_PARTS = 52
_Ids = frozenset[str]


def rounds_of(manifest: Manifest, plan: Plan) -> list[Round]:
    """The plan as one round or as two, whichever is done sooner.

    The second one has what needs the first, so that what joins everything, as the table of all indicators does, keeps
    nothing else in one part. Tests run with the nodes that they watch, when everything that they read is there.
    """
    needs = _Needs(manifest, plan)
    cut = min(needs.cuts(), key=needs.cost)
    return [[plan.only(ids) for ids in needs.parts(each)] for each in cut if each]


class _Needs:
    """What the nodes of a plan need of each other, for themselves or for their tests."""

    def __init__(self, manifest: Manifest, plan: Plan) -> None:
        self._manifest = manifest
        self._all = frozenset(node.id for node in plan.build)
        self._known: dict[str, set[str]] = {}

    def cuts(self) -> Iterator[tuple[_Ids, _Ids]]:
        """Everything at once, and each way to do what is built from more after what is built from less."""
        yield self._all, frozenset()
        for depth in range(1, 1 + max(self._depths.values(), default=0)):
            late = self._with_followers(id for id, its in self._depths.items() if its >= depth)
            yield self._all - late, late

    def cost(self, cut: tuple[_Ids, _Ids]) -> int:
        """How long it takes, in nodes."""
        return sum(_ROUND + max(map(self._weight, self.parts(ids))) for ids in cut if ids)

    def parts(self, ids: _Ids) -> list[_Ids]:
        """Two of them, about as heavy; one where that is not worth it, or where everything needs everything."""
        if self._weight(ids) < _WORTH_PARTS:
            return [ids]
        parts: list[list[str]] = [[] for _ in range(_PARTS)]
        for group in sorted(self._groups(ids), key=self._weight, reverse=True):
            min(parts, key=self._weight).extend(sorted(group))
        return [frozenset(part) for part in parts if part]

    def _weight(self, ids: Collection[str]) -> int:
        return sum(1 + len(self._manifest.checks_of(id)) for id in ids)

    def _groups(self, ids: _Ids) -> Iterator[_Ids]:
        """Those that are linked by a need, whichever way and through others."""
        left = set(ids)
        while left:
            group = _reached({min(left)}, lambda id: (self._needs[id] | self._followers[id]) & ids)
            left -= group
            yield group

    def _with_followers(self, ids: Iterable[str]) -> _Ids:
        return _reached(ids, self._followers.__getitem__)

    @cached_property
    def _needs(self) -> dict[str, set[str]]:
        return {id: self._built(self._read(id)) - {id} for id in self._all}

    def _read(self, id: str) -> Iterator[str]:
        """What the node reads, and its checks; those that watch several nodes run where all of these are."""
        yield from self._manifest.parents_of(id)
        for check in self._manifest.checks_of(id):
            yield from (*check.parents, *check.owners)

    @cached_property
    def _followers(self) -> dict[str, set[str]]:
        followers: dict[str, set[str]] = {id: set() for id in self._all}
        for id, needs in self._needs.items():
            for each in needs:
                followers[each].add(id)
        return followers

    @cached_property
    def _depths(self) -> dict[str, int]:
        """How many nodes of the plan stand below each, on a long way; of those that need one another, one is lowest."""
        depths: dict[str, int] = {}

        def depth(id: str) -> int:
            if id not in depths:
                depths[id] = 0
                depths[id] = 1 + max(map(depth, sorted(self._needs[id])), default=-1)
            return depths[id]

        for id in sorted(self._all):
            depth(id)
        return depths

    def _built(self, ids: Iterable[str]) -> set[str]:
        """Those of the plan among these, or nearest below them."""
        return set().union(*map(self._nearest, ids))

    def _nearest(self, id: str) -> set[str]:
        if id not in self._known:
            self._known[id] = {id} if id in self._all else self._built(self._manifest.parents_of(id))
        return self._known[id]


def _reached(start: Iterable[str], next_of: Callable[[str], Iterable[str]]) -> _Ids:
    """The start and whatever can be reached from it."""
    found, waiting = set[str](), list(start)
    while waiting:
        if (id := waiting.pop()) not in found:
            found.add(id)
            waiting.extend(next_of(id))
    return frozenset(found)
