"""The downloads are what the ledger says: whole, only while a release stands, and only where they are open."""

import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from private_warehouse import Warehouse
from psycopg.types.json import Jsonb
from release_figures import FACTS, figure, files_of
from starlette.testclient import TestClient

from faro.publication import downloads
from faro.publication.downloads import place
from faro.publication.downloads_page import write_first_page
from faro.releases.policy import DisclosurePolicy, disclosure_policy
from faro.settings import Settings
from faro.stack.portal import application, write_start_page

FILES = {"cifras.csv": b"a,b\n", "cifras.xlsx": b"PK" * 1500, "manifest.json": b"{}\n"}
SECRET = "recuentos.csv"
OPEN = disclosure_policy().model_copy(update={"downloads": "open"})
CLOSED = disclosure_policy().model_copy(update={"downloads": "closed"})


@dataclass(frozen=True)
class Ledger:
    """The ledger of one test, and the site that follows from it."""

    warehouse: Warehouse
    site: Path

    def publish(self, files: Mapping[str, bytes] = FILES, *, is_demonstration: bool = False) -> int:
        """Its number. It has a file that is not public too."""
        with self.warehouse.connect() as connection:
            number = connection.execute("select count(*) + 1 from publication.release").fetchone()[0]
            proposal = connection.execute(
                "insert into publication.proposal (edition, sha256, is_demonstration, summary)"
                " values (%s, %s, %s, %s) returning proposal_id",
                [f"202{number}-T1", "0" * 64, is_demonstration, Jsonb({})],
            ).fetchone()[0]
            for name, content in {**files, SECRET: b"counts"}.items():
                connection.execute(
                    "insert into publication.file values (%s, %s, %s, %s, %s)",
                    [proposal, name, name != SECRET, sha256(content).hexdigest(), content],
                )
            connection.execute("insert into publication.release values (%s, %s)", [number, proposal])
        return number

    def withdraw(self, number: int, reason: str = "Se contó dos veces <b>") -> None:
        with self.warehouse.connect() as connection:
            connection.execute("insert into publication.withdrawal values (%s, %s, 'ana')", [number, reason])

    def place(self, policy: DisclosurePolicy = OPEN) -> None:
        place(self.warehouse.uri("faro_publisher"), self.site, policy)

    @property
    def folder(self) -> Path:
        return self.site / "publicaciones"

    @property
    def page(self) -> str:
        return (self.folder / "index.html").read_text(encoding="utf-8")

    def found(self) -> dict[str, bytes]:
        """Path below the folder → content, without the page."""
        files = {path.relative_to(self.folder).as_posix(): path for path in self.folder.rglob("*") if path.is_file()}
        return {name: path.read_bytes() for name, path in files.items() if name != "index.html"}


@pytest.fixture
def ledger(own_warehouse: Warehouse, tmp_path: Path) -> Ledger:
    return Ledger(own_warehouse, tmp_path / "site")


def placed(*numbers: int) -> dict[str, bytes]:
    return {f"{number}/{name}": content for number in numbers for name, content in FILES.items()}


class Links(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [str(value) for name, value in attrs if name in ("href", "src")]


def states(page: str) -> list[str]:
    """What each row of the table says, newest first."""
    rows = re.findall(r"<tr><td.*?</tr>", page, re.DOTALL)
    return [re.search(r'data-label="Estado"><div>(.*?)</div>', row, re.DOTALL).group(1) for row in rows]


def test_the_public_files_of_every_release_that_stands_are_offered(ledger: Ledger) -> None:
    ledger.publish()
    ledger.publish()
    ledger.place()
    assert ledger.found() == placed(1, 2)
    assert states(ledger.page) == ["<strong>Vigente</strong>", "Sustituida por la 2"]
    assert SECRET not in ledger.page


def test_every_link_leads_to_a_file_and_every_file_has_a_link(ledger: Ledger) -> None:
    ledger.publish(files_of([figure()], FACTS))
    ledger.publish()
    ledger.place()
    write_start_page(Settings(home=ledger.site.parent))
    links = [link for link in Links(ledger.page).found if not link.startswith("../")]
    assert {*links} == set(ledger.found())
    assert all((ledger.folder / link).is_file() for link in Links(ledger.page).found)


def test_the_page_tells_sizes_and_the_beginning_of_the_digest_of_the_manifest(ledger: Ledger) -> None:
    ledger.publish()
    ledger.place()
    assert f"<code>{sha256(FILES['manifest.json']).hexdigest()[:12]}…</code>" in ledger.page
    assert "cifras.xlsx, 3\N{NO-BREAK SPACE}kB" in ledger.page
    assert "cifras.csv, 4\N{NO-BREAK SPACE}bytes" in ledger.page


def test_what_is_withdrawn_is_no_longer_offered_and_the_reason_stands_there(ledger: Ledger) -> None:
    ledger.publish()
    ledger.publish()
    ledger.place()
    ledger.withdraw(2)
    ledger.place()
    assert ledger.found() == placed(1)
    withdrawn, current = states(ledger.page)
    assert withdrawn.startswith("<strong>Retirada</strong> el ")
    assert withdrawn.endswith(": Se contó dos veces &lt;b&gt;")
    assert current == "<strong>Vigente</strong>"


def test_where_all_are_withdrawn_none_is_in_force(ledger: Ledger) -> None:
    ledger.publish(is_demonstration=True)
    ledger.withdraw(1)
    ledger.place()
    assert ledger.found() == {}
    assert "no rige ninguna publicación" in ledger.page
    assert "Vigente" not in ledger.page


def test_closed_downloads_are_not_there_and_the_page_says_so(ledger: Ledger) -> None:
    ledger.publish()
    ledger.place()
    ledger.place(CLOSED)
    assert ledger.found() == {}
    assert "La coalición no ha abierto sus archivos" in ledger.page
    assert states(ledger.page) == ["<strong>Vigente</strong>"]
    ledger.place()
    assert ledger.found() == placed(1)


def test_twice_is_once(ledger: Ledger) -> None:
    ledger.publish()
    ledger.place()
    before = {path: path.stat().st_mtime_ns for path in ledger.folder.rglob("*")}
    ledger.place()
    assert {path: path.stat().st_mtime_ns for path in ledger.folder.rglob("*")} == before


def test_without_a_release_the_page_says_when_the_next_is_due(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "today", lambda: date(2026, 11, 30))
    ledger.place()
    assert "Todavía no hay ninguna publicación" in ledger.page
    assert "el 15 de enero de 2027" in ledger.page
    assert "<table" not in ledger.page


@dataclass(frozen=True)
class Kill:
    """Whoever places is killed where a function of that name would be called."""

    monkeypatch: pytest.MonkeyPatch
    ledger: Ledger

    def at(self, owner: object, name: str) -> None:
        def killed(*_: object) -> None:
            raise KeyboardInterrupt

        with self.monkeypatch.context() as patch:
            patch.setattr(owner, name, killed)
            with pytest.raises(KeyboardInterrupt):
                self.ledger.place()


@pytest.fixture
def kill(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> Kill:
    return Kill(monkeypatch, ledger)


@pytest.mark.parametrize(
    ("owner", "name", "offered"),
    [(os, "fsync", {"1"}), (Path, "rename", {"1"}), (downloads, "write_page", {"1", "2"})],
    ids=["writing", "renaming", "page"],
)
def test_who_is_killed_half_way_leaves_nothing_that_is_offered_in_part(
    ledger: Ledger, kill: Kill, owner: object, name: str, offered: set[str]
) -> None:
    """Whatever was left, the next one clears away and does again."""
    ledger.publish()
    ledger.place()
    ledger.publish()
    kill.at(owner, name)
    assert {path.partition("/")[0] for path in ledger.found()} - {".unfinished-2"} == offered
    ledger.place()
    assert ledger.found() == placed(1, 2)
    assert sorted(path.name for path in ledger.folder.iterdir()) == ["1", "2", "index.html"]


def test_who_is_killed_while_removing_has_removed_what_is_offered(ledger: Ledger, kill: Kill) -> None:
    ledger.publish()
    ledger.place()
    ledger.withdraw(1)
    kill.at(shutil, "rmtree")
    assert not (ledger.folder / "1").exists()
    ledger.place()
    assert ledger.found() == {}


@pytest.mark.parametrize("damage", ["changed", "missing", "added", "folder", "link"])
def test_what_somebody_changed_is_put_right(ledger: Ledger, damage: str) -> None:
    ledger.publish()
    ledger.place()
    match damage:
        case "changed":
            (ledger.folder / "1" / "cifras.csv").write_bytes(b"a,c\n")
        case "missing":
            (ledger.folder / "1" / "cifras.csv").unlink()
        case "added":
            (ledger.folder / "1" / "otra.csv").write_bytes(b"")
        case "folder":
            (ledger.folder / "7").mkdir()
        case _:
            (ledger.folder / "7").symlink_to(ledger.site.parent)
    ledger.place()
    assert ledger.found() == placed(1)
    assert sorted(path.name for path in ledger.folder.iterdir()) == ["1", "index.html"]
    assert ledger.site.parent.is_dir()


@pytest.mark.parametrize(
    "name", ["../index.html", "a/b.csv", "/etc/passwd.txt", "..", ".oculto", "CIFRAS.csv", "a\\b.csv", "<b>.csv", ""]
)
def test_the_name_of_a_file_is_never_a_way_to_another_place(ledger: Ledger, name: str) -> None:
    ledger.publish({name: b"x"})
    with pytest.raises(ValueError, match="no name of a file"):
        ledger.place()
    assert [path for path in ledger.site.parent.rglob("*") if path.is_file()] == []


def test_files_can_be_got_from_the_start_page(ledger: Ledger) -> None:
    settings = Settings(home=ledger.site.parent)
    start = write_start_page(settings).read_text(encoding="utf-8")
    assert 'href="publicaciones/index.html"' in start
    ledger.publish()
    ledger.place()
    write_start_page(settings)
    with TestClient(application(settings), base_url="http://localhost") as client:
        assert "Vigente" in client.get("/publicaciones/").text
        assert client.get("/publicaciones/1/cifras.csv").content == FILES["cifras.csv"]


def test_the_first_page_needs_no_ledger_and_never_replaces_another(tmp_path: Path) -> None:
    write_first_page(tmp_path)
    page = tmp_path / "publicaciones" / "index.html"
    assert "Todavía no hay ninguna publicación" in page.read_text(encoding="utf-8")
    page.write_text("otra")
    write_first_page(tmp_path)
    assert page.read_text() == "otra"


def test_a_demonstration_says_so_on_the_page(ledger: Ledger) -> None:
    ledger.publish(is_demonstration=True)
    ledger.place()
    assert "datos sintéticos y aprobación automática" in ledger.page
    ledger.publish()
    ledger.place()
    assert "datos sintéticos y aprobación automática" not in ledger.page
