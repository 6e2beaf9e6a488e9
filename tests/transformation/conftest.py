"""dbt is in the memory of the process that forks it: imported once, not once per layer."""

import running_dbt  # noqa: F401
