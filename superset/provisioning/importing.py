"""Imports the compiled bundle in place, all or nothing, and removes what is ours and no longer in git."""

import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from superset.commands.exceptions import CommandInvalidError, ImportFailedError
from superset.commands.importers.v1.assets import ImportAssetsCommand
from superset.connectors.sqla.models import SqlaTable
from superset.models.core import Database
from superset.models.dashboard import Dashboard
from superset.models.slice import Slice
from superset.utils.core import override_user
from superset.utils.decorators import transaction

from provisioning.assets import Assets
from provisioning.compile import database
from provisioning.identity import OWNER_MARK
from provisioning.problems import ImportRefused
from superset import db, security_manager

#: Of a database as it is compiled: what its model calls the same.
_FIELDS = (
    "uuid", "database_name", "expose_in_sqllab", "allow_run_async", "allow_ctas", "allow_cvas", "allow_dml",
    "configuration_method", "is_managed_externally", "external_url",
)  # fmt: skip
#: Dependents first, so that nothing is left pointing at what was removed.
_MODELS = (("dashboards", Dashboard), ("charts", Slice), ("datasets", SqlaTable), ("databases", Database))


def import_bundle(bundle: Mapping[str, str]) -> None:
    with override_user(security_manager.find_user("admin")), _without_superset_tracebacks():
        try:
            ImportAssetsCommand(dict(bundle)).run()
        except (CommandInvalidError, ImportFailedError) as error:
            root = _root(error)
            file, rule = (
                _complaint(root) if isinstance(root, CommandInvalidError) else ("superset/assets", _reason(root))
            )
            raise ImportRefused(file=file, rule=rule) from None


@transaction()
def connect(assets: Assets, variables: Mapping[str, str], slugs: Iterable[str]) -> None:
    """Makes these databases what the import would make of them, in a tenth of its time.

    The import asks PostgreSQL for every schema and makes a permission of each, which nobody is given.
    """
    for slug in slugs:
        fields = database(assets, slug, "es")
        of_this = db.session.query(Database).filter_by(uuid=fields["uuid"]).one_or_none() or Database()
        for name in _FIELDS:
            setattr(of_this, name, fields[name])
        of_this.extra = json.dumps(fields["extra"])
        of_this.set_sqlalchemy_uri(variables[assets.databases[slug]["uri_variable"]])
        db.session.add(of_this)


@contextmanager
def _without_superset_tracebacks() -> Iterator[None]:
    """Superset logs every refusal with its traceback; ours is one sentence with the file's name."""
    before = logging.root.manager.disable
    logging.disable(logging.ERROR)
    try:
        yield
    finally:
        logging.disable(before)


def _complaint(error: BaseException) -> tuple[str, str]:
    """The first asset that Superset names, with what it says of it."""
    named = error.normalized_messages() if isinstance(error, CommandInvalidError) else {}
    for file, messages in named.items():
        return f"superset/assets/{file.replace('.yaml', '.yml')}", str(messages)
    return "superset/assets", _reason(error)


def _root(error: BaseException) -> BaseException:
    while error.__cause__ is not None:
        error = error.__cause__
    return error


def _reason(error: BaseException) -> str:
    """The first line only, without SQL parameters: they may hold a connection's password."""
    return f"{type(error).__name__}: {str(getattr(error, 'orig', None) or error).splitlines()[0][:300]}"


@transaction()
def remove_retired(current: Mapping[str, set[str]]) -> list[str]:
    """Deletes ours that git no longer has; what analysts made carries no mark and stays."""
    removed = []
    for kind, model in _MODELS:
        ours = db.session.query(model).filter(model.external_url.like(f"{OWNER_MARK}%")).all()
        for asset in ours:
            if str(asset.uuid) not in current[kind]:
                removed.append(asset.external_url)
                db.session.delete(asset)
        db.session.flush()
    return removed
