"""Files as institutions write them: one writer per format, the same bytes for the same rows."""

from faro.simulation.formats.sheet import Cell, Sheet

__all__ = ["Cell", "Sheet"]
