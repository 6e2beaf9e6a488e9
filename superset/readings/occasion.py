"""Who asks, and for which dashboard and chart: remembered from when access is asked for until the statement is sent."""

from collections.abc import Mapping
from typing import Any

from flask import g, has_app_context

Occasion = Mapping[str, str | None]
_NOBODY: Occasion = {"account": None, "dashboard": None, "chart": None}


def remember(**stated: str | None) -> None:
    """For as long as it is answered, which a file that streams outlasts the request."""
    g.occasion = {**g.get("occasion", {}), **stated}


def current() -> Occasion:
    """Who asks, and for what; nobody is Superset itself, as when it is provisioned."""
    return {**_NOBODY, "account": _signed_in(), **g.get("occasion", {})} if has_app_context() else _NOBODY


def _signed_in() -> str | None:
    from superset.utils.core import get_username

    return get_username()


def name_of(entity: Any) -> str | None:
    """Where it comes from in git; of what people made only the number, for they name things as they like."""
    if entity is None:
        return None
    return str(entity.external_url) if entity.is_managed_externally else f"#{entity.id}"
