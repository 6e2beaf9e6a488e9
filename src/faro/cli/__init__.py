"""The `faro` command."""

from faro.cli.main import main

__all__ = ["main"]
