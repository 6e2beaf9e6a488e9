"""How this stack's Airflow reaches each institution: one connection per institution and transport."""

from typing import Any

from faro.secrets import secret
from faro.settings import Settings


def airflow_connections(settings: Settings) -> dict[str, dict[str, Any]]:
    """Connection id → Airflow connection, as its local file backend reads them."""
    return {
        **_sftp(settings),
        "dgme_api": _api(settings),
        "linea145_postgres": _database(settings, "institution_linea145", "linea145_reader"),
        "warehouse_loader": _database(settings, "faro", "faro_loader"),
        "warehouse_transformer": _database(settings, "faro", "faro_transformer"),
    }


def _sftp(settings: Settings) -> dict[str, dict[str, Any]]:
    folder = settings.home / "institutions"
    host_key_file = folder / "ssh_host_ed25519.pub"
    host_key = " ".join(host_key_file.read_text().split()[:2]) if host_key_file.exists() else ""
    return {
        f"{institution}_sftp": {
            "conn_type": "sftp",
            "host": "127.0.0.1",
            "port": settings.sftp_port,
            "login": institution,
            "extra": {
                "key_file": str(folder / institution / "ssh" / "id_ed25519"),
                "host_key": host_key,
                "no_host_key_check": False,
            },
        }
        for institution in ("oij", "unodc")
    }


def _api(settings: Settings) -> dict[str, Any]:
    return {
        "conn_type": "http",
        "host": f"http://127.0.0.1:{settings.api_port}",
        "login": "faro",
        "password": secret("api_client_secret"),
        "extra": {"token_path": "/oauth/token"},
    }


def _database(settings: Settings, database: str, role: str) -> dict[str, Any]:
    return {
        "conn_type": "postgres",
        "host": "127.0.0.1",
        "port": settings.postgres_port,
        "schema": database,
        "login": role,
        "password": secret(role),
    }
