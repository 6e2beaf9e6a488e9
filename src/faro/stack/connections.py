"""How this stack's Airflow reaches each institution: one connection per institution and transport."""

from typing import Any

from faro.contracts import Contract, all_contracts
from faro.secrets import secret
from faro.settings import Settings
from faro.simulation.institutions import api_secret_of, reader_of
from faro.simulation.keys import client_key, host_key

Connection = dict[str, Any]


def airflow_connections(settings: Settings) -> dict[str, Connection]:
    """Connection id → Airflow connection, as its local file backend reads them."""
    return {
        **{contract.connection_id: _TO[contract.transport](settings, contract) for contract in all_contracts()},
        "warehouse_loader": _postgres(settings, "faro", "faro_loader"),
        "warehouse_resolver": _postgres(settings, "faro", "faro_resolver"),
        "warehouse_transformer": _postgres(settings, "faro", "faro_transformer"),
    }


def _sftp(settings: Settings, contract: Contract) -> Connection:
    key = host_key(settings.home).public.read_text().split()
    return {
        "conn_type": "sftp",
        "host": "127.0.0.1",
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
        "host": f"http://127.0.0.1:{settings.api_port}",
        "login": contract.institution,
        "password": secret(api_secret_of(contract.institution)),
        "extra": {"token_path": "/oauth/token"},
    }


def _institution_database(settings: Settings, contract: Contract) -> Connection:
    return _postgres(settings, contract.server.database or "", reader_of(contract.institution))


_TO = {"sftp": _sftp, "api": _api, "postgres": _institution_database}


def _postgres(settings: Settings, database: str, role: str) -> Connection:
    return {
        "conn_type": "postgres",
        "host": "127.0.0.1",
        "port": settings.postgres_port,
        "schema": database,
        "login": role,
        "password": secret(role),
    }
