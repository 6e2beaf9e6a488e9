"""What a request is about to write down in Superset's own tables, and the end of it where that is refused."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import has_request_context
from serving.refusals import insist
from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

Judgement = Callable[[Any], bool]


class ChangedByRequest(Exception):
    """Ends the transaction; the person reads the refusal that was insisted on."""


def refuse(judgements: Iterable[Judgement], sentence: str) -> None:
    """From now on no request writes anything of which one of these is true, whatever address it comes by."""
    chosen = tuple(judgements)

    def raise_for_changes(session: Session, *_: Any) -> None:
        if not has_request_context():
            return
        with session.no_autoflush:
            written = [*session.new, *session.deleted, *filter(session.is_modified, session.dirty)]
            if any(refuses(entity) for entity in written for refuses in chosen):
                insist(403, sentence)
                raise ChangedByRequest

    event.listen(Session, "before_flush", raise_for_changes)


def moved(entity: Any, attribute: str) -> list[Any]:
    """Values that an attribute has lost or been given since it was read."""
    history = inspect(entity).attrs[attribute].history
    return [*(history.added or ()), *(history.deleted or ())]


def is_made_or_removed(entity: Any) -> bool:
    state = inspect(entity)
    return state.pending or (state.session is not None and entity in state.session.deleted)
