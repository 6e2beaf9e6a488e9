"""From a source to the raw tables: sealed, parsed, validated, accepted or quarantined, ledger row last."""

from faro.loading.steps import load, receive

__all__ = ["load", "receive"]
