"""Serves SFTP and HTTP in one process until it is asked to stop."""

import asyncio
import contextlib
import errno
import logging
import signal
import socket
from collections.abc import Iterator

import asyncssh
import uvicorn

from faro.secrets import secret
from faro.settings import Settings
from faro.simulation import sftp
from faro.simulation.api import create_app
from faro.simulation.behaviour import Behaviour
from faro.simulation.desk import Desk
from faro.simulation.errors import PortInUseError
from faro.simulation.institutions import api_secret_of, institutions_with
from faro.simulation.interruptions import Interruptions
from faro.simulation.resources import api_resources
from faro.simulation.tokens import Signer

_log = logging.getLogger("faro.simulation")


async def serve(settings: Settings, behaviour: Behaviour) -> None:
    """Both servers, until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with contextlib.AsyncExitStack() as open_servers:
        acceptor = await _listen_sftp(settings)
        open_servers.push_async_callback(_close, acceptor)
        http = _http_server(settings, behaviour)
        running = asyncio.create_task(http.serve(sockets=[_bind(settings.listen, settings.api_port)]))
        _log.info(
            "SFTP on %s:%d, HTTP on %s:%d", settings.listen, settings.sftp_port, settings.listen, settings.api_port
        )
        await asyncio.wait({running, asyncio.create_task(stop.wait())}, return_when=asyncio.FIRST_COMPLETED)
        http.should_exit = True
        await running
    _log.info("stopped")


class _Http(uvicorn.Server):
    """Leaves signals to `serve`, which has two servers to stop."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _http_server(settings: Settings, behaviour: Behaviour) -> uvicorn.Server:
    desk = Desk(
        resources=api_resources(settings.home),
        signer=Signer(secret("api_signing")),
        client_secrets={name: secret(api_secret_of(name)) for name in institutions_with("api")},
        behaviour=behaviour,
        interruptions=Interruptions(behaviour),
    )
    app = create_app(desk, settings.home, lambda: _sftp_answers(settings.sftp_port))
    return _Http(uvicorn.Config(app, log_config=None, server_header=False, timeout_graceful_shutdown=3))


async def _listen_sftp(settings: Settings) -> asyncssh.SSHAcceptor:
    try:
        return await sftp.listen(settings.home, settings.listen, settings.sftp_port)
    except OSError as error:
        _raise_if_busy(error, settings.sftp_port, "FARO_SFTP_PORT", "SFTP")
        raise


async def _close(acceptor: asyncssh.SSHAcceptor) -> None:
    acceptor.close()
    await acceptor.wait_closed()


def _bind(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        _raise_if_busy(error, port, "FARO_API_PORT", "HTTP")
        raise
    return listener


def _raise_if_busy(error: OSError, port: int, setting: str, service: str) -> None:
    if error.errno == errno.EADDRINUSE:
        raise PortInUseError(port=port, setting=setting, service=service) from error


async def _sftp_answers(port: int) -> bool:
    """Whether the SFTP port greets as an SSH server does."""
    try:
        async with asyncio.timeout(2):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            greeting = await reader.readline()
            writer.close()
    except (OSError, TimeoutError):
        return False
    return greeting.startswith(b"SSH-2.0-")
