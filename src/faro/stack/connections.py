"""How Airflow reaches each institution: connections that are given, else those of the simulated ones."""

import json
from typing import Any, ClassVar

from faro.contracts import Contract, all_contracts
from faro.errors import ConfigurationError, Sentences
from faro.secrets import secret
from faro.settings import Settings
from faro.simulation.institutions import api_secret_of, reader_of
from faro.simulation.keys import client_key, host_key
from faro.stack.cluster import Cluster
from faro.stack.postgres import institutions_cluster, warehouse_cluster

Connection = dict[str, Any]


class ConnectionsUnreadable(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "{path} no es un archivo JSON de conexiones de Airflow.\n"
        "  Escríbalo como muestra docs/operacion-compose.md y reinicie los trabajadores.",
        "en": "{path} is no JSON file of Airflow connections.\n"
        "  Write it as docs/operacion-compose.md shows, and restart the workers.",
    }


def airflow_connections(settings: Settings) -> dict[str, Connection]:
    """Connection id → Airflow connection, in its JSON format or as a URI. Raises ConnectionsUnreadable."""
    warehouse = warehouse_cluster(settings)
    return {
        **(_simulated(settings) if host_key(settings.home).public.exists() else {}),
        **_given(settings),
        "warehouse_loader": _postgres(warehouse, "faro", "faro_loader"),
        "warehouse_publisher": _postgres(warehouse, "faro", "faro_publisher"),
        "warehouse_resolver": _postgres(warehouse, "faro", "faro_resolver"),
        "warehouse_transformer": _postgres(warehouse, "faro", "faro_transformer"),
    }


def _simulated(settings: Settings) -> dict[str, Connection]:
    return {contract.connection_id: _TO[contract.transport](settings, contract) for contract in all_contracts()}


def _given(settings: Settings) -> dict[str, Connection]:
    """Those to real institutions, which whoever operates Faro writes."""
    if settings.connections is None or not settings.connections.exists():
        return {}
    try:
        return dict(json.loads(settings.connections.read_text(encoding="utf-8")))
    except (ValueError, TypeError):
        raise ConnectionsUnreadable(path=str(settings.connections)) from None


def _sftp(settings: Settings, contract: Contract) -> Connection:
    key = host_key(settings.home).public.read_text().split()
    return {
        "conn_type": "sftp",
        "host": settings.institutions_host,
        "port": settings.sftp_port,
        "login": contract.institution,
        "extra": {
            "key_file": str(client_key(settings.home, contract.institution).private),
            "host_key": " ".join(key[:2]),
            "no_host_key_check": False,
        },
    }


def _api(settings: Settings, contract: Contract) -> Connection:
    return {
        "conn_type": "http",
        "host": f"http://{settings.institutions_host}:{settings.api_port}",
        "login": contract.institution,
        "password": secret(api_secret_of(contract.institution)),
        "extra": {"token_path": "/oauth/token"},
    }


def _institution_database(settings: Settings, contract: Contract) -> Connection:
    database, role = contract.server.database or "", reader_of(contract.institution)
    return _postgres(institutions_cluster(settings), database, role)


_TO = {"sftp": _sftp, "api": _api, "postgres": _institution_database}


def _postgres(cluster: Cluster, database: str, role: str) -> Connection:
    return {
        "conn_type": "postgres",
        "host": cluster.host,
        "port": cluster.port,
        "schema": database,
        "login": role,
        "password": secret(role),
    }
