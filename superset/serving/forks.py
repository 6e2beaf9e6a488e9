"""A server that loads Superset once and then forks must not share its database connections: answers would mix."""

import os

from flask import Flask


def part_with_connections(app: Flask) -> None:
    """Closed before every fork; whoever needs one opens its own."""

    def close() -> None:
        from superset import db

        with app.app_context():
            db.session.remove()
            db.engine.dispose()

    os.register_at_fork(before=close)
