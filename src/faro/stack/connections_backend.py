"""The connections of tasks: of a file that holds many, the one that is asked for."""

import json
from pathlib import Path

from airflow.sdk.bases.secrets_backend import BaseSecretsBackend


class ConnectionsFile(BaseSecretsBackend):
    """Airflow's own backend for files makes all of them, encrypted, twice for each that it is asked for.

    That was a third of what a short task computes. Read anew each time, as that one does: a worker may outlive a file.
    """

    def __init__(self, path: str) -> None:
        self._path = Path(path)

    def get_conn_value(self, conn_id: str, team_name: str | None = None) -> str | None:
        """A connection as JSON, or as the URI that it is stated as."""
        stated = json.loads(self._path.read_text(encoding="utf-8")).get(conn_id)
        return stated if stated is None or isinstance(stated, str) else json.dumps(stated)
