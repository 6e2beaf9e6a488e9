"""Where Great Expectations keeps its results and its pages."""

from pathlib import Path

from faro.settings import Settings


def results_folder(settings: Settings) -> Path:
    return settings.home / "great_expectations" / "results"


def site_folder(settings: Settings) -> Path:
    return settings.site / "data-docs"
