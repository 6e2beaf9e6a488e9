"""dbt is in the memory of the process that forks it: imported once, not once per layer."""

import pytest
from running_dbt import import_dbt


@pytest.fixture(scope="session")
def dbt_in_memory() -> None:
    import_dbt()
