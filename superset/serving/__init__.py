"""What Faro changes in how Superset answers: no outside pixel, complete Spanish, a first page, readable refusals."""

from flask import Flask

from serving import forks, landing, malformed, quiet_pixel, refusals, signing_in, spanish, unkept


def adapt(app: Flask) -> None:
    """Superset calls this once, when the application is made."""
    forks.part_with_connections(app)
    unkept.forget(app)  # the first that looks at answers is the last to see them
    landing.welcome(app)
    quiet_pixel.silence(app)
    refusals.speak(app)
    malformed.tell(app)
    signing_in.undisturbed(app)
    spanish.complete(app)
