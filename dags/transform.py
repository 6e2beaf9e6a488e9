"""Bring the star schema and what is published up to the ledger: when a dataset changed, and once a day."""

from airflow.sdk import Asset, AssetAny, AssetOrTimeSchedule, CronTriggerTimetable, chain, dag, task
from airflow.sdk.exceptions import AirflowSkipException

from faro.contracts import valid_contracts
from faro.settings import settings
from faro.transformation import LAYERS


@task
def link_persons() -> dict[str, int] | None:
    """Who of the new records is whom, once everything that arrived together is loaded; counts only."""
    import warehouse

    from faro.identity.person import person_token
    from faro.linkage import resolve
    from faro.transformation import wait_for_loads

    wait_for_loads(warehouse.uri("transformer"))
    done = resolve(warehouse.uri("resolver"), person_token(settings()))
    return vars(done) if done else None


@task.short_circuit
def find_work() -> dict[str, str | int | bool] | None:
    """What the ledger has beyond the newest transformation; nothing skips the rest."""
    import warehouse

    from faro.transformation import pending_work

    work = pending_work(warehouse.uri("transformer"))
    return vars(work) if work else None


@task(retries=0)
def build(layer: str, work: dict[str, str | int | bool]) -> None:
    """`dbt build` of one layer; a failed test is not mended by trying again."""
    import warehouse

    from faro.transformation import build_layer

    build_layer(settings(), warehouse.uri("transformer"), layer, is_new_project=work["is_new_project"])


@task
def record(work: dict[str, str | int | bool]) -> None:
    """The ledger row of the transformation."""
    import warehouse

    from faro.transformation import Work
    from faro.transformation import record as write_record

    write_record(warehouse.uri("transformer"), Work(**work))


@task
def build_data_docs() -> None:
    """The pages of the validations, where some are newer than the pages."""
    from faro.validation.data_docs import are_current, build_data_docs

    if are_current(settings()):
        raise AirflowSkipException("no validation is newer than the pages")
    build_data_docs(settings())


@dag(
    schedule=AssetOrTimeSchedule(
        timetable=CronTriggerTimetable("30 5 * * *", timezone="America/Costa_Rica"),
        assets=AssetAny(*[Asset(contract.id) for contract in valid_contracts()]),
    ),
    catchup=False,
    max_active_runs=1,
    tags=["transform"],
    default_args={"owner": "faro", "priority_weight": 100},  # what arrived is published before others are asked again
    doc_md=__doc__,
)
def transform() -> None:
    work = find_work()
    link_persons() >> work
    layers = [build.override(task_id=f"build_{layer}")(layer, work) for layer in LAYERS]
    chain(*layers, record(work))
    build_data_docs()


transform()
