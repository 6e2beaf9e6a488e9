"""dbt is in the memory of the process that forks it: imported once, not once per layer."""

import dbt_runs  # noqa: F401
