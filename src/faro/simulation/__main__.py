"""`python -m faro.simulation [serve|deliver]`: run the simulated institutions, or fill their sources."""

import asyncio
import logging
import sys

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
    """Serve SFTP and HTTP on 127.0.0.1 until SIGTERM or Ctrl-C."""
    from faro.simulation.behaviour import read_behaviour
    from faro.simulation.service import serve as serve_both

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    logging.getLogger("asyncssh").setLevel(logging.WARNING)
    asyncio.run(serve_both(settings(), read_behaviour()))


@app.command()
def deliver() -> None:
    """Fill outboxes, the API's dataset and the hotline's database; a second time changes nothing."""
    from faro.simulation.deliver import deliver as fill
    from faro.simulation.hotline import owner_uri

    for delivered in fill(settings(), owner_uri(settings())):
        typer.echo(delivered.sentence())


def main() -> None:
    try:
        app()
    except FaroError as error:
        typer.echo(text(es=error.message("es"), en=error.message("en")), err=True)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
