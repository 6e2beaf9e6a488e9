"""What has to be done every day beside the data: originals and records of readings past their retention are deleted."""

from airflow.sdk import CronTriggerTimetable, dag, task

from faro.settings import settings


@task(retries=2)
def purge_originals() -> dict[str, int]:
    """Counts only; which ones and why is in ops.purge."""
    from datetime import UTC, datetime

    import warehouse

    from faro.retention import purge

    return vars(purge(settings(), warehouse.uri("loader"), datetime.now(UTC)))


@task(retries=2)
def forget_readings() -> int:
    """How many; the policy is in the warehouse, where nobody who deletes can change it."""
    import warehouse

    from faro.retention import forget_readings

    return forget_readings(warehouse.uri("loader"))


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
    forget_readings()


maintenance()
