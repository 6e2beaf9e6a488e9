"""What must hold of every service in docker-compose.yml, read without an engine."""

import re
from typing import Any

import pytest
import yaml

from faro.secrets import GIVEN, declared
from faro.settings import PROJECT, Settings
from faro.stack.cluster import UNLOGGED
from faro.stack.containers import STEPS, container_services
from faro.stack.health import CHECKS

PUBLISHED = {"airflow-api", "superset", "portal"}
#: Needs to write where the host's owner may be anybody.
RUNS_AS_ITS_CALLER = {"secrets"}
FILE = PROJECT / "docker-compose.yml"


COMPOSE: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
WITH_PASSWORD = re.compile(r"://[^/@]*:[^/@]*@")
LASTING = [name for name, service in SERVICES.items() if service["restart"] != "no"]


def test_the_file_was_read() -> None:
    assert {"postgres", "redis", "worker", "superset", "institutions"} <= {*LASTING}
    assert {"database", "keys", "airflow-migration", "superset-provision"} <= SERVICES.keys() - {*LASTING}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_may_do_nothing_that_it_need_not(name: str) -> None:
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["read_only"] is True
    assert service["mem_limit"]
    assert service["cpus"]
    assert service["networks"] if "network_mode" not in service else service["network_mode"] == "none"


@pytest.mark.parametrize("name", LASTING)
def test_what_serves_says_whether_it_does_and_starts_again(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", sorted(SERVICES.keys() - RUNS_AS_ITS_CALLER))
def test_nobody_is_root(name: str) -> None:
    service = SERVICES[name]
    if "build" not in service:
        assert service["user"] == "999:999"
        return
    last_user = [line for line in _dockerfile(service).splitlines() if line.startswith("USER ")][-1]
    assert last_user == "USER faro"
    assert "user" not in service


def _dockerfile(service: dict[str, Any]) -> str:
    return (PROJECT / service["build"]["dockerfile"]).read_text(encoding="utf-8")


def test_only_what_people_open_is_published_and_only_here() -> None:
    ports = {name: service["ports"] for name, service in SERVICES.items() if service.get("ports")}
    assert ports.keys() == PUBLISHED
    assert all(len(each) == 1 and each[0].startswith("${FARO_PUBLISH:-127.0.0.1}:") for each in ports.values())


@pytest.mark.parametrize("server", ["postgres", "institutions-postgres"])
def test_postgresql_writes_no_cell_into_its_log_as_in_the_demo(server: str) -> None:
    assert {f"-c{setting}" for setting in UNLOGGED} <= set(SERVICES[server]["command"])


def test_superset_and_institutions_share_no_network() -> None:
    reached = {network for name in SERVICES if "superset" in name for network in SERVICES[name]["networks"]}
    of_institutions = {network for name in SERVICES if "institutions" in name for network in SERVICES[name]["networks"]}
    assert reached & of_institutions == set()
    assert [name for name in SERVICES if {"services", "institutions"} <= {*SERVICES[name].get("networks", ())}] == [
        "worker"
    ]


def test_every_secret_is_a_file_and_has_a_reader() -> None:
    assert {each["file"] for each in COMPOSE["secrets"].values()} == {
        f"${{FARO_SECRETS_FOLDER:-./secrets}}/{name}" for name in COMPOSE["secrets"]
    }
    read = {name for service in SERVICES.values() for name in service.get("secrets", ())}
    ours = {name for name in declared() if not _is_of_an_institution(name)}
    assert read == set(COMPOSE["secrets"]) == ours | set(GIVEN)


def _is_of_an_institution(name: str) -> bool:
    return (
        name.startswith("faro_liaison_")
        or name.endswith(("_owner", "_api"))
        or (name.endswith("_reader") and name != "faro_reader")
    )


def test_keys_reach_only_workers_and_the_command_that_changes_them() -> None:
    holders = {
        name for name, service in SERVICES.items() if any("keys:" in each for each in service.get("volumes", ()))
    }
    assert holders == {"keys", "database", "worker", "faro-keys"}


@pytest.mark.parametrize("name", SERVICES)
def test_no_secret_stands_in_the_environment(name: str) -> None:
    given = SERVICES[name].get("environment", {})
    assert [key for key in given if key.lower() in declared()] == []
    assert [value for value in map(str, given.values()) if WITH_PASSWORD.search(value)] == []


def test_what_containers_run_and_prepare_exists() -> None:
    commands = [
        service["command"] for service in SERVICES.values() if service.get("image", "").startswith("faro-pipeline")
    ]
    asked = {(command[0], command[1]) for command in commands if command[0] in {"run", "prepare"}}
    known = {("run", name) for name in container_services(Settings())} | {("prepare", step) for step in STEPS}
    assert asked == known


def test_what_is_asked_for_its_health_has_a_check() -> None:
    tests = [SERVICES[name]["healthcheck"]["test"] for name in LASTING]
    asked = {test[-1] for test in tests if "faro.stack.health" in test}
    assert asked == set(CHECKS)


def test_every_volume_is_declared_and_used() -> None:
    used = {each.split(":")[0] for service in SERVICES.values() for each in service.get("volumes", ())}
    assert {each for each in used if not each.startswith((".", "$"))} == set(COMPOSE["volumes"])
