"""Asking the warehouse for what is not in force: rows held back, and what an edition restated."""

from typing import Any, ClassVar

import psycopg
from psycopg.sql import SQL

from faro.contracts import Contract
from faro.errors import ConfigurationError, Sentences
from faro.language import Language
from faro.settings import Settings
from faro.stack.postgres import uri
from faro.warehouse.names import raw_table

Answer = tuple[list[str], list[tuple[Any, ...]]]


class NoEditions(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "{institution}/{dataset} no tiene dos ediciones que comparar.\n"
        "  Solo los conjuntos con relación fullEdition las tienen.",
        "en": "{institution}/{dataset} has no two editions to compare.\n"
        "  Only datasets with the relation fullEdition have them.",
    }


def quarantined_rows(settings: Settings, contract: Contract, *, language: Language, limit: int) -> Answer:
    """File, row, column and what to do, newest delivery first; what the row holds stays in the sealed original."""
    titles = {
        "es": ("entrega", "archivo", "fila", "columna", "qué hacer"),
        "en": ("delivery", "file", "row", "column", "what to do"),
    }
    with psycopg.connect(uri(settings, "faro_loader")) as connection:
        rows = connection.execute(
            "select load_id, source_name, row_number, reason ->> 'column', reason ->> %(language)s"
            " from quarantine.row join correspondence.delivery on delivery_id = load_id"
            " cross join jsonb_array_elements(reasons) as reason"
            " where row.institution = %(institution)s and row.dataset = %(dataset)s"
            " order by load_id desc, row_number limit %(limit)s",
            {"language": language, "institution": contract.institution, "dataset": contract.dataset, "limit": limit},
        ).fetchall()
    return list(titles[language]), rows


def edition_difference(
    settings: Settings, contract: Contract, *, limit: int
) -> tuple[dict[str, int], list[str], list[tuple[Any, ...]]]:
    """Counts of changed, dropped and new cells between the last two editions, and the cells themselves."""
    institution, dataset = contract.institution, contract.dataset
    with psycopg.connect(uri(settings, "faro_loader")) as connection:
        loads = connection.execute(
            "select load_id from ops.load where state = 'loaded' and (institution, dataset) = (%s, %s)"
            " order by load_id desc limit 2",
            [institution, dataset],
        ).fetchall()
        if contract.relation.type != "fullEdition" or len(loads) < 2:
            raise NoEditions(institution=institution, dataset=dataset)
        (after,), (before,) = loads
        call = SQL("{}(%s, %s)").format(raw_table(contract, "_difference"))
        counts = connection.execute(
            SQL("select change, count(*) from {} group by change").format(call), [before, after]
        )
        cells = connection.execute(
            SQL("select * from {} order by change limit %s").format(call), [before, after, limit]
        )
        columns = [column.name for column in cells.description or ()]
        return dict(counts.fetchall()), columns, cells.fetchall()
