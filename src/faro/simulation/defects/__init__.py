"""From what is true to what a clerk writes: defects at stated shares, each one written down."""

from faro.simulation.defects.clerk import Clerk, Writing
from faro.simulation.defects.planted import Planted

__all__ = ["Clerk", "Planted", "Writing"]
