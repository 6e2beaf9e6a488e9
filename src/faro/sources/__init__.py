"""Asking an institution's source what is new and fetching it, over a connection that somebody else opened."""

from faro.sources.offer import Offer, Source, SourceDenied, SourceUnreachable

__all__ = ["Offer", "Source", "SourceDenied", "SourceUnreachable"]
