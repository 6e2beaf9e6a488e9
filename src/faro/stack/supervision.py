"""Running the services under supervisord: start, wait until ready, stop everything, and know what is alive."""

import http.client
import os
import shlex
import socket
import subprocess
import sys
import urllib.error
import urllib.request
import xmlrpc.client
from collections.abc import Mapping
from configparser import RawConfigParser
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
from supervisor.xmlrpc import SupervisorTransport

from faro.settings import PROJECT, Settings
from faro.stack.errors import AlreadyRunning, ServiceFailed, ServiceTimeout
from faro.stack.leftovers import MARK, end_leftovers
from faro.stack.ownership import OTHERS
from faro.stack.patience import Patience, Tell, bytes_in, wait_until
from faro.stack.services import Service, all_services

_RUNNING_STATES = {"STARTING", "RUNNING", "BACKOFF", "STOPPING"}
_MANAGER = "supervisord"
_GONE = (OSError, http.client.HTTPException, xmlrpc.client.Error)
_SECONDS_TO_START_IT = 60
_SECONDS_TO_STOP = 40  # what does not stop is killed after half of it
#: So much time of a processor is progress; what waits in vain uses less in a span.
_SECONDS_OF_WORK = 5


class Supervision:
    """The process manager of one FARO_HOME."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._folder = settings.home / "run"
        self._configuration = self._folder / "supervisord.conf"
        self._pid_file = self._folder / "supervisord.pid"
        self._owner_file = self._folder / "owner.pid"

    @property
    def _socket(self) -> Path:
        return self._folder / "s"  # a socket's path has at most 107 characters

    def start_manager(self) -> None:
        """Start supervisord without any service, owned by this process."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._settings.logs.mkdir(parents=True, exist_ok=True)
        self._owner_file.write_text(str(os.getpid()))
        self._socket.unlink(missing_ok=True)
        self._write_configuration()
        subprocess.run([sys.executable, "-m", "supervisor.supervisord", "-c", str(self._configuration)],
                       check=True, env=self.marked(os.environ))  # fmt: skip
        patience = Patience(_SECONDS_TO_START_IT)
        if not wait_until(self.is_alive, patience):
            log = str(self._settings.logs / f"{_MANAGER}.log")
            raise ServiceTimeout(service=_MANAGER, seconds=patience.waited, log=log)

    def clear_abandoned(self) -> None:
        """End a stack whose owner was killed. Raises AlreadyRunning when the owner still serves."""
        if self.is_alive():
            owner = int(self._owner_file.read_text()) if self._owner_file.exists() else 0
            if psutil.pid_exists(owner):
                raise AlreadyRunning(path=str(self._settings.home))
            self.shut_down()
        end_leftovers(self._settings)

    def is_alive(self) -> bool:
        try:
            return bool(self._rpc().getState()["statename"] == "RUNNING")
        except _GONE:
            return False

    def start(self, service: Service) -> None:
        """Start one service without waiting for it."""
        if self.states()[service.name] not in _RUNNING_STATES:
            self._rpc().startProcess(service.name, False)

    def wait(self, service: Service, slow: Tell = lambda: None) -> None:
        """Until the service can be used. Raises ServiceFailed or ServiceTimeout, which name its log."""
        log = service.log(self._settings)

        def can_be_used() -> bool:
            state = self.states()[service.name]
            if state in {"FATAL", "EXITED"}:
                raise ServiceFailed(service=service.name, status=state, log=str(log))
            return state == "RUNNING" and is_ready(service)

        patience = Patience(service.seconds_to_start, lambda: (bytes_in([log]), self._work(service)), slow)
        if not wait_until(can_be_used, patience):
            raise ServiceTimeout(service=service.name, seconds=patience.waited, log=str(log))

    def _work(self, service: Service) -> int:
        """How much the service's processes have computed."""
        try:
            first = psutil.Process(self._rpc().getProcessInfo(service.name)["pid"])
            times = [process.cpu_times() for process in (first, *first.children(recursive=True))]
        except psutil.NoSuchProcess:
            return 0
        return int(sum(each.user + each.system for each in times)) // _SECONDS_OF_WORK

    def stop(self, name: str) -> None:
        self._rpc().stopProcess(name)

    def runs(self, name: str) -> bool:
        """Whether the manager is there and keeps that service going."""
        try:
            return self.states().get(name) in _RUNNING_STATES
        except _GONE:
            return False

    def states(self) -> dict[str, str]:
        """Service → supervisord's state name."""
        return {process["name"]: process["statename"] for process in self._rpc().getAllProcessInfo()}

    def shut_down(self) -> None:
        """Stop every service, those at once that need not wait, then the manager, then whatever carries our mark."""
        if self.is_alive():
            services = all_services(self._settings)
            for order in sorted({each.stop_order for each in services}):
                self._stop_at_once({each.name for each in services if each.stop_order == order})
            manager = int(self._pid_file.read_text())
            self._rpc().shutdown()
            wait_until(lambda: not psutil.pid_exists(manager), Patience(_SECONDS_TO_STOP))
        end_leftovers(self._settings)

    def _stop_at_once(self, names: set[str]) -> None:
        for name in names:
            with suppress(xmlrpc.client.Fault):  # it was not running
                self._rpc().stopProcess(name, False)

        def all_stopped() -> bool:
            states = self.states()
            return all(states.get(name) not in _RUNNING_STATES for name in names)

        wait_until(all_stopped, Patience(_SECONDS_TO_STOP))

    def marked(self, environment: Mapping[str, str]) -> dict[str, str]:
        """That environment with the settings in force and the mark by which leftovers are known."""
        in_force = {
            **self._settings.ports,
            "FARO_HOME": self._settings.home,
            "FARO_DATA": self._settings.data or "",
            "SPT_NOENV": 1,  # a process title written over the environment would hide the mark
            "PYTHONDONTWRITEBYTECODE": "",  # without byte code every service would compile Airflow again
        }
        return {
            **environment,
            **{name: str(value) for name, value in in_force.items()},
            MARK: str(self._settings.home),
        }

    def _rpc(self) -> Any:
        transport = SupervisorTransport(None, None, f"unix://{self._socket}")
        return xmlrpc.client.ServerProxy("http://127.0.0.1", transport=transport).supervisor

    def _write_configuration(self) -> None:
        parser = RawConfigParser()
        parser["unix_http_server"] = {"file": str(self._socket), "chmod": "0700"}
        parser["rpcinterface:supervisor"] = {
            "supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"
        }
        parser["supervisord"] = {
            "logfile": str(self._settings.logs / "supervisord.log"),
            "pidfile": str(self._pid_file),
            "childlogdir": str(self._settings.logs),
            "umask": f"{OTHERS:o}",
            **({"user": "root"} if os.geteuid() == 0 else {}),
        }
        for service in all_services(self._settings):
            parser[f"program:{service.name}"] = self._program(service)
        self._configuration.unlink(missing_ok=True)
        with os.fdopen(os.open(self._configuration, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            parser.write(file)

    def _program(self, service: Service) -> dict[str, str]:
        program = {
            "command": shlex.join(service.command).replace("%", "%%"),
            "directory": str(PROJECT),
            "autostart": "false",
            "autorestart": "true",
            "startsecs": "1",
            "startretries": "2",
            "stopsignal": service.stop_signal,
            "stopwaitsecs": str(_SECONDS_TO_STOP // 2),
            "stopasgroup": "false" if service.stop_signal == "INT" else "true",
            "killasgroup": "true",
            "redirect_stderr": "true",
            "stdout_logfile": str(service.log(self._settings)),
            "stdout_logfile_maxbytes": "20MB",
        }
        if service.environment:
            program["environment"] = ",".join(
                f'{name}="{value}"'.replace("%", "%%") for name, value in service.environment.items()
            )
        if service.user:
            program["user"] = service.user
        return program


def is_ready(service: Service) -> bool:
    """Whether the service answers; one without an address is ready when it runs."""
    if service.ready is None:
        return True
    if callable(service.ready):
        return service.ready()
    if isinstance(service.ready, int):
        with socket.socket() as probe:
            probe.settimeout(1)
            return probe.connect_ex(("127.0.0.1", service.ready)) == 0
    try:
        with urllib.request.urlopen(service.ready, timeout=5) as answer:  # noqa: S310 - our own loopback address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError, http.client.HTTPException):
        return False
