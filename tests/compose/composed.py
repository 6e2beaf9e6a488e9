"""docker-compose.yml as an institution would run it: built, started with two workers, fed by simulated institutions."""

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from running_stack import free_ports

from faro.settings import PROJECT, settings

WORKERS = 2
#: The host as containers reach it, in place of an address in a private network of several machines.
BRIDGE = "bridge"


class Compose:
    """One project of docker compose, with ports, secrets and volumes of its own."""

    def __init__(self, folder: Path) -> None:
        names = ("AIRFLOW", "SUPERSET", "PORTAL", "PRIVATE_POSTGRES", "PRIVATE_REDIS", "PRIVATE_AIRFLOW")
        self.ports = dict(zip(names, free_ports(len(names)), strict=True))
        self.private = gateway()
        self.secrets = folder / "secrets"
        self.secrets.mkdir()
        data = {"FARO_DATA": str(settings().data)} if settings().data else {}
        self.environment = os.environ | data | {
            "COMPOSE_FILE": "docker-compose.yml:docker/for-other-machines.yml",
            "COMPOSE_PROFILES": "demo",
            "COMPOSE_PROJECT_NAME": "faro-test",
            "FARO_VERSION": "test",
            "FARO_COMMIT": "0123abc",
            "FARO_LANGUAGE": "es",
            "FARO_POLL_MINUTES": "0",
            "FARO_PRIVATE": self.private,
            "FARO_SECRETS_FOLDER": str(self.secrets),
            **{f"FARO_{name}_PORT": str(port) for name, port in self.ports.items()},
        }  # fmt: skip
        self.seconds: dict[str, float] = {}
        self._file: dict[str, Any] | None = None

    def __call__(self, *arguments: str, check: bool = True, **settings: str) -> subprocess.CompletedProcess[str]:
        """`docker compose …`; what it said is in the failure."""
        return self._run("docker", "compose", *arguments, check=check, **settings)

    def up(self, *arguments: str, check: bool = True, **settings: str) -> subprocess.CompletedProcess[str]:
        """`docker/up …`."""
        return self._run("docker/up", *arguments, check=check, **settings)

    def _run(self, *command: str, check: bool, **settings: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            command, cwd=PROJECT, env=self.environment | settings, capture_output=True, text=True, check=False
        )
        if check and done.returncode:
            raise AssertionError(f"{' '.join(command)}: {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done

    def timed(self, what: str, *arguments: str) -> None:
        began = time.monotonic()
        self(*arguments)
        self.seconds[what] = time.monotonic() - began

    def build(self) -> None:
        self.timed("both images built", "build", "--quiet")

    def start(self, what: str) -> None:
        began = time.monotonic()
        self.up("--scale", f"worker={WORKERS}")
        self.seconds[what] = time.monotonic() - began

    @contextmanager
    def started(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """`docker compose …`, under way."""
        with subprocess.Popen(["docker", "compose", *arguments], cwd=PROJECT, env=self.environment) as process:
            yield process

    def sql(self, query: str) -> list[dict[str, Any]]:
        """A query on the warehouse with the analyst's rights."""
        told = self("run", "--rm", "--no-deps", "faro", "sql", "--json", query).stdout
        rows: list[dict[str, Any]] = json.loads(told)
        return rows

    def of_airflow(self, query: str) -> list[list[str]]:
        """The rows of a query on Airflow's metadata."""
        psql = ("psql", "--username=postgres", "--host=127.0.0.1", "--dbname=airflow", "--tuples-only", "--no-align")
        told = self("exec", "-T", "postgres", *psql, "--field-separator=\t", "--command", query).stdout
        return [line.split("\t") for line in told.splitlines() if line]

    def airflow(self, path: str) -> Any:
        """What Airflow's API answers its administrator, through the published port."""
        address = f"http://127.0.0.1:{self.ports['AIRFLOW']}"
        account = {"username": "admin", "password": (self.secrets / "airflow_admin").read_text()}
        token = requests.post(f"{address}/auth/token", json=account, timeout=30).json()["access_token"]
        answer = requests.get(f"{address}/api/v2{path}", headers={"Authorization": f"Bearer {token}"}, timeout=30)
        answer.raise_for_status()
        return answer.json()

    def deliver(self, institution: str, name: str, content: bytes) -> None:
        """A file in the institution's outgoing folder."""
        outbox = f"/var/lib/faro/institutions/{institution}/outbox/{name}"
        command = ["docker", "compose", "exec", "-T", "institutions", "sh", "-c", f"cat > {outbox}"]
        subprocess.run(command, cwd=PROJECT, env=self.environment, input=content, check=True)

    def containers(self, service: str = "") -> list[dict[str, Any]]:
        lines = self("ps", "--format", "json", *([service] if service else [])).stdout.splitlines()
        return [json.loads(line) for line in lines]

    def declared_ports(self, service: str) -> set[int]:
        """Those of the service's container that the file publishes or exposes to other services."""
        if self._file is None:
            self._file = json.loads(self("config", "--format", "json").stdout)
        declared = self._file["services"][service]
        return {int(port["target"]) for port in declared.get("ports", [])} | {
            int(port) for port in declared.get("expose", [])
        }

    def container_of(self, host: str) -> str:
        """The name of the container that calls itself so."""
        return next(str(each["Name"]) for each in self.containers() if each["ID"].startswith(host[:12]))

    def remove(self) -> None:
        self("--profile", "demo", "--profile", "job", "down", "--volumes", "--remove-orphans", "--timeout", "20")


def gateway() -> str:
    """The address of the host in Docker's own bridge."""
    return docker("network", "inspect", BRIDGE, "--format", "{{(index .IPAM.Config 0).Gateway}}").strip()


def docker(*arguments: str, given: str | None = None) -> str:
    """What `docker …` says; `given` is what it reads."""
    return subprocess.run(["docker", *arguments], input=given, capture_output=True, text=True, check=True).stdout
