"""dbt is in the memory of the process that forks it: imported once, not once per layer."""

import dbt.adapters.postgres
import dbt.cli.main  # noqa: F401
