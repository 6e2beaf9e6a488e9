"""Records of one person, as a pure function of links, contradictions and decisions, whatever order they came in."""

from collections.abc import Iterable
from dataclasses import dataclass, field

Pair = tuple[str, str]  #: two records, the smaller first


@dataclass(frozen=True)
class Evidence:
    """What is known about the records of one component."""

    links: dict[Pair, float] = field(default_factory=dict)
    contradictions: set[Pair] = field(default_factory=set)
    same: set[Pair] = field(default_factory=set)
    different: set[Pair] = field(default_factory=set)


@dataclass
class _Cluster:
    members: set[str]
    never_with: set[str] = field(default_factory=set)


def pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def clusters(records: Iterable[str], evidence: Evidence) -> list[list[str]]:
    """Join the strongest link first; what people decided goes before, and no join puts a contradiction together."""
    of = {each: _Cluster({each}) for each in records}
    _forbid(of, evidence.different)
    for decided in sorted(evidence.same):
        _join(of, decided)
    _forbid(of, evidence.contradictions - evidence.same)
    for linked, _ in sorted(evidence.links.items(), key=lambda link: (-link[1], link[0])):
        _join(of, linked)
    distinct = {id(cluster): cluster for cluster in of.values()}.values()
    return sorted(sorted(each.members) for each in distinct)


def components(records: Iterable[str], pairs: Iterable[Pair]) -> list[list[str]]:
    """Records that any chain of pairs connects, in order."""
    return clusters(records, Evidence(dict.fromkeys(pairs, 0.0)))


def _forbid(of: dict[str, _Cluster], apart: Iterable[Pair]) -> None:
    for one, other in apart:
        of[one].never_with.add(other)
        of[other].never_with.add(one)


def _join(of: dict[str, _Cluster], linked: Pair) -> None:
    smaller, larger = sorted((of[each] for each in linked), key=lambda cluster: len(cluster.members))
    if smaller is larger or not larger.never_with.isdisjoint(smaller.members):
        return
    larger.members |= smaller.members
    larger.never_with |= smaller.never_with
    for each in smaller.members:
        of[each] = larger
