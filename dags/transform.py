"""Bring the star schema and what is published up to the ledger: when a dataset changed, and once a day."""

from typing import Any

from airflow.sdk import Asset, AssetAny, AssetOrTimeSchedule, CronTriggerTimetable, dag, task
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from faro.contracts import valid_contracts
from faro.settings import settings
from faro.timing import step


@task
def link_persons() -> dict[str, int] | None:
    """Who of the new records is whom, once everything that arrived together is loaded; counts only."""
    import warehouse

    from faro.identity.person import person_token
    from faro.linkage import resolve
    from faro.transformation import wait_for_loads

    with step("wait for loads"):
        wait_for_loads(warehouse.uri("transformer"))
    done = resolve(warehouse.uri("resolver"), person_token(settings()))
    return vars(done) if done else None


@task(retries=0, multiple_outputs=False)
def build() -> dict[str, Any]:
    """What the ledger has beyond the newest transformation, layer by layer; ids and counts only.

    What fails is in the ledger, the rest goes on.
    """
    import warehouse

    from faro import transformation

    transformer = warehouse.uri("transformer")
    with step("find the work"):
        work = transformation.next_work(settings(), transformer)
    if work is None:
        raise AirflowSkipException("the newest transformation covers the ledger")
    built = transformation.build(settings(), transformer, work)
    transformation.record(transformer, work)
    return {"transformation_id": work.transformation_id} | {layer: vars(counts) for layer, counts in built.items()}


@task(retries=0)
def report(built: dict[str, Any]) -> None:
    """Fails where a part of the transformation did, and names it."""
    import warehouse

    from faro.transformation import TransformationIncomplete, raise_if_incomplete

    try:
        raise_if_incomplete(warehouse.uri("transformer"), built["transformation_id"])
    except TransformationIncomplete as error:
        raise AirflowFailException(error.message()) from None


@task(queue="reports", trigger_rule="none_failed")
def build_dbt_docs() -> None:
    """The pages about models and lineage, where they are of another project."""
    import warehouse

    from faro.transformation.documentation import are_current, build_pages

    if are_current(settings()):
        raise AirflowSkipException("the pages are of this project")
    build_pages(settings(), warehouse.uri("transformer"))


@task(queue="reports", trigger_rule="all_done")
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
    built = build()
    link_persons() >> built >> [build_dbt_docs(), build_data_docs()]
    report(built)


transform()
