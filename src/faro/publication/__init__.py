"""Releases: proposed, approved by people, published at once, never changed; withdrawn with a reason."""
