"""Who reaches what through Superset's own server: what its roles and addresses would let through is refused here."""

from flask import Flask

from fences import kept_answers, managed


def raise_fences(app: Flask) -> None:
    """Superset calls this once, through `serving`, when the application is made."""
    managed.guard(app)
    kept_answers.forget(app)
