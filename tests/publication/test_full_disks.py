"""Where a disk is full the release before stands whole, who reads is told which disk, and with room it goes on."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from marts_of_counts import COUNTS, fill
from private_warehouse import Warehouse
from release_figures import FACTS, figure, files_of
from small_disk import SmallDisk, mounted
from test_downloads import FILES, Ledger, placed, states
from test_publishing import PEOPLE, answered, proposed, published, publisher

from faro.errors import FaroError
from faro.publication.asking import Answer, answer, ask
from faro.publication.errors import FolderFull, WarehouseFull
from faro.publication.ledger import current, releases
from faro.publication.publishing import publish, withdraw
from faro.publication.verifying import problems
from faro.stack.cluster import system_user

#: What a release of many years needs in PostgreSQL is more than the pages that the one before left half empty.
MANY_YEARS = {str(year): (9, 9, 9, 9, 9) for year in range(2001, 2024)}
PAGE = 4096
#: The workbook needs two pages of the disk, and each other file one.
LARGER = {**FILES, "cifras.xlsx": b"PK" * PAGE}
PAGES = len(LARGER) + 1
CURES = {"es": "Libere espacio", "en": "Free some space"}


@pytest.fixture
def small_disk() -> Iterator[SmallDisk]:
    with mounted() as disk:
        yield disk


@pytest.fixture
def confined(warehouse: Warehouse, small_disk: SmallDisk) -> Iterator[Warehouse]:
    """A warehouse with figures that nobody has published, of which PostgreSQL keeps all on the small disk."""
    place = small_disk.folder / "postgres"
    place.mkdir()
    if user := system_user():
        shutil.chown(place, user)
    with Warehouse(warehouse.settings, "postgres").connect() as server:
        server.execute(f"create tablespace small location '{place}'")
        try:
            with warehouse.copy() as copy:
                server.execute(f"alter database {copy.database} set tablespace small")
                fill(copy, COUNTS)
                yield copy
        finally:
            server.execute("drop tablespace small")


def refused(kind: type[FaroError], act: Callable[[], object], told: str) -> None:
    """It fails, and both languages say what is full and what to do."""
    with pytest.raises(kind) as error:
        act()
    for language, cure in CURES.items():
        assert told in error.value.message(language)
        assert cure in error.value.message(language)


def in_force(warehouse: Warehouse) -> int | None:
    """The release that stands, where each that is published is whole and what was approved."""
    with warehouse.connect("faro_publisher") as connection:
        found = releases(connection)
        assert [problem for one in found for problem in problems(connection, one.release_id)] == []
    figures = warehouse.rows("select distinct release_id from publication.figure order by 1")
    assert figures == [(one.release_id,) for one in found]
    standing = current(found)
    return standing.release_id if standing else None


def proposals(warehouse: Warehouse) -> int:
    return warehouse.rows("select count(*) from publication.proposal")[0][0]


def test_nothing_is_proposed_in_part(confined: Warehouse, small_disk: SmallDisk) -> None:
    first = published(confined)
    fill(confined, MANY_YEARS, load=2)
    for room in (0, 2, 8):
        small_disk.fill(room * PAGE)
        refused(WarehouseFull, lambda: proposed(confined), "PostgreSQL")
        small_disk.make_room()
        assert (in_force(confined), proposals(confined)) == (first, 1)
    assert in_force(confined) == first
    assert published(confined) == in_force(confined) == first + 1


def test_nothing_is_published_in_part(confined: Warehouse, small_disk: SmallDisk) -> None:
    first = published(confined)
    fill(confined, MANY_YEARS, load=2)
    proposal = proposed(confined)
    answered(confined, proposal)
    for room in (0, 2, 4, 8):
        small_disk.fill(room * PAGE)
        refused(WarehouseFull, lambda: publish(publisher(confined), proposal.proposal_id), "PostgreSQL")
        small_disk.make_room()
        assert in_force(confined) == first
    assert publish(publisher(confined), proposal.proposal_id) == in_force(confined) == first + 1


def test_every_step_of_the_first_release_waits_for_room(confined: Warehouse, small_disk: SmallDisk) -> None:
    """Each needs its table's first page."""
    uri, made, asked = publisher(confined), list[int](), list[int]()
    given = [Answer(True, who, datetime.now(UTC), "revisado") for who in PEOPLE.values()]
    steps: list[Callable[[], object]] = [
        lambda: made.append(proposed(confined).proposal_id),
        lambda: asked.extend([ask(uri, made[0], duty) for duty in PEOPLE]),
        lambda: [answer(uri, *one) for one in zip(asked, given, strict=True)],
        lambda: publish(uri, made[0]),
        lambda: withdraw(uri, 1, "un archivo equivocado", "ana"),
    ]
    for step, stands in zip(steps, (None, None, None, 1, None), strict=True):
        before = in_force(confined)
        small_disk.fill()
        refused(WarehouseFull, step, "PostgreSQL")
        small_disk.make_room()
        assert in_force(confined) == before
        step()
        assert in_force(confined) == stands
    assert proposals(confined) == 1


def test_a_server_without_room_for_a_connection_is_told(confined: Warehouse, small_disk: SmallDisk) -> None:
    """What it keeps of its own tables for the next connection is written anew after many a change, and does not fit."""
    first = published(confined)
    for kept in small_disk.folder.rglob("pg_internal.init"):
        kept.unlink()
    small_disk.fill()
    refused(WarehouseFull, lambda: proposed(confined), "PostgreSQL")
    small_disk.make_room()
    assert (in_force(confined), proposals(confined)) == (first, 1)


def all_of(folder: Path) -> dict[str, bytes]:
    """Whatever lies there: name → content."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def ledger(own_warehouse: Warehouse, small_disk: SmallDisk) -> Ledger:
    """One whose site is on the small disk."""
    return Ledger(own_warehouse, small_disk.folder / "site")


def placed_both() -> dict[str, bytes]:
    return {**placed(1), **{f"2/{name}": content for name, content in LARGER.items()}}


@pytest.mark.parametrize("room", range(PAGES))
def test_downloads_stay_as_they_are(ledger: Ledger, small_disk: SmallDisk, room: int) -> None:
    ledger.publish()
    ledger.place()
    before = all_of(ledger.folder)
    ledger.publish(LARGER)
    small_disk.fill(room * PAGE)
    refused(FolderFull, ledger.place, str(ledger.folder))
    assert all_of(ledger.folder) == before
    small_disk.make_room()
    ledger.place()
    assert ledger.found() == placed_both()
    assert sorted(path.name for path in ledger.folder.iterdir()) == ["1", "2", "index.html"]


def test_a_page_that_does_not_fit_is_the_one_before(ledger: Ledger, small_disk: SmallDisk) -> None:
    """All files fit, and the page does not."""
    ledger.publish()
    ledger.place()
    before = ledger.page
    ledger.publish(LARGER)
    small_disk.fill(PAGES * PAGE)
    refused(FolderFull, ledger.place, str(ledger.folder))
    assert (ledger.page, ledger.found()) == (before, placed_both())
    small_disk.make_room()
    ledger.place()
    assert states(ledger.page) == ["<strong>Vigente</strong>", "Sustituida por la 2"]


def test_the_first_downloads_wait_for_room(ledger: Ledger, small_disk: SmallDisk) -> None:
    ledger.publish()
    small_disk.fill()
    refused(FolderFull, ledger.place, str(ledger.folder))
    small_disk.make_room()
    ledger.place()
    assert ledger.found() == placed(1)


def test_what_is_withdrawn_leaves_a_full_disk(ledger: Ledger, small_disk: SmallDisk) -> None:
    """Its page finds the room that its files had."""
    ledger.publish(files_of([figure()], FACTS))
    ledger.place()
    small_disk.fill()
    ledger.withdraw(1)
    ledger.place()
    assert ledger.found() == {}
    assert "no rige ninguna publicación" in ledger.page


@pytest.mark.parametrize("is_chosen", [True, False], ids=["chosen before", "not chosen yet"])
def test_a_full_temporary_folder_proposes_nothing(
    counted: Warehouse, small_disk: SmallDisk, monkeypatch: pytest.MonkeyPatch, is_chosen: bool
) -> None:
    """A process chooses it once, and none where it cannot write a few bytes into any there is."""
    folder = str(small_disk.folder)
    monkeypatch.setenv("TMPDIR", folder)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", lambda: [folder])
    monkeypatch.setattr(tempfile, "tempdir", folder if is_chosen else None)
    small_disk.fill(2 * PAGE if is_chosen else 0)
    refused(FolderFull, lambda: proposed(counted), folder)
    assert proposals(counted) == 0
    small_disk.make_room()
    assert list(small_disk.folder.iterdir()) == []
    assert published(counted) == in_force(counted) == 1
