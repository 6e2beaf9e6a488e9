"""Where sealed originals are: the local folder, or the bucket that the settings name."""

from datetime import datetime
from pathlib import Path
from typing import Protocol

from faro.landing.folder import Folder
from faro.settings import Settings


class Place(Protocol):
    """What it is given is encrypted already; an original is there whole or not at all."""

    def waiting_room(self) -> Path:
        """The local folder in which an original is written before it is kept; it exists."""

    def name(self, sha256: str) -> str:
        """What people find it under."""

    def holds(self, sha256: str) -> bool:
        """Whether it is there, unaltered or not."""

    def is_empty(self) -> bool:
        """Whether no original is there."""

    def keep(self, arriving: Path, sha256: str) -> None:
        """Keep what is in the file; of one that is there already, only that it arrived again."""

    def read(self, sha256: str) -> bytes:
        """Raises FileNotFoundError."""

    def remove(self, sha256: str, unless_arrived_since: datetime) -> bool:
        """Delete one for good; False, and nothing happens, where it arrived since then."""


def place_of(settings: Settings) -> Place:
    """The place that the settings name. Raises SecretNotGiven for a bucket without its keys."""
    if not settings.originals:
        return Folder(settings.sealed)
    from faro.landing.bucket import Bucket  # takes seconds to import, which a folder should not cost

    return Bucket(settings)
