"""The three doors to an inbox over real connections: whole or not at all, and twice is once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import paramiko
import psycopg
import pytest
from private_warehouse import Warehouse
from simulated_institutions import simulated_institutions

from faro.contracts import find_contract
from faro.feedback.inbox import ApiInbox, DatabaseInbox, SftpInbox
from faro.secrets import secret
from faro.settings import Settings
from faro.simulation.institutions import api_secret_of, institution_home
from faro.sources import SourceDenied, SourceUnreachable
from faro.sources.api import ApiAccount
from faro.sources.sftp import SftpSource
from faro.stack.connections import airflow_connections

NAME, CONTENT = "acuse_border_entries_7.txt", "Acuse de recibo\r\n".encode("utf-8-sig")
ENTRIES, OIJ = find_contract("dgme", "border_entries"), find_contract("oij", "police_statistics")


@pytest.fixture(scope="module")
def institutions(warehouse: Warehouse, some_free_ports: Callable[[int], list[int]]) -> Iterator[Settings]:
    """The simulated institutions over the home of these tests' warehouse."""
    with simulated_institutions(warehouse.settings, *some_free_ports(2)) as reached:
        yield reached


def inbox_of(settings: Settings, institution: str) -> Path:
    return institution_home(settings.home, institution) / "inbox"


@contextmanager
def sftp_session(settings: Settings, institution: str) -> Iterator[paramiko.SFTPClient]:
    account = airflow_connections(settings)[f"{institution}_sftp"]
    key = paramiko.Ed25519Key.from_private_key_file(account["extra"]["key_file"])
    with paramiko.Transport(("127.0.0.1", settings.sftp_port)) as transport:
        transport.connect(username=institution, pkey=key)
        client = paramiko.SFTPClient.from_transport(transport)
        assert client is not None
        yield client


def test_sftp_leaves_whole_files(institutions: Settings) -> None:
    with sftp_session(institutions, "oij") as client:
        inbox = SftpInbox(client)
        inbox.put(NAME, CONTENT)
        inbox.put(NAME, CONTENT)
        assert client.listdir("/inbox") == [NAME]
    assert (inbox_of(institutions, "oij") / NAME).read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("dataset", "names"),
    [
        ("labour_inspections", {"correcciones_labour_inspections_3.xlsx", "inspecciones_enero.ods"}),
        ("work_permits", {"correcciones_work_permits_4.xlsx", "registro_work_permits.xlsx"}),
    ],
)
def test_what_faro_handed_out_comes_back_to_its_own_dataset(
    institutions: Settings, dataset: str, names: set[str]
) -> None:
    """Whatever the contract says that the dataset's files are called."""
    given = ("correcciones_labour_inspections_3.xlsx", "correcciones_work_permits_4.xlsx", "registro_work_permits.xlsx")
    for name in (*given, "inspecciones_enero.ods"):
        (institutions.outbox("mtss") / name).write_bytes(CONTENT)
    with sftp_session(institutions, "mtss") as client:
        offers = SftpSource(find_contract("mtss", dataset), client).offers()
    assert {offer.name for offer in offers} == names


def api_inbox(settings: Settings, word: str | None = None) -> ApiInbox:
    url, given = f"http://127.0.0.1:{settings.api_port}", word or secret(api_secret_of("dgme"))
    return ApiInbox(ENTRIES, ApiAccount(url, "dgme", given, "/oauth/token"))


def test_the_api_takes_a_file_once(institutions: Settings) -> None:
    inbox = api_inbox(institutions)
    inbox.put(NAME, CONTENT)
    inbox.put(NAME, CONTENT)
    assert [(path.name, path.read_bytes()) for path in inbox_of(institutions, "dgme").iterdir()] == [(NAME, CONTENT)]


def test_an_api_that_refuses_us_says_so(institutions: Settings) -> None:
    with pytest.raises(SourceDenied):
        api_inbox(institutions, word="another").put(NAME, CONTENT)


def test_an_api_that_is_down_is_unreachable(
    institutions: Settings, some_free_ports: Callable[[int], list[int]]
) -> None:
    down = institutions.model_copy(update={"api_port": some_free_ports(1)[0]})
    with pytest.raises(SourceUnreachable):
        api_inbox(down).put(NAME, CONTENT)


def test_a_database_keeps_one_row_per_name(own_warehouse: Warehouse) -> None:
    """In the simulated institutions' own mailbox, which we may add to and not read."""
    mailbox = (files("faro.simulation") / "mailbox.sql").read_text().format(reader="faro_loader")
    with own_warehouse.connect() as owner:
        owner.execute(f"grant usage on schema public to faro_loader; {mailbox}")
    with psycopg.connect(own_warehouse.uri("faro_loader")) as connection:
        inbox = DatabaseInbox(connection)
        inbox.put(NAME, CONTENT)
        inbox.put(NAME, CONTENT)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select * from buzon")
    ((name, content),) = own_warehouse.rows("select nombre, contenido from buzon")
    assert (name, bytes(content)) == (NAME, CONTENT)
