"""Airflow's database at the newest schema, with its administrator and roles; one process: importing takes seconds."""

from airflow.providers.fab.auth_manager.cli_commands.utils import get_application_builder
from airflow.utils.db import upgradedb

from faro.secrets import secret
from faro.settings import settings
from faro.stack import airflow_roles


def main() -> None:
    upgradedb()
    with get_application_builder() as builder:
        manager = builder.sm
        administrator = manager.find_user("admin")
        if administrator is None:
            manager.add_user("admin", "Faro", "Admin", "admin@faro.invalid", manager.find_role("Admin"),
                             password=secret("airflow_admin"))  # fmt: skip
        elif not manager.auth_user_db("admin", secret("airflow_admin"), rotate_session_id=False):
            manager.reset_password(administrator.id, secret("airflow_admin"))
    airflow_roles.keep(settings())


if __name__ == "__main__":
    main()
