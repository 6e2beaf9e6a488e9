"""Makes Superset's room importable; its checks need no Superset."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "superset"))
