"""Raises the fences around Superset's application."""

from flask import Flask

from fences import answers, databases, granted, kept_queries, managed, older_charts


def raise_fences(app: Flask) -> None:
    """To be called once, when the application is made."""
    managed.guard(app)
    granted.guard()
    databases.guard(app)
    older_charts.guard(app)
    answers.guard(app)
    kept_queries.forget(app)
