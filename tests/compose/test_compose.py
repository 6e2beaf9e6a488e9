"""The production shape, really built, run and fed with the real files."""

import json
import re
import subprocess
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

import costs
import pytest
import requests
from composed import WORKERS, Compose, docker
from published import ACCREDITED, REAL_FILES
from running_chromium import running_chromium
from superset_page import SupersetPage

LASTING = {
    "postgres", "redis", "airflow-api", "airflow-scheduler", "airflow-dags", "airflow-triggerer", "worker", "superset",
    "superset-worker", "portal", "institutions", "institutions-postgres",
}  # fmt: skip
OURS = ("faro-pipeline:test", "faro-superset:test")
#: How the log of every task of ours ends that succeeds.
DONE = "Done. Returned value was"
#: What an image has no use for once it is built.
BUILD_TOOLS = ("gcc", "cc", "g++", "make", "git", "chromium")


@pytest.mark.parametrize("image", OURS)
def test_an_image_says_what_it_is_and_holds_no_tools(built: Compose, image: str) -> None:
    configured = json.loads(docker("image", "inspect", "--format", "{{json .Config}}", image))
    assert configured["User"] == "faro"
    assert configured["Labels"]["org.opencontainers.image.version"] == "test"
    assert configured["Labels"]["org.opencontainers.image.revision"] == "0123abc"
    look = f"id -u; for tool in {' '.join(BUILD_TOOLS)}; do command -v $tool; done; true"
    assert docker("run", "--rm", "--network=none", "--entrypoint", "sh", image, "-c", look).split() == ["10001"]


def test_everything_serves(running: Compose) -> None:
    found = running.containers()
    assert {each["Service"] for each in found} == LASTING
    assert [each["Name"] for each in found if each["Health"] != "healthy"] == []
    assert sum(each["Service"] == "worker" for each in found) == WORKERS


@pytest.mark.parametrize("dataset", REAL_FILES)
def test_every_row_of_the_real_files_is_there(running: Compose, real_data: Path, dataset: str) -> None:
    (found,) = running.sql(f"select count(*) as rows from core.{REAL_FILES[dataset].table}")
    assert found["rows"] == REAL_FILES[dataset].rows


def test_the_published_figures_are_those_of_the_demo(running: Compose) -> None:
    rows = running.sql(
        "select year, value::integer as value from marts.indicator_value"
        " where indicator_id = 'I-04' and breakdown = 'total' and year between 2017 and 2022"
    )
    assert {row["year"]: row["value"] for row in rows} == ACCREDITED


def test_nothing_was_refused_or_left_out(running: Compose) -> None:
    states = running.sql("select state, count(*) as loads from ops.load group by state")
    assert {row["state"] for row in states} <= {"loaded", "partial"}
    assert sum(row["loads"] for row in states) > 40


def test_every_worker_did_something_and_airflow_shows_its_log(running: Compose) -> None:
    tasks = running.of_airflow(
        "select distinct on (hostname) hostname, dag_id, run_id, task_id, try_number from task_instance"
        " where state = 'success' and map_index = -1 and task_id like '%.receive' order by hostname"
    )
    assert len(tasks) == WORKERS
    for _, *place in tasks:
        assert DONE in log_of(running, *place)


def log_of(running: Compose, dag: str, run: str, task: str, attempt: str) -> str:
    path = f"/dags/{dag}/dagRuns/{requests.utils.quote(run, safe='')}/taskInstances/{task}/logs/{attempt}"
    return json.dumps(running.airflow(f"{path}?full_content=true")["content"])


def test_whoever_operates_has_the_commands_and_for_keys_one_of_their_own(running: Compose) -> None:
    (found,) = json.loads(run_faro(running, "faro", "status", "oij/police_statistics", "--json").stdout)["datasets"]
    assert (found["dataset"], found["deliveries"]) == ("police_statistics", 1)
    erase = ("identity", "erase", "pani/protection_measures/no-existe", "--request", "1", "--yes")
    assert "Falta el secreto /run/secrets/postgres" in run_faro(running, "faro", *erase).stderr
    assert "pani/protection_measures no tiene un registro" in run_faro(running, "faro-keys", *erase).stderr


def run_faro(running: Compose, service: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return running("run", "--rm", "--no-deps", service, *arguments, check=False)


def test_nobody_runs_as_root(running: Compose) -> None:
    for container in running.containers():
        listed = docker("top", container["Name"], "-eo", "pid,uid").splitlines()[1:]
        assert {line.split()[1] for line in listed} <= {"999", "10001"}, container["Name"]


def test_nothing_listens_but_on_the_ports_that_the_file_names(running: Compose) -> None:
    """Beside those that a container alone reaches."""
    files = [f"/proc/net/{protocol}{version}" for protocol in ("tcp", "udp") for version in ("", "6")]
    listening = {
        container["Service"]: {*ports_to_others(docker("exec", container["Name"], "cat", *files))}
        for container in running.containers()
    }
    assert listening == {service: running.declared_ports(service) for service in LASTING}


def ports_to_others(sockets: str) -> Iterator[int]:
    """Where one of these sockets of the kernel's tables waits for whoever can reach the container."""
    for _, local, remote, state, *_ in (line.split() for line in sockets.splitlines() if ":" in line.split()[0]):
        address, port = local.split(":")
        words = [bytes.fromhex(address[start : start + 8])[::-1] for start in range(0, len(address), 8)]
        is_waiting = state == "0A" or (state == "07" and not remote.strip("0:"))
        if is_waiting and not ip_address(b"".join(words)).is_loopback:
            yield int(port, 16)


def test_no_secret_shows_from_outside(running: Compose) -> None:
    """Not in what Docker tells of containers and images, nor in a listing of processes, nor in an environment."""
    secrets = {path.name: path.read_text().strip() for path in running.secrets.rglob("*") if path.is_file()}
    secrets = {name: secret for name, secret in secrets.items() if secret}
    assert len(secrets) > 25
    names = [each["Name"] for each in running.containers()]
    shown = docker("inspect", *names) + docker("image", "inspect", *OURS)
    shown += "".join(docker("image", "history", "--no-trunc", image) for image in OURS)
    shown += "".join(docker("top", name, "-eo", "pid,args") for name in names)
    shown += "".join(
        docker("exec", name, "sh", "-c", "cat /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n'") for name in names
    )
    assert "FARO_POSTGRES_HOST=postgres" in shown
    assert [name for name, secret in secrets.items() if secret in shown] == []


@pytest.mark.parametrize(("host", "port"), [("institutions", 8022), ("institutions-postgres", 5432)])
def test_superset_reaches_no_institution(running: Compose, host: str, port: int) -> None:
    (container,) = running.containers(host)
    addresses = docker(
        "inspect", "--format", "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}", container["Name"]
    ).split()
    assert addresses
    for address in (host, *addresses):
        code = f"import socket; socket.create_connection(({address!r}, {port}), timeout=3)"
        assert running("exec", "-T", "worker", "python", "-c", code, check=False).returncode == 0
        for service in ("superset", "superset-worker"):
            assert running("exec", "-T", service, "python", "-c", code, check=False).returncode != 0


def test_the_dashboard_opens_through_the_published_port(running: Compose, screenshots: Path) -> None:
    with running_chromium() as browser:
        page = SupersetPage(browser, f"http://127.0.0.1:{running.ports['SUPERSET']}", 1440)
        page.sign_in("coordinacion", (running.secrets / "superset_coordinacion").read_text())
        page.open_dashboard("panorama", 8)
        page.keep_picture(str(screenshots / "compose-panorama-1440.png"))
        charts, errors = page.charts(), page.errors()
        page.close()
    assert [chart["title"] for chart in charts if not chart["drawn"]] == []
    assert errors == []


def test_the_start_page_leads_to_data_docs_models_and_guides(running: Compose) -> None:
    address = f"http://127.0.0.1:{running.ports['PORTAL']}"
    page = requests.get(address, timeout=10)
    assert str(running.secrets) in page.text
    links = [link for link in re.findall(r'href="([^"#]+)"', page.text) if "://" not in link]
    assert {"data-docs/index.html", "dbt/index.html", "guias/guia-coordinacion.html"} <= set(links)
    assert [link for link in links if not requests.get(f"{address}/{link}", timeout=10).ok] == []


def test_what_it_costs_is_known(running: Compose) -> None:
    assert {"faro-pipeline:test", "faro-superset:test"} <= costs.images().keys()
    used = costs.memory(running)
    assert len(used) == len(LASTING) + WORKERS - 1
    assert all(used.values())
