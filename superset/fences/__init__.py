"""Who reaches what through Superset's own server: what its roles and addresses would let through is refused here.

`access` and `questions`: what may be read. `managed`: what may be changed. `statements`: what PostgreSQL is sent.
`answers`: what a reader is told. `older_charts`: a second protocol. `kept_queries`: what Superset keeps.
`attempts`: how often a password is tried.
"""

from flask import Flask

from fences import answers, attempts, kept_queries, managed, older_charts


def raise_fences(app: Flask) -> None:
    """Superset calls this once, when the application is made."""
    managed.guard(app)
    older_charts.guard(app)
    answers.guard(app)
    attempts.guard(app)
    kept_queries.forget(app)
