"""Puts a file where its institution hands it out: whole or not at all, and only when it is not there yet."""

import os
from pathlib import Path

from faro.simulation.institutions import INBOX, OUTBOX, ensure_folders
from faro.simulation.originals import Original, Publication


def put(faro_home: Path, institution: str, publication: Publication, original: Original) -> bool:
    """Deliver the original into the outbox; what stood in for it goes. Whether anything had to be written."""
    outbox = ensure_folders(faro_home, institution) / OUTBOX
    for name in {Path(publication.real).name, publication.stand_in} - {original.name}:
        (outbox / name).unlink(missing_ok=True)
    target = outbox / original.name
    if target.exists() and target.read_bytes() == original.content:
        return False
    write_whole(target, original.content, like=original.path)
    return True


def write_changed(target: Path, content: bytes) -> bool:
    """Write the file unless it holds these bytes; whether it had to be written."""
    if target.exists() and target.read_bytes() == content:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, content)
    return True


def write_whole(target: Path, content: bytes, like: Path | None = None) -> None:
    """Write beside and rename, so that nobody sees half a file; `like` lends its time."""
    is_looked_into = target.parent.name in (OUTBOX, INBOX)
    workplace = target.parent.parent if is_looked_into else target.parent
    temporary = workplace / f".{target.name}.{os.getpid()}"
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if like is not None:
            status = like.stat()
            os.utime(temporary, ns=(status.st_atime_ns, status.st_mtime_ns))
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
