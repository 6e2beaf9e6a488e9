"""A country that never was: its people, what happens to them, and what each institution writes down about it."""

from faro.simulation.country.columns import DATASETS, Dataset
from faro.simulation.country.country import SEED, Country
from faro.simulation.country.days import FIRST_DAY, HORIZON

__all__ = ["DATASETS", "FIRST_DAY", "HORIZON", "SEED", "Country", "Dataset"]
