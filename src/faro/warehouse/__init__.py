"""The warehouse's schemas, roles, ledger and raw tables, brought to what the code and the contracts say."""

from faro.warehouse.preparation import prepare

__all__ = ["prepare"]
