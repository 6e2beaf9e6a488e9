"""A dbt project of a few models, as its manifest: two institutions, a fact each, marts of one and of both."""

from typing import Any

from faro.transformation.manifest import Manifest
from faro.transformation.work import Work

#: Model → its folder and what it reads; sources are `schema.table`.
MODELS: dict[str, tuple[str, tuple[str, ...]]] = {
    "stg_oij__police_statistics": ("models/staging/oij", ("raw_oij.police_statistics_current",)),
    "stg_eri__referrals": ("models/staging/eri", ("raw_eri.referrals_current",)),
    "stg_eri__referral_versions": ("models/staging/eri", ("raw_eri.referrals",)),
    "stg_ops__loads": ("models/staging/ops", ("ops.load",)),
    "int_person_record": ("models/intermediate", ("stg_eri__referrals", "identity.person_of_row")),
    "dim_sex": ("models/core", ("catalogue_sex",)),
    "fct_reported_offence": ("models/core", ("stg_oij__police_statistics", "catalogue_sex")),
    "fct_referral": ("models/core", ("int_person_record",)),
    "fct_delivery": ("models/core", ("stg_ops__loads",)),
    "int_eri__known_version": ("models/intermediate", ("stg_eri__referral_versions", "stg_ops__loads")),
    "hist_referral": ("models/core", ("int_eri__known_version",)),
    "i01": ("models/marts", ("fct_reported_offence",)),
    "i02": ("models/marts", ("fct_referral",)),
    "i03": ("models/marts", ("fct_reported_offence", "fct_referral")),
    "indicator_value": ("models/marts", ("i01", "i02", "i03")),
    "published": ("models/release", ("indicator_value",)),
    "offences": ("models/release", ("fct_reported_offence",)),
}
VIEWS = {"int_person_record", "indicator_value"} | {name for name in MODELS if name.startswith("stg_")}
SEEDS = ("catalogue_sex",)
#: Models that look up in the ledger only what concerns the datasets that they are built from.
OF_OWN_LEDGER = {"int_eri__known_version"}
#: Test → the page it is on, the node it watches (None: it stands free) and what it reads.
TESTS: dict[str, tuple[str, str | None, tuple[str, ...]]] = {
    "unique_number": ("models/staging/eri/stg_eri__referrals.yml", "stg_eri__referrals", ("stg_eri__referrals",)),
    "sex_is_known": (
        "models/core/fct_reported_offence.yml",
        "fct_reported_offence",
        ("fct_reported_offence", "dim_sex"),
    ),
    "no_fan_out": ("tests/no_fan_out.sql", None, ("fct_referral", "i02")),
}


def id_of(name: str) -> str:
    if "." in name:
        return f"source.faro.{name}"
    return f"seed.faro.{name}" if name in SEEDS else f"model.faro.{name}"


def small_manifest() -> Manifest:
    nodes: dict[str, Any] = {id_of(seed): _node("seed", seed, f"seeds/catalogues/{seed}.csv", "seed") for seed in SEEDS}
    parents: dict[str, list[str]] = {}
    for name, (folder, read) in MODELS.items():
        kind = "view" if name in VIEWS else "table"
        nodes[id_of(name)] = _node("model", name, f"{folder}/{name}.sql", kind)
        if name in OF_OWN_LEDGER:
            nodes[id_of(name)]["config"]["meta"] = {"ledger": "own datasets"}
        parents[id_of(name)] = [id_of(each) for each in read]
    for name, (path, watched, read) in TESTS.items():
        nodes[f"test.faro.{name}"] = _node("test", name, path, "test") | {
            "attached_node": id_of(watched) if watched else None,
            "test_metadata": {"name": name} if watched else None,
            "column_name": None,
        }
        parents[f"test.faro.{name}"] = [id_of(each) for each in read]
    children: dict[str, list[str]] = {}
    for child, read in parents.items():
        for parent in read:
            children.setdefault(parent, []).append(child)
    sources = {each for read in parents.values() for each in read if each.startswith("source.")}
    return Manifest(
        {
            "nodes": nodes,
            "sources": {each: dict(zip(("source_name", "name"), each.split(".")[2:], strict=True)) for each in sources},
            "parent_map": parents,
            "child_map": children,
        }
    )


def work(*datasets: str, **stated: Any) -> Work:
    """What a transformation has to cover where only these datasets have something new."""
    given: dict[str, Any] = {
        "fingerprint": "f",
        "last_load_id": 9,
        "last_change_id": 0,
        "last_resolution_id": 0,
        "is_new_project": False,
        "datasets": dict.fromkeys(datasets, (1, "2026-01-01 00:00:00-06")),
        "links_changed": False,
        "again": [],
        "transformation_id": 1,
    }
    return Work(**given | stated)


def _node(kind: str, name: str, path: str, materialized: str) -> dict[str, Any]:
    return {
        "resource_type": kind,
        "name": name,
        "schema": path.split("/")[1],
        "original_file_path": path,
        "config": {"materialized": materialized},
    }
