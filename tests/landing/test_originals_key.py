"""The key of the originals: made once, never replaced, told when it is missing or another one, in no database."""

import stat
from pathlib import Path

import pytest
from private_warehouse import Warehouse

from faro.landing import (
    OriginalsKeyMissing,
    OriginalsKeyWrong,
    Sealed,
    ensure_originals_key,
    is_kept,
    open_sealed,
    prepare_store,
    seal,
)
from faro.settings import Settings


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    made = Settings(home=tmp_path / "home")
    prepare_store(made)
    return made


def kept(home: Settings) -> Sealed:
    return seal(home, lambda file: file.write(b"una fila") and None)


def identity(home: Settings) -> Path:
    return home.home / "keys" / "originals.txt"


def recipient(home: Settings) -> Path:
    return home.home / "keys" / "originals.pub"


def another(tmp_path: Path) -> Settings:
    other = Settings(home=tmp_path / "other")
    ensure_originals_key(other)
    return other


def test_a_key_is_made_once_and_only_its_owner_reads_the_half_that_opens(home: Settings) -> None:
    before = identity(home).read_text(), recipient(home).read_text()
    prepare_store(home)
    assert (identity(home).read_text(), recipient(home).read_text()) == before
    assert stat.S_IMODE(identity(home).stat().st_mode) == 0o600
    assert stat.S_IMODE(identity(home).parent.stat().st_mode) == 0o700
    assert "AGE-SECRET-KEY" not in recipient(home).read_text()


def test_two_homes_have_two_keys(home: Settings, tmp_path: Path) -> None:
    assert identity(another(tmp_path)).read_text() != identity(home).read_text()


def test_receiving_needs_only_the_half_that_closes(home: Settings, tmp_path: Path) -> None:
    away = identity(home).rename(tmp_path / "away.txt")
    sealed = kept(home)
    with pytest.raises(OriginalsKeyMissing) as missing:
        open_sealed(home, sealed.sha256)
    assert missing.value.facts == {"path": str(identity(home))}
    away.rename(identity(home))
    assert open_sealed(home, sealed.sha256) == b"una fila"


@pytest.mark.parametrize("content", [None, "", "no es una clave\n", "AGE-SECRET-KEY-1\n", "\xff"])
def test_without_a_key_nothing_is_kept_and_none_is_made_up(home: Settings, content: str | None) -> None:
    for path, act in ((recipient(home), lambda: kept(home)), (identity(home), lambda: open_sealed(home, "0" * 64))):
        path.unlink()
        if content is not None:
            path.write_text(content, encoding="latin-1")
        with pytest.raises(OriginalsKeyMissing):
            act()
    assert not [path for path in home.sealed.rglob("*") if path.is_file()]


def test_the_key_of_another_home_is_said_not_taken_for_damage(home: Settings, tmp_path: Path) -> None:
    sealed = kept(home)
    identity(home).write_text(identity(another(tmp_path)).read_text())
    with pytest.raises(OriginalsKeyWrong) as wrong:
        open_sealed(home, sealed.sha256)
    assert wrong.value.facts == {"path": str(identity(home))}
    assert "AGE-SECRET-KEY" not in wrong.value.message("es") + wrong.value.message("en")


def test_a_start_refuses_halves_that_do_not_belong_together(home: Settings, tmp_path: Path) -> None:
    recipient(home).write_text(recipient(another(tmp_path)).read_text())
    with pytest.raises(OriginalsKeyWrong):
        prepare_store(home)


@pytest.mark.parametrize("lost", ["identity", "both"])
def test_a_start_never_replaces_a_lost_key(home: Settings, lost: str) -> None:
    kept(home)
    identity(home).unlink()
    if lost == "both":
        recipient(home).unlink()
    with pytest.raises(OriginalsKeyMissing):
        prepare_store(home)
    assert not identity(home).exists()


def test_a_start_that_was_cut_off_between_the_halves_goes_on(home: Settings) -> None:
    stated = recipient(home).read_text()
    recipient(home).unlink()
    prepare_store(home)
    assert recipient(home).read_text() == stated


def test_the_key_is_in_no_database(own_warehouse: Warehouse) -> None:
    """Not in a value of any column of the prepared warehouse; and no role is given the folder."""
    secret = identity(own_warehouse.settings).read_text().splitlines()[-1]
    columns = own_warehouse.rows(
        "select quote_ident(table_schema), quote_ident(table_name), quote_ident(column_name)"
        " from information_schema.columns join information_schema.tables using (table_schema, table_name)"
        " where table_type = 'BASE TABLE' and data_type in ('text', 'jsonb', 'character varying')"
    )
    assert len(columns) > 30
    with own_warehouse.connect() as connection:
        for schema, table, column in columns:
            hits = f"select count(*) from {schema}.{table} where strpos({column}::text, '{secret}') > 0"
            assert connection.execute(hits).fetchall() == [(0,)], (schema, table, column)


def test_the_seal_of_an_original_survives_a_second_start(home: Settings) -> None:
    sealed = kept(home)
    prepare_store(home)
    assert open_sealed(home, sealed.sha256) == b"una fila"
    assert is_kept(home, sealed.sha256)
