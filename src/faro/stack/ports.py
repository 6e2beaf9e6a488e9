"""A port that is taken is said at once, before anything starts."""

import socket

from faro.settings import Settings
from faro.stack.errors import PortInUse


def check_free(settings: Settings) -> None:
    """Raises PortInUse for the first port of the settings that somebody listens on."""
    for setting, port in settings.ports.items():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                raise PortInUse(port=port, setting=setting) from None
