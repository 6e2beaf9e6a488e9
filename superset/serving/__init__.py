"""What Faro changes in how Superset answers: no outside pixel, complete Spanish, a first page, pages that refuse."""

from flask import Flask

from serving import landing, quiet_pixel, refusals, spanish


def adapt(app: Flask) -> None:
    """Superset calls this once, when the application is made."""
    landing.welcome(app)
    quiet_pixel.silence(app)
    refusals.speak(app)
    spanish.complete(app)
