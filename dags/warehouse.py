"""The warehouse over Airflow's own connections, one per role."""

from typing import Literal

from airflow.providers.postgres.hooks.postgres import PostgresHook
from sqlalchemy import make_url


def uri(role: Literal["loader", "publisher", "resolver", "transformer"]) -> str:
    """A libpq URI, whichever driver the hook prefers."""
    stated = make_url(PostgresHook(postgres_conn_id=f"warehouse_{role}").get_uri())
    return stated.set(drivername="postgresql").render_as_string(hide_password=False)
