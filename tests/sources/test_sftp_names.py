"""Which files of an outgoing folder are deliveries, in which order, and that an unfinished one is not taken."""

import io
import os
from pathlib import Path

import pytest
from paramiko import SFTPAttributes

from faro.contracts import find_contract
from faro.sources import Offer, SourceUnreachable
from faro.sources.sftp import SftpSource

OIJ, GLOTIP = find_contract("oij", "police_statistics"), find_contract("unodc", "glotip")


class Folder:
    """What SftpSource asks of a paramiko session, over a real folder."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def listdir_attr(self, folder: str) -> list[SFTPAttributes]:
        names = sorted(os.listdir(self._root / folder.lstrip("/")), reverse=True)
        return [self.stat(f"{folder}/{name}", name) for name in names]

    def stat(self, path: str, name: str | None = None) -> SFTPAttributes:
        return SFTPAttributes.from_stat((self._root / path.lstrip("/")).stat(), name)

    def getfo(self, path: str, into: io.BytesIO) -> None:
        into.write((self._root / path.lstrip("/")).read_bytes())


@pytest.fixture
def outbox(tmp_path: Path) -> Path:
    (tmp_path / "outbox").mkdir()
    return tmp_path / "outbox"


def deliver(outbox: Path, name: str, content: str = "x", moment: int = 1_700_000_000) -> None:
    (outbox / name).write_text(content)
    os.utime(outbox / name, (moment, moment))


@pytest.mark.parametrize(
    ("name", "is_offered"),
    [
        ("enero.csv", True),
        ("ENERO.CSV", True),
        ("enero 2020 (final).Xlsx", True),
        ("año.csv", True),
        (".enero.csv", False),
        (".csv", False),
        ("enero.csv.part", False),
        ("enero.csv~", False),
        ("enerocsv", False),
        ("enero.xls", False),
        ("enero.{csv,xlsx}", False),
        ("enero.xlsx.csv", True),
        ("enero\n.csv", True),
    ],
)
def test_a_delivery_is_known_by_its_name(outbox: Path, name: str, is_offered: bool) -> None:
    deliver(outbox, name)
    offered = [offer.name for offer in SftpSource(OIJ, Folder(outbox.parent)).offers()]
    assert offered == ([name] if is_offered else [])


@pytest.mark.parametrize(
    ("name", "dataset"),
    [
        ("investigaciones_2020-01-01_2020-12-31.csv", "investigations"),
        ("Investigaciones_2020.XLSX", "investigations"),
        ("correcciones_investigations_7.xlsx", "investigations"),
        ("correcciones_investigations_7 (1).xlsx", "investigations"),
        ("registro_investigations.xlsx", "investigations"),
        ("REGISTRO_INVESTIGATIONS enero.xlsx", "investigations"),
        ("correcciones_police_statistics_8.xlsx", "police_statistics"),
        ("registro_police_statistics.xlsx", "police_statistics"),
        ("oij_estadisticas_2020.csv", "police_statistics"),
        ("registro_policial_2020.xlsx", "police_statistics"),
    ],
)
def test_a_file_in_a_shared_folder_is_a_delivery_of_one_dataset(outbox: Path, name: str, dataset: str) -> None:
    deliver(outbox, name)
    beside = [find_contract("oij", each) for each in ("investigations", "police_statistics")]
    takers = [each.dataset for each in beside if list(SftpSource(each, Folder(outbox.parent)).offers())]
    assert takers == [dataset]


def test_a_pattern_without_braces_means_itself(outbox: Path) -> None:
    deliver(outbox, "edición.xlsx")
    deliver(outbox, "edición.csv")
    assert [offer.name for offer in SftpSource(GLOTIP, Folder(outbox.parent)).offers()] == ["edición.xlsx"]


def test_a_folder_is_no_delivery(outbox: Path) -> None:
    (outbox / "enero.csv").mkdir()
    assert list(SftpSource(OIJ, Folder(outbox.parent)).offers()) == []


def test_the_oldest_comes_first(outbox: Path) -> None:
    for name, moment in (("a.csv", 30), ("b.csv", 10), ("d.csv", 20), ("c.csv", 20)):
        deliver(outbox, name, moment=moment)
    assert [offer.name for offer in SftpSource(OIJ, Folder(outbox.parent)).offers()] == [
        "b.csv", "c.csv", "d.csv", "a.csv"
    ]  # fmt: skip


def test_another_size_or_time_is_another_version(outbox: Path) -> None:
    seen = set()
    for content, moment in (("x", 10), ("xx", 10), ("xx", 11)):
        deliver(outbox, "a.csv", content, moment)
        (offer,) = SftpSource(OIJ, Folder(outbox.parent)).offers()
        seen.add(offer.version)
    assert len(seen) == 3


def test_a_file_comes_byte_for_byte(outbox: Path) -> None:
    deliver(outbox, "a.csv", "año\r\n")
    source, into = SftpSource(OIJ, Folder(outbox.parent)), io.BytesIO()
    (offer,) = source.offers()
    source.fetch(offer, into)
    assert into.getvalue() == "año\r\n".encode()


def test_a_file_that_is_still_written_is_not_taken(outbox: Path) -> None:
    deliver(outbox, "a.csv", "one row")
    source = SftpSource(OIJ, Folder(outbox.parent))
    (offer,) = source.offers()
    deliver(outbox, "a.csv", "one row, another row")
    with pytest.raises(SourceUnreachable):
        source.fetch(offer, io.BytesIO())
    (later,) = source.offers()
    assert isinstance(later, Offer)
    assert later != offer
