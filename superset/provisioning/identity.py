"""An asset is the same asset as long as its kind, slug and language are: its identity is computed, never stored."""

from uuid import NAMESPACE_URL, uuid5

#: Marks in Superset's own tables what came from this folder; analysts' work never carries it.
OWNER_MARK = "faro://"


def asset_uuid(kind: str, slug: str, language: str = "es") -> str:
    return str(uuid5(NAMESPACE_URL, asset_mark(kind, slug, language)))


def asset_mark(kind: str, slug: str, language: str = "es") -> str:
    return f"{OWNER_MARK}{kind}/{slug}/{language}"
