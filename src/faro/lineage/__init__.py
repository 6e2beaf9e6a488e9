"""What is read from what, found in the texts of the dbt project and of Superset without starting either."""

from faro.lineage.bus_matrix import bus_matrix
from faro.lineage.exposures import exposures
from faro.lineage.models import Model, read_models

__all__ = ["Model", "bus_matrix", "exposures", "read_models"]
