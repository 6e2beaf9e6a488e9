"""Airflow's home: a generated configuration only its owner reads, metadata in PostgreSQL, and who runs the tasks."""

import json
import os
import sys
from collections.abc import Mapping
from configparser import RawConfigParser
from pathlib import Path

from faro.secrets import secret
from faro.settings import PROJECT, Settings
from faro.stack.postgres import uri

_PARALLEL_TASKS = 6  # each LocalExecutor worker takes about 46 MB
_TASKS_OF_A_WORKER = 3
_SECONDS_OF_A_TASK = 3600
_MINUTES_SIGNED_IN = 12 * 60
#: Classes of work, each of which may have workers of its own, near what it needs.
QUEUES = ("transformation", "extraction", "reports")
#: What a busy machine makes late is no failure: by default a task gives up its API after five seconds, five times.
_PATIENCE = {
    "core": {"dagbag_import_timeout": 240},
    "dag_processor": {"dag_file_processor_timeout": 300},
    "database": {"sql_alchemy_pool_size": 15, "sql_alchemy_max_overflow": 25},
    "workers": {"execution_api_timeout": 60},
}


def home(settings: Settings) -> Path:
    return settings.home / "airflow"


def command(*arguments: str) -> list[str]:
    return [str(Path(sys.executable).with_name("airflow")), *arguments]


def warm_command(*component: str) -> list[str]:
    """The component with what it would import in every child imported once."""
    return [sys.executable, "-m", "faro.stack.warm_airflow", *component]


def environment(settings: Settings) -> Mapping[str, str]:
    """What makes an `airflow` command speak to this stack; secrets stay in the configuration file."""
    return {
        "AIRFLOW_HOME": str(home(settings)),
        "FARO_OIDC_ISSUER": settings.oidc_issuer,
        "FARO_OIDC_CLIENT_ID": settings.oidc_client_id,
        "PYTHONUNBUFFERED": "1",
        "_AIRFLOW__SKIP_DATABASE_EXECUTOR_COMPATIBILITY_CHECK": "1",
    }


def migration(settings: Settings) -> tuple[list[str], Mapping[str, str]]:
    """The command that migrates Airflow's database and creates the administrator, and its environment."""
    return [sys.executable, "-m", "faro.stack.airflow_migration"], {**os.environ, **environment(settings)}


def write_configuration(settings: Settings, *, with_connections: bool = True) -> None:
    """airflow.cfg, and for whoever runs tasks the connections to the institutions; both private to their owner."""
    folder = home(settings)
    folder.mkdir(parents=True, exist_ok=True)
    parser = RawConfigParser()
    sections = _configuration(settings) | (_own_connections(settings) if with_connections else {})
    for section, values in sections.items():
        parser[section] = {name: str(value).replace("%", "%%") for name, value in values.items()}
    parser.read_dict(_PATIENCE)
    with _private(folder / "airflow.cfg") as file:
        parser.write(file)
    if with_connections:
        from faro.stack.connections import airflow_connections  # reads every contract

        with _private(_connections_file(settings)) as file:
            json.dump(airflow_connections(settings), file, indent=2)


def _connections_file(settings: Settings) -> Path:
    return home(settings) / "connections.json"


def _private(path: Path):  # type: ignore[no-untyped-def]
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w")


def _configuration(settings: Settings) -> dict[str, dict[str, object]]:
    database = uri(settings, "airflow", "airflow", driver="+psycopg2", password=secret("airflow_database"))
    return {
        "core": {
            "executor": "CeleryExecutor" if settings.has_workers else "LocalExecutor",
            "parallelism": _PARALLEL_TASKS,
            "dags_folder": PROJECT / "dags",
            "load_examples": False,
            "fernet_key": secret("airflow_fernet"),
            "auth_manager": "faro.stack.airflow_auth.GuardedFabAuthManager",
            "default_timezone": "America/Costa_Rica",
            "execution_api_server_url": f"http://{settings.airflow_host}:{settings.airflow_port}/execution/",
            "dags_are_paused_at_creation": False,
            "max_active_runs_per_dag": 1,
            "hide_sensitive_var_conn_fields": True,
        },
        "database": {
            "sql_alchemy_conn": database,
            "load_default_connections": False,
            "sql_alchemy_engine_args": '{"hide_parameters": true}',  # a log repeats no value
        },
        "api": {
            "base_url": settings.airflow_address,
            "secret_key": secret("airflow_api_secret"),
            "instance_name": "Faro",
            "enable_swagger_ui": False,
        },
        "api_auth": {"jwt_secret": secret("airflow_jwt")},
        "logging": {
            "base_log_folder": settings.logs / "airflow",
            "logging_level": "INFO",
            "file_task_handler_new_folder_permissions": "0o700",
            "file_task_handler_new_file_permissions": "0o600",
        },
        "scheduler": {
            "catchup_by_default": False,
            "scheduler_idle_sleep_time": 0.5,
            # what a killed stack left running is taken up again within a minute of the next start, not after five
            "orphaned_tasks_check_interval": 15,
            "task_instance_heartbeat_timeout": 60,
        },
        # a file that changes is read at once, and what files are made from is read once per start
        "dag_processor": {"refresh_interval": 60, "min_file_process_interval": 300, "parsing_processes": 1},
        "usage_data_collection": {"enabled": False},
        "fab": {
            # sign-ins are counted there, where a password is compared, and not by page
            "auth_rate_limited": False,
            "config_file": Path(__file__).with_name("airflow_accounts.py"),
            "session_backend": "database",
            "session_lifetime_minutes": _MINUTES_SIGNED_IN,
            "session_max_lifetime_minutes": _MINUTES_SIGNED_IN,
            "cache_ttl": 0,  # an account that is closed is closed at once
        },
        **(_celery(settings, database) if settings.has_workers else {}),
    }


def _own_connections(settings: Settings) -> dict[str, dict[str, object]]:
    return {
        "secrets": {
            "backend": "faro.stack.connections_backend.ConnectionsFile",
            "backend_kwargs": json.dumps({"path": str(_connections_file(settings))}),
        }
    }


def _celery(settings: Settings, database: str) -> dict[str, dict[str, object]]:
    """A task belongs to a worker only once it is done: another one takes up what a killed worker left."""
    broker = f"redis://:{secret('redis')}@{settings.redis_host}:{settings.redis_port}/0"
    return {
        "celery": {
            "broker_url": broker,
            "result_backend": f"db+{database}",
            "task_acks_late": True,
            "worker_prefetch_multiplier": 1,
            "worker_concurrency": _TASKS_OF_A_WORKER,
            "operation_timeout": 10,
        },
        "celery_broker_transport_options": {"visibility_timeout": _SECONDS_OF_A_TASK},
        "operators": {"default_queue": QUEUES[0]},
    }
