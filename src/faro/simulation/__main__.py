"""`python -m faro.simulation [serve|deliver]`: run the simulated institutions, or fill their sources."""

import asyncio
import logging
import sys
from datetime import datetime
from functools import partial
from typing import Annotated

import typer

from faro.errors import FaroError
from faro.language import text
from faro.settings import settings

app = typer.Typer(add_completion=False, help=__doc__, pretty_exceptions_enable=False)


@app.callback(invoke_without_command=True)
def default(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        serve()


@app.command()
def serve() -> None:
    """Serve SFTP and HTTP until SIGTERM or Ctrl-C."""
    from faro.simulation.behaviour import read_behaviour
    from faro.simulation.service import serve as serve_both

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    logging.getLogger("asyncssh").setLevel(logging.WARNING)
    asyncio.run(serve_both(settings(), read_behaviour()))


@app.command()
def deliver(
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day that is known.")] = None,
    scale: Annotated[int | None, typer.Option(min=1, help="How many times as many people.")] = None,
) -> None:
    """Fill outboxes, the API's datasets and the institutions' databases; a second time changes nothing."""
    from faro.simulation.behaviour import read_behaviour
    from faro.simulation.databases import owner_uri
    from faro.simulation.deliver import deliver as fill
    from faro.simulation.scope import Scope

    usual = read_behaviour()
    scope = Scope(scale or usual.scale, until.date() if until else usual.until)
    for delivered in fill(settings(), partial(owner_uri, settings()), scope):
        typer.echo(delivered.sentence())


def main() -> None:
    try:
        app()
    except FaroError as error:
        typer.echo(text(es=error.message("es"), en=error.message("en")), err=True)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
