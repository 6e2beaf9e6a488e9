"""A layer is built in parts that need nothing of each other, and in a second round what needs both."""

from collections.abc import Iterator
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from faro.transformation.manifest import Manifest
from faro.transformation.plan import Plan, plan_layer
from faro.transformation.rounds import rounds_of
from faro.transformation.work import Work

NEW = Work("f", 9, 0, 0, is_new_project=True, datasets={}, links_changed=True, again=[])
#: Model → the models of the layer below it that it reads.
Models = dict[str, set[str]]
#: A test → the model on whose page it is, and what else it reads.
Tests = dict[str, tuple[str, set[str]]]


def manifest_of(models: Models, tests: Tests) -> Manifest:
    nodes = {
        f"model.faro.{name}": {
            "resource_type": "model", "name": name, "schema": "core", "original_file_path": f"models/core/{name}.sql",
            "config": {"materialized": "table"},
        }
        for name in models
    } | {
        f"test.faro.{name}": {
            "resource_type": "test", "name": name, "original_file_path": f"models/core/{watched}.yml",
            "attached_node": f"model.faro.{watched}", "test_metadata": {"name": name}, "column_name": None,
        }
        for name, (watched, _) in tests.items()
    }  # fmt: skip
    parents = {f"model.faro.{name}": sorted(f"model.faro.{each}" for each in read) for name, read in models.items()} | {
        f"test.faro.{name}": sorted(f"model.faro.{each}" for each in {watched, *read})
        for name, (watched, read) in tests.items()
    }
    children: dict[str, list[str]] = {}
    for child, read in parents.items():
        for parent in read:
            children.setdefault(parent, []).append(child)
    return Manifest({"nodes": nodes, "sources": {}, "parent_map": parents, "child_map": children})


def planned(models: Models, tests: Tests) -> tuple[Manifest, Plan]:
    manifest = manifest_of(models, tests)
    return manifest, plan_layer(manifest, NEW, "core", ())


def names(plan: Plan) -> set[str]:
    return {node.name for node in plan.build}


def rounds(models: Models, tests: Tests | None = None) -> list[list[set[str]]]:
    manifest, plan = planned(models, tests or {})
    return [[names(part) for part in parts] for parts in rounds_of(manifest, plan)]


def many(prefix: str, count: int, *read: str) -> Models:
    return {f"{prefix}{number:02}": set(read) for number in range(count)}


def test_what_is_soon_done_is_done_at_once() -> None:
    models = many("a", 12)
    assert rounds(models) == [[set(models)]]


def test_nothing_to_do_is_no_round() -> None:
    assert rounds({}) == []


def test_much_is_done_in_two_parts_about_as_heavy() -> None:
    ((one, other),) = rounds(many("a", 61))
    assert {len(one), len(other)} == {30, 31}


def test_what_hangs_together_stays_together() -> None:
    models = {"base": set(), **many("a", 29, "base"), **many("z", 30)}
    ((one, other),) = rounds(models)
    assert {"base", *many("a", 29)} in (one, other)


def test_what_joins_everything_is_built_after_it() -> None:
    models = {**many("a", 60), "all": set(many("a", 60))}
    first, second = rounds(models)
    assert [len(part) for part in first] == [30, 30]
    assert second == [{"all"}]


def test_what_a_test_reads_is_built_in_a_round_before_or_in_the_same_part() -> None:
    models = {**many("dim", 60), **many("fct", 2)}
    keys: Tests = {f"keys_of_{fact}": (fact, set(many("dim", 60))) for fact in many("fct", 2)}
    first, second = rounds(models, keys)
    assert set().union(*first) == set(many("dim", 60))
    assert set().union(*second) == set(many("fct", 2))


@st.composite
def projects(draw: st.DrawFn) -> tuple[Models, Tests]:
    """Models that read earlier ones; tests that read whatever there is, also each other's model."""
    count = draw(st.integers(1, 70))
    names = [f"m{number:02}" for number in range(count)]
    some = st.sets(st.sampled_from(names), max_size=2)
    models = {name: {each for each in draw(some) if each < name} for name in names}
    watched = draw(st.lists(st.tuples(st.sampled_from(names), some), max_size=30))
    return models, {f"t{number}": each for number, each in enumerate(watched)}


@given(projects())
def test_everything_is_built_once_and_after_what_it_needs(project: tuple[Models, Tests]) -> None:
    models, tests = project
    manifest, plan = planned(models, tests)
    done: set[str] = set()
    for parts in rounds_of(manifest, plan):
        for one, other in combinations(parts, 2):
            assert names(one).isdisjoint(names(other))
        for part in parts:
            assert not names(part) & done
            for model, needed in needs(models, tests):
                if model in names(part):
                    assert needed <= done | names(part)
        done |= set().union(*map(names, parts))
    assert done == set(models)


def needs(models: Models, tests: Tests) -> Iterator[tuple[str, set[str]]]:
    yield from models.items()
    yield from tests.values()
