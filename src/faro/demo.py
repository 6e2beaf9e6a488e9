"""The whole way once: start the stack, receive the deliveries, publish, say what happened, and keep serving."""

import signal
import time
from collections.abc import Callable
from types import FrameType

from rich.console import Console

from faro.cli.pages import show_status
from faro.language import text
from faro.pipeline import PartFailed, Pipeline
from faro.settings import Settings, settings
from faro.stack.first_release import FirstRelease
from faro.stack.stages import Stages
from faro.stack.start import Start
from faro.stack.supervision import Supervision
from faro.status import status

_ARRIVED = {"current", "late"}


def run_demo(*, once: bool) -> int:
    """Exit status 0 only if every dataset arrived and all of it is published. Stops every process it started."""
    console = Console()
    signal.signal(signal.SIGTERM, _interrupt)
    with Stages(console) as stages:
        start = Start(settings(), stages)
        start.check()
        try:
            start.database()
            with start.everything_else() as raise_if_failed:
                failure = _run_pipeline(stages, raise_if_failed)
            stages.save(settings().home / "run" / "stages.json")
        except BaseException:
            start.supervision.shut_down()
            raise
    try:
        found = status(settings())
        show_status(found)
        if failure:
            console.print(failure.message(), highlight=False, markup=False)
        _show_addresses(console, settings())
        if not once:
            _serve_until_interrupted(console, start.supervision)
    finally:
        _stop(console, stages, start.supervision)
    return 0 if all(dataset["state"] in _ARRIVED for dataset in found["datasets"]) and not failure else 1


def _run_pipeline(stages: Stages, raise_if_failed: Callable[[], None]) -> PartFailed | None:
    """What of it failed where a part did: the rest is served."""

    def show(detail: str) -> None:
        raise_if_failed()
        stage(detail)

    with stages.stage(
        text(es="Ingesta por el planificador de Airflow", en="Ingest through Airflow's scheduler")
    ) as stage:
        Pipeline(settings(), stage.slow).ingest(progress=show)
    with stages.stage(text(es="Transformación y publicación", en="Transformation and release")) as stage:
        try:
            Pipeline(settings(), stage.slow).wait_until_published()
        except PartFailed as failure:
            return failure
    return None


def _show_addresses(console: Console, settings: Settings) -> None:
    reader, runner = ("", "") if settings.oidc_issuer else ("coordinacion", "admin")
    lines = {
        text(es="Inicio", en="Start page"): f"http://127.0.0.1:{settings.portal_port}/",
        text(es="Tablero", en="Dashboard"): f"{settings.superset_address}/superset/dashboard/panorama/{_as(reader)}",
        "Airflow": f"{settings.airflow_address}/{_as(runner)}",
        text(es="Cuentas", en="Accounts"): str(settings.secrets_file),
        text(es="Entregar", en="Deliver"): f"cp … {settings.outbox('oij')}/",
    }
    for title, line in lines.items():
        console.print(f"[bold]{title:<11}[/] {line}", highlight=False, soft_wrap=True)


def _as(account: str) -> str:
    return text(es=f"  (cuenta «{account}»)", en=f"  (account `{account}`)") if account else ""


def _serve_until_interrupted(console: Console, supervision: Supervision) -> None:
    first = FirstRelease(settings(), lambda told: console.print(told, highlight=False, markup=False))
    first.begin()
    console.print(text(es="En servicio. Ctrl-C detiene todo.", en="Serving. Ctrl-C stops everything."))
    try:
        while supervision.is_alive():  # `faro down` ends it too
            time.sleep(2)
    except KeyboardInterrupt:
        console.print()
    finally:
        first.stop()


def _stop(console: Console, started: Stages, supervision: Supervision) -> None:
    with Stages(console) as stages:
        with stages.stage(text(es="Deteniendo todos los servicios", en="Stopping every service")):
            supervision.shut_down()
        started.seconds |= stages.seconds
        started.save(settings().home / "run" / "stages.json")


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
