"""Which records are of one person, from tokens and keyed encodings alone."""

from faro.linkage.resolver import Resolution, resolve
from faro.linkage.review import decide, forget, queue

__all__ = ["Resolution", "decide", "forget", "queue", "resolve"]
