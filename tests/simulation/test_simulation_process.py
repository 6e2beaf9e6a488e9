"""The process: it stops when asked, frees its ports, and says which setting to change when one is taken."""

import signal
import socket
from pathlib import Path

import pytest

from faro.simulation.errors import InvalidSettingError, PortInUseError

pytestmark = pytest.mark.slow


def test_it_stops_when_asked(launch_simulation, tmp_path: Path) -> None:
    signals = (signal.SIGTERM, signal.SIGINT)
    services = [launch_simulation(tmp_path / number.name) for number in signals]
    for number, service in zip(signals, services, strict=True):
        service.wait_until_ready()
        # A reader that is still connected does not hold it up.
        with socket.create_connection(service.sftp_address), socket.create_connection(service.api_address):
            service.process.send_signal(number)
            _, said = service.process.communicate(timeout=8)
        assert (service.process.returncode, "Traceback" in said, "stopped" in said) == (0, False, True)
        for address in (service.sftp_address, service.api_address):
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection(address, timeout=2)


def test_a_port_in_use_is_said_with_its_setting(launch_simulation, tmp_path: Path) -> None:
    settings = ("FARO_SFTP_PORT", "FARO_API_PORT")
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        taken = str(holder.getsockname()[1])
        processes = [launch_simulation(tmp_path / name, **{name: taken}).process for name in settings]
        said = [process.communicate(timeout=20)[1] for process in processes]
    assert [process.returncode for process in processes] == [PortInUseError.exit_code] * 2
    for setting, message in zip(settings, said, strict=True):
        assert f" {taken}" in message
        assert setting in message
        assert "Traceback" not in message


def test_a_setting_that_cannot_be_is_named(launch_simulation, tmp_path: Path) -> None:
    wrong = {"FARO_SIMULATION_RATE_LIMIT": "often", "FARO_SIMULATION_LARGEST_PAGE": "0"}
    process = launch_simulation(tmp_path, **wrong).process
    _, said = process.communicate(timeout=20)
    assert process.returncode == InvalidSettingError.exit_code
    assert ", ".join(sorted(wrong)) in said
    assert "often" not in said
