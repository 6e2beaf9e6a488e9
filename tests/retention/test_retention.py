"""Originals leave when their contract says so: logged, never half, never too early, and never twice."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from object_store import ObjectStore, object_store
from private_warehouse import Warehouse
from properties import examples

from faro import ledger, loading, retention
from faro.contracts import find_contract
from faro.landing import Sealed, ensure_originals_key, is_kept, open_sealed, remove, seal
from faro.retention import OriginalPurged, Purged, open_original, purge
from faro.settings import Settings

OIJ, GLOTIP = find_contract("oij", "police_statistics"), find_contract("unodc", "glotip")
NOW = datetime.now(UTC)


def years(count: float) -> datetime:
    return NOW + timedelta(days=366 * count + 1)


class Store:
    """A warehouse's ledger beside a store of its own."""

    def __init__(self, warehouse: Warehouse, settings: Settings) -> None:
        self.warehouse, self.settings = warehouse, settings
        self.uri = warehouse.uri("faro_loader")
        ensure_originals_key(self.settings)

    def keep(self, content: bytes) -> Sealed:
        return seal(self.settings, lambda file: file.write(content) and None)

    def deliver(self, content: bytes, *contracts: object, at: datetime = NOW) -> str:
        sealed = self.keep(content)
        with psycopg.connect(self.uri, autocommit=True) as connection:
            for contract in contracts or (OIJ,):
                ledger.record_delivery(connection, contract, f"{sealed.sha256[:8]}.csv", str(at), sealed)
        with self.warehouse.connect() as connection:
            connection.execute(
                "update ops.delivery set received_at = %s where source_version = %s and sha256 = %s",
                [at, str(at), sealed.sha256],
            )
        return sealed.sha256

    def purge(self, now: datetime) -> Purged:
        return purge(self.settings, self.uri, now)

    def has(self, sha256: str) -> bool:
        return is_kept(self.settings, sha256)

    def lose(self, sha256: str) -> None:
        remove(self.settings, sha256, unless_arrived_since=years(100))

    def log(self) -> list[tuple]:
        return self.warehouse.rows(
            "select sha256, institution || '/' || dataset, reason, purged_at is not null from ops.purge order by 1, 2"
        )


@pytest.fixture(scope="module")
def running_store() -> Iterator[ObjectStore]:
    with object_store() as store:
        yield store


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, own_warehouse: Warehouse, tmp_path: Path) -> Store:
    """Each test once for each place of originals."""
    if request.param == "folder":
        return Store(own_warehouse, Settings(home=tmp_path / "home"))
    running = request.getfixturevalue("running_store")
    return Store(own_warehouse, running.settings(tmp_path / "home", folder=f"{tmp_path.parent.name}/{tmp_path.name}"))


def test_an_original_is_kept_until_its_retention_is_over_and_then_deleted_and_logged(store: Store) -> None:
    sha = store.deliver(b"enero")
    assert store.purge(years(9.9)) == Purged(deleted=0, missing=0)
    assert store.has(sha)
    assert store.log() == []
    assert store.purge(years(10.1)) == Purged(deleted=1, missing=0)
    assert not store.has(sha)
    assert store.log() == [(sha, "oij/police_statistics", "retention: 3660 days", True)]


def test_a_second_run_changes_nothing(store: Store) -> None:
    store.deliver(b"enero")
    store.purge(years(11))
    before = store.warehouse.rows("select * from ops.purge")
    assert store.purge(years(11)) == Purged(deleted=0, missing=0)
    assert store.warehouse.rows("select * from ops.purge") == before


def test_the_same_bytes_stay_as_long_as_any_dataset_may_keep_them(store: Store) -> None:
    shared, own = store.deliver(b"las dos", OIJ, GLOTIP), store.deliver(b"una", OIJ)
    assert store.purge(years(11)).deleted == 1
    assert (store.has(shared), store.has(own)) == (True, False)
    assert store.purge(years(21)).deleted == 1
    assert [line[1] for line in store.log() if line[0] == shared] == ["oij/police_statistics", "unodc/glotip"]


def test_retention_counts_from_the_last_arrival(store: Store) -> None:
    sha = store.deliver(b"enero", at=NOW - timedelta(days=3000))
    store.deliver(b"enero", at=NOW)
    assert store.purge(NOW + timedelta(days=2000)).deleted == 0
    assert store.has(sha)
    assert store.purge(years(11)).deleted == 1


def test_a_dataset_without_a_contract_keeps_its_originals(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    sha = store.deliver(b"enero", OIJ, GLOTIP)
    monkeypatch.setattr(retention, "valid_contracts", lambda: [OIJ])
    assert store.purge(years(100)) == Purged(deleted=0, missing=0)
    assert store.has(sha)


def test_bytes_that_arrived_just_now_are_not_taken_away_under_their_delivery(store: Store) -> None:
    """Sealed again, and its ledger row is still being written: the decision stays open and nothing is deleted."""
    sha = store.deliver(b"enero", at=NOW - timedelta(days=4000))
    store.keep(b"enero")
    assert store.purge(NOW).deleted == 0
    assert open_sealed(store.settings, sha) == b"enero"
    assert [line[3] for line in store.log()] == [False]
    assert store.purge(NOW + timedelta(days=2)).deleted == 1
    assert [line[3] for line in store.log()] == [True]


@pytest.mark.parametrize("step", ["remove", "_conclude"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_wherever_it_is_cut_off_log_and_disk_agree_and_the_next_run_ends_it(
    store: Store, monkeypatch: pytest.MonkeyPatch, step: str, when: str
) -> None:
    shas = sorted(store.deliver(content) for content in (b"enero", b"febrero"))
    real = getattr(retention, step)

    def killed(*arguments: object, **named: object) -> None:
        if when == "after":
            real(*arguments, **named)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(retention, step, killed)
        with pytest.raises(KeyboardInterrupt):
            store.purge(years(11))
    _agree(store, shas)
    assert store.has(shas[1])
    done = (step, when) == ("_conclude", "after")
    assert store.purge(years(11)) == Purged(deleted=1 if done else 2, missing=0)
    assert [(line[0], line[3]) for line in store.log()] == [(sha, True) for sha in shas]
    assert not any(map(store.has, shas))


def _agree(store: Store, shas: list[str]) -> None:
    logged = {line[0]: line[3] for line in store.log()}
    for sha in shas:
        assert store.has(sha) or sha in logged, "a file is gone and nobody said so"
        assert not (store.has(sha) and logged.get(sha)), "the log tells a deletion that did not happen"


def test_an_original_that_nobody_purged_is_not_said_to_be_purged(store: Store) -> None:
    sha = store.deliver(b"enero")
    store.lose(sha)
    for _ in range(2):
        assert store.purge(years(11)) == Purged(deleted=0, missing=1)
    assert store.log() == []


def test_bytes_that_come_again_after_a_purge_are_kept_and_purged_again(store: Store) -> None:
    sha = store.deliver(b"enero", at=NOW - timedelta(days=8000))
    store.purge(NOW + timedelta(days=2))
    assert not store.has(sha)
    store.deliver(b"enero", at=NOW)
    assert open_original(store.settings, store.uri, sha, "enero.csv") == b"enero"
    assert store.purge(NOW + timedelta(days=2)).deleted == 0
    assert store.purge(years(11)).deleted == 1
    assert [line[3] for line in store.log()] == [True, True]


def test_loading_a_purged_original_says_that_it_was_purged(store: Store) -> None:
    """Not that it was damaged; the ledger then tells it and nothing waits for it any more."""
    store.deliver(b"enero")
    store.purge(years(11))
    (delivery,) = ledger_pending(store)
    load = loading.load(store.settings, store.uri, delivery)
    assert (load.state, load.delivered) == ("rejected", 0)
    ((code, message),) = store.warehouse.rows("select code, message_es from ops.finding")
    assert code == "OriginalPurged"
    assert "pida a la institución que lo entregue de nuevo" in message
    assert ledger_pending(store) == []


def ledger_pending(store: Store) -> list[int]:
    with psycopg.connect(store.uri) as connection:
        return ledger.pending_deliveries(connection, OIJ)


def test_opening_says_purged_only_of_what_was_purged(store: Store) -> None:
    sha, lost = store.deliver(b"enero"), store.deliver(b"febrero", GLOTIP)
    store.purge(years(11))
    with pytest.raises(OriginalPurged) as purged:
        open_original(store.settings, store.uri, sha, "enero.csv")
    assert purged.value.facts == {"file": "enero.csv"}
    store.lose(lost)
    with pytest.raises(retention.SealBroken):
        open_original(store.settings, store.uri, lost, "febrero.csv")


def test_the_loader_can_change_nothing_else_of_the_log(store: Store) -> None:
    store.deliver(b"enero")
    store.purge(years(11))
    for statement in ("delete from ops.purge", "update ops.purge set reason = 'x'"):
        with psycopg.connect(store.uri) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)


@examples(12, keeps_fixtures=True)
@given(
    arrivals=st.lists(
        st.tuples(st.sampled_from([b"a", b"b", b"c"]), st.sampled_from([OIJ, GLOTIP]), st.integers(0, 9000)),
        min_size=1,
        max_size=6,
    ),
    later=st.integers(2, 9000),
)
def test_exactly_what_is_past_every_retention_is_deleted(
    store: Store, arrivals: list[tuple[bytes, object, int]], later: int
) -> None:
    with store.warehouse.connect() as connection:
        connection.execute("truncate ops.delivery, ops.purge cascade")
    until: dict[str, datetime] = {}
    for content, contract, days in arrivals:
        at = NOW - timedelta(days=days)
        sha = store.deliver(content, contract, at=at)
        until[sha] = max(until.get(sha, at), at + timedelta(days=contract.retention_days))
    now = NOW + timedelta(days=later)
    gone = {sha for sha, end in until.items() if end < now}
    assert store.purge(now).deleted == len(gone)
    assert {sha for sha in until if not store.has(sha)} == gone == {line[0] for line in store.log()}
