"""Asking an institution's source what is new and fetching it, over a connection that somebody else opened."""

from faro.sources.offer import ConnectionMissing, Offer, Source, SourceDenied, SourceUnreachable

__all__ = ["ConnectionMissing", "Offer", "Source", "SourceDenied", "SourceUnreachable"]
