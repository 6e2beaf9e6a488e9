"""The commands that are asked for most import nothing that they do not use."""

import subprocess
import sys

import pytest

HELP = "import sys; sys.argv = ['faro', '--help']; from faro.cli import main\ntry: main()\nexcept SystemExit: pass"
#: Reading contracts takes as long as all the rest of a status.
OF_CONTRACTS = {"faro.contracts", "open_data_contract_standard", "faro.stack.connections", "faro.simulation.keys"}


@pytest.mark.parametrize(
    ("script", "unused"),
    [
        (HELP, OF_CONTRACTS | {"pydantic", "psycopg", "babel", "faro.settings", "faro.status"}),
        ("import faro.status", OF_CONTRACTS | {"babel", "requests", "uvicorn"}),
    ],
)
def test_nothing_is_imported_that_is_not_used(script: str, unused: set[str]) -> None:
    shown = f"{script}\nimport sys; print('\\n' + ' '.join(sorted({unused!r} & set(sys.modules))))"
    ended = subprocess.run([sys.executable, "-c", shown], capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines()[-1] == ""
