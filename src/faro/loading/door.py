"""Where parsed rows lose their names, before anything of them is written."""

from typing import ClassVar

import polars as pl
import psycopg

from faro.contracts import Contract
from faro.errors import Sentences, StackError
from faro.identity.erased import RULE, erased_rows
from faro.identity.keys import KeyRing, key_ring
from faro.identity.protect import Protected, needs_keys, protect
from faro.identity.register import confirm_keys
from faro.identity.writing import write_observations
from faro.ledger import Delivery
from faro.loading.verdict import Verdict
from faro.parsing import Parsed, Problem
from faro.settings import Settings
from faro.timing import step


class ErasedMeanwhile(StackError):
    template: ClassVar[Sentences] = {
        "es": "{institution}/{dataset}: se borró a una persona mientras se cargaba su registro; no se cargó nada.\n"
        "  Se intentará de nuevo y su fila quedará retenida.",
        "en": "{institution}/{dataset}: a person was erased while their record was being loaded; nothing was loaded.\n"
        "  It will be tried again, and their row will be held back.",
    }


class Door:
    """The door of one dataset, with the keys of this installation where it needs them."""

    def __init__(self, settings: Settings, contract: Contract) -> None:
        self._settings, self._contract = settings, contract
        self._ring = key_ring(settings) if needs_keys(contract) else KeyRing(())

    @step("pseudonymise")
    def protect(self, delivery: Delivery, parsed: Parsed) -> Protected:
        return protect(parsed.frame, self._contract, self._ring, delivery.sha256)

    def erased(self, connection: psycopg.Connection, protected: Protected) -> list[Problem]:
        """The rows whose person asked for erasure."""
        return [Problem(row, None, RULE) for row in erased_rows(connection, protected.observations)]

    def admit(self, connection: psycopg.Connection, delivery: Delivery, protected: Protected, verdict: Verdict) -> None:
        """In the load's transaction: the observations of the rows that are not held back."""
        if needs_keys(self._contract):
            confirm_keys(self._settings, connection, self._ring)  # from here on nobody is erased
        accepted = protected.observations.filter(~pl.col("row_number").is_in(list(verdict.reasons)))
        if erased_rows(connection, accepted):
            raise ErasedMeanwhile(institution=delivery.institution, dataset=delivery.dataset)
        write_observations(connection, delivery.delivery_id, protected.observations, verdict.reasons)
