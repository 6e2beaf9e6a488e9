"""What PostgreSQL says about a failed statement can hold a cell; its code cannot."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

import psycopg

from faro.errors import Sentences, StackError


class WarehouseFailed(StackError):
    template: ClassVar[Sentences] = {
        "es": "El almacén no aceptó la carga (SQLSTATE {status}); nada quedó a medias.\n"
        "  Se intentará de nuevo. Si persiste, compruebe que PostgreSQL responde y tiene espacio (faro status).",
        "en": "The warehouse did not accept the load (SQLSTATE {status}); nothing is left half done.\n"
        "  It will be tried again. If it persists, check that PostgreSQL answers and has space (faro status).",
    }


@contextmanager
def without_values() -> Iterator[None]:
    """Turn PostgreSQL's errors into WarehouseFailed, which keeps only the code."""
    try:
        yield
    except psycopg.Error as error:
        raise WarehouseFailed(status=error.sqlstate or "—") from None
