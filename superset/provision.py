"""Brings Superset to what this folder says: migrated, imported, with its roles and accounts; twice is once.

Run in Superset's own environment: `.venv-superset/bin/python superset/provision.py`.
"""

import logging
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

ROOM = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOM), str(ROOM.parent / "src")]
os.environ.setdefault("SUPERSET_CONFIG_PATH", str(ROOM / "superset_config.py"))

from provisioning.assets import Assets, read_assets  # noqa: E402
from provisioning.check import check, release_tables  # noqa: E402
from provisioning.compile import compile_bundle, identities  # noqa: E402
from provisioning.liaisons import liaison_databases, with_liaisons  # noqa: E402
from provisioning.settings import Environment, read_environment  # noqa: E402
from provisioning.state import remember, still_stands  # noqa: E402

from faro.errors import FaroError  # noqa: E402
from faro.language import text  # noqa: E402


def main() -> int:
    try:
        environment, assets = read_environment(), read_assets()
        check(assets, release_tables() or None)
        if still_stands(environment):
            say(text(es="Superset ya está al día.", en="Superset is up to date."))
            return 0
        provision(environment, assets)
    except FaroError as error:
        say(error.message())
        return error.exit_code
    return 0


def provision(environment: Environment, assets: Assets) -> None:
    """Every step finds what is there and changes only what differs."""
    bundle = compile_bundle(assets, environment.variables)
    everything = with_liaisons(assets, environment.institutions)
    logging.disable(logging.INFO)
    with redirect_stdout(sys.stderr), _app() as migrate:
        from provisioning import access, importing

        with step(text(es="Esquema", en="Schema")):
            migrate()
        with step(text(es="Cuenta que importa", en="Importing account")):
            access.provision_accounts(environment.passwords, only={"admin"})
        with step(text(es="Tableros, gráficos y conjuntos de datos", en="Dashboards, charts and datasets")):
            importing.import_bundle(bundle)
            importing.connect(everything, environment.variables, liaison_databases(environment.institutions))
            for mark in importing.remove_retired(identities(everything)):
                say(text(es=f"  retirado: {mark}", en=f"  removed: {mark}"))
        with step(text(es="Roles y cuentas", en="Roles and accounts")):
            access.provision_roles(environment.institutions)
            access.provision_accounts(environment.passwords)
            access.open_dashboards({slug: list(asset["roles"]) for slug, asset in everything.dashboards.items()})
    remember(environment)


@contextmanager
def _app() -> Iterator[Callable[[], None]]:
    """Superset's application, imported once; yields what migrates it and synchronises its permissions."""
    with step(text(es="Superset se carga", en="Superset is loaded")):
        from superset.app import create_app

        app = create_app()
    with app.app_context():
        from provisioning.schema import migrate

        yield migrate


@contextmanager
def step(name: str) -> Iterator[None]:
    started = time.monotonic()
    yield
    say(f"{name}: {time.monotonic() - started:.1f} s")


def say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
