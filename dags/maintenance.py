"""What has to be done every day beside the data: originals past their contract's retention are deleted."""

from airflow.sdk import CronTriggerTimetable, dag, task

from faro.settings import settings


@task(retries=2)
def purge_originals() -> dict[str, int]:
    """Counts only; which ones and why is in ops.purge."""
    from datetime import UTC, datetime

    import warehouse

    from faro.retention import purge

    return vars(purge(settings(), warehouse.uri("loader"), datetime.now(UTC)))


@dag(
    schedule=CronTriggerTimetable("15 3 * * *", timezone="America/Costa_Rica"),
    catchup=False,
    max_active_runs=1,
    tags=["maintenance"],
    default_args={"owner": "faro"},
    doc_md=__doc__,
)
def maintenance() -> None:
    purge_originals()


maintenance()
