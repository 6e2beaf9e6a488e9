"""A source is tried over the stack's own connections: what it gave is told in words, and no cell is shown."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from private_warehouse import Warehouse
from simulated_institutions import simulated_institutions

from faro.contracts import find_contract
from faro.errors import DeliveryError
from faro.scaffold.trial import ROWS, ColumnTrial, try_source
from faro.settings import Settings
from faro.simulation.institutions import database_of, owner_of
from faro.sources import SourceDenied, SourceUnreachable
from faro.stack.errors import NotRunning
from faro.stack.postgres import uri

pytestmark = pytest.mark.slow

OIJ, REPORTS = find_contract("oij", "police_statistics"), find_contract("linea145", "reports")
CANARY = "CANARIO7391"
HEADER = "Delito,SubDelito,Fecha,Hora,Victima,SubVictima,Edad,Genero,Nacionalidad,Provincia,Canton,Distrito\n"
ROW = "ASALTO,{word},{day}/01/2024,12:00:00 - 14:59:59,PERSONA,PEATON,Mayor de edad,MUJER,,LIMON,CENTRAL,HOSPITAL\n"


@pytest.fixture(scope="module")
def institutions(warehouse: Warehouse, some_free_ports: Callable[[int], list[int]]) -> Iterator[Settings]:
    with simulated_institutions(warehouse.settings, *some_free_ports(2)) as reached:
        yield reached


@pytest.fixture
def outbox(institutions: Settings) -> Iterator[Path]:
    folder = institutions.outbox("oij")
    yield folder
    for file in folder.iterdir():
        file.unlink()


def statistics(*, broken: bool = False) -> str:
    days = [str(day) for day in range(31, 31 - ROWS - 5, -1)]
    rows = [ROW.format(day=day, word=CANARY) for day in days]
    if broken:
        rows[1] = ROW.format(day="32", word=CANARY)
    return HEADER + "".join(rows)


def columns_of(trial) -> dict[str, ColumnTrial]:
    return {column.name: column for column in trial.columns}


def test_a_file_is_read_and_ten_rows_are_told(institutions: Settings, outbox: Path) -> None:
    (outbox / "enero.csv").write_text(statistics(broken=True))
    trial = try_source(institutions, OIJ)
    assert (trial.offers, trial.delivery, trial.edition, trial.rows) == (1, "enero.csv", "2020", ROWS)
    told = columns_of(trial)
    assert (told["offence"].header, told["offence"].filled, told["nationality"].filled) == ("Delito", ROWS, 0)
    assert told["occurred_on"].rules == ("not_a_date",)
    assert "DateOrderRecognised" in {finding.code for finding in trial.findings}
    assert CANARY not in str(trial)


def test_a_source_that_has_nothing_says_so(institutions: Settings, outbox: Path) -> None:
    assert not list(outbox.iterdir())
    assert try_source(institutions, OIJ).delivery is None


def test_what_a_load_would_refuse_is_refused(institutions: Settings, outbox: Path) -> None:
    (outbox / "enero.csv").write_text("<html></html>")
    with pytest.raises(DeliveryError):
        try_source(institutions, OIJ)


def test_a_source_that_is_down(institutions: Settings, some_free_ports: Callable[[int], list[int]]) -> None:
    down = institutions.model_copy(update={"sftp_port": some_free_ports(1)[0]})
    with pytest.raises(SourceUnreachable):
        try_source(down, OIJ)


def test_another_host_key_is_refused(institutions: Settings, outbox: Path) -> None:
    public = institutions.home / "institutions" / "ssh_host_ed25519.pub"
    true = public.read_text()
    other = (institutions.home / "institutions" / "oij" / "ssh" / "id_ed25519.pub").read_text()
    try:
        public.write_text(other)
        with pytest.raises(SourceDenied):
            try_source(institutions, OIJ)
    finally:
        public.write_text(true)


def test_ten_records_of_a_database(institutions: Settings) -> None:
    headers = [header for header in REPORTS.editions[-1].headers.values() if header]
    with psycopg.connect(uri(institutions, owner_of("linea145"), database_of("linea145"))) as owner:
        owner.execute(f"create table denuncias ({', '.join(f'{header} text' for header in headers)})")
        owner.execute("alter table denuncias alter id type bigint using id::bigint")
        owner.execute("alter table denuncias alter fecha_ingreso type date using fecha_ingreso::date")
        owner.execute(
            "insert into denuncias (id, fecha_ingreso, nro_registro_interno, tema)"
            " select n, date '2024-01-01' + n, n::text, %s from generate_series(1, 25) as n", [CANARY]
        )  # fmt: skip
        owner.execute("grant usage on schema public to linea145_reader; grant select on denuncias to linea145_reader")
    trial = try_source(institutions, REPORTS)
    assert (trial.rows, columns_of(trial)["topic"].filled, columns_of(trial)["province"].filled) == (ROWS, ROWS, 0)
    assert CANARY not in str(trial)


def test_without_a_stack_it_says_how_to_start_one(tmp_path: Path) -> None:
    with pytest.raises(NotRunning):
        try_source(Settings(home=tmp_path), OIJ)


@pytest.mark.parametrize(
    ("language", "words"),
    [("es", ("La fuente responde", "Encabezado", "Con dato", "10/10", "not_a_date", "no es una fecha que exista")),
     ("en", ("The source answers", "Header", "Filled", "10/10", "is not an existing date"))],
)  # fmt: skip
def test_the_command_tells_it_in_words(institutions: Settings, outbox: Path, language: str, words: tuple) -> None:
    (outbox / "enero.csv").write_text(statistics(broken=True))
    ports = {name: str(port) for name, port in institutions.ports.items()}
    environment = (
        os.environ | ports | {"FARO_HOME": str(institutions.home), "FARO_LANGUAGE": language, "COLUMNS": "160"}
    )
    command = [Path(sys.executable).with_name("faro"), "source", "try", "oij/police_statistics"]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    assert [word for word in words if word not in told] == []
    assert CANARY not in told
