"""Tokens are equal where values are, tell nothing without the key, and survive new keys."""

import hashlib
import hmac
import json
import logging
from base64 import b32encode
from pathlib import Path
from typing import get_args

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from identity_material import OTHER, RING

from faro.identity.errors import IdentityKeysExposed, IdentityKeysUnreadable
from faro.identity.keys import Domain, KeyRing, key_ring, keys_path, save
from faro.identity.tokens import rewrap, token, tokens
from faro.settings import Settings

DOMAINS: tuple[Domain, ...] = get_args(Domain)
THREE = RING.with_new_key().with_new_key()


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


def test_a_token_is_a_tag_and_32_characters() -> None:
    made = token(RING, "document", "0106130584")
    tag, body = made.split(":")
    assert (tag, len(body)) == ("k1", 32)
    assert set(body) <= set("abcdefghijklmnopqrstuvwxyz234567")
    key = hmac.digest(RING.keys[0].secret, b"faro/document", "sha256")
    expected = b32encode(hmac.digest(key, b"0106130584", "sha256")[:20]).decode().lower()
    assert body == expected  # HMAC-SHA-256, as anybody can compute who holds the key


@given(st.lists(st.none() | st.text(max_size=12), max_size=20), st.sampled_from(DOMAINS))
def test_a_column_of_tokens_is_its_texts_one_by_one(values: list[str | None], domain: Domain) -> None:
    made = tokens(THREE, domain, pl.Series("x", values, dtype=pl.String))
    assert made.to_list() == [None if each is None else token(THREE, domain, each) for each in values]
    assert made.n_unique() == len(set(values))


@given(st.text(max_size=12))
def test_domains_and_rings_share_nothing(value: str) -> None:
    made = [token(ring, domain, value) for ring in (RING, OTHER) for domain in DOMAINS]
    assert len(set(made)) == 2 * len(DOMAINS)


@given(st.text(max_size=12), st.sampled_from(DOMAINS))
def test_wrapping_later_equals_having_had_the_key(value: str, domain: Domain) -> None:
    two = KeyRing(THREE.keys[:2])
    once, twice, thrice = (token(ring, domain, value) for ring in (RING, two, THREE))
    assert rewrap(two, domain, [once]) == [twice]
    assert rewrap(THREE, domain, [once, twice, thrice, once]) == [thrice] * 4
    assert len({each.split(":")[1] for each in (once, twice, thrice)}) == 3


def test_without_the_key_no_cedula_is_found() -> None:
    """The attack that breaks an unkeyed hash: try every number. A cédula has 9 free digits, so 10^9 candidates.

    Here 20,000 candidates around the true number, with all that a thief of the warehouse could try: without a key,
    with keys that he knows or guesses, with the text in other spellings. One of 10^9 numbers or one of 20,000 makes
    no difference to this attack: it finds nothing even where the true number is among the candidates, because what
    is missing is 256 bits of key. The last lines show that the range is right: with the key it does find it.
    """
    true = 106_130_584
    stolen = {token(RING, "document", f"{true:010}"), token(THREE, "document", f"{true:010}")}
    bodies = {each.split(":")[1] for each in stolen}
    candidates = [f"{number:010}" for number in range(true - 10_000, true + 10_000)]
    guesses = [b"", b"k1", b"faro", b"faro/document", OTHER.keys[0].secret, OTHER.keys[0].for_domain("document")]
    attempts = [lambda text: hashlib.sha256(text).digest(), lambda text: hashlib.sha1(text).digest()]
    attempts += [lambda text, key=key: hmac.digest(key, text, "sha256") for key in guesses]
    for attempt in attempts:
        tried = {b32encode(attempt(text.encode())[:20]).decode().lower() for text in candidates}
        assert len(tried) == len(candidates)
        assert bodies.isdisjoint(tried)
    assert stolen.isdisjoint(tokens(OTHER, "document", pl.Series(candidates)))
    assert stolen.isdisjoint(tokens(RING, "phone", pl.Series(candidates)))
    assert len(stolen & set(tokens(RING, "document", pl.Series(candidates)))) == 1


def test_the_first_call_makes_the_keys_and_the_second_reads_them(home: Settings) -> None:
    made = key_ring(home)
    assert key_ring(home) == made
    assert [key.id for key in made.keys] == ["k1"]
    assert keys_path(home).stat().st_mode & 0o777 == 0o600
    assert list(keys_path(home).parent.iterdir()) == [keys_path(home)]
    assert set(json.loads(keys_path(home).read_text())["keys"][0]) == {"id", "secret"}


def test_installations_have_keys_of_their_own(tmp_path: Path) -> None:
    one, other = (key_ring(Settings(home=tmp_path / name)) for name in ("one", "other"))
    assert token(one, "document", "0106130584") != token(other, "document", "0106130584")
    assert one.newest.fingerprint != other.newest.fingerprint


def test_a_saved_ring_is_read_again(home: Settings) -> None:
    longer = key_ring(home).with_new_key()
    save(home, longer)
    assert key_ring(home) == longer
    assert keys_path(home).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o666])
def test_keys_that_others_could_read_are_refused(home: Settings, mode: int) -> None:
    key_ring(home)
    keys_path(home).chmod(mode)
    with pytest.raises(IdentityKeysExposed) as refusal:
        key_ring(home)
    assert "chmod 600" in refusal.value.message("es")


@pytest.mark.parametrize("content", ["", "{}", '{"keys": []}', '{"keys": [{"id": "k1"}]}', "nonsense",
                                     '{"keys": [{"id": "k1", "secret": "short"}]}'])  # fmt: skip
def test_keys_that_cannot_be_read_are_told_and_never_replaced(home: Settings, content: str) -> None:
    key_ring(home)
    keys_path(home).write_text(content)
    with pytest.raises(IdentityKeysUnreadable) as refusal:
        key_ring(home)
    assert refusal.value.__suppress_context__
    assert keys_path(home).read_text() == content


def test_no_secret_shows(home: Settings, caplog: pytest.LogCaptureFixture) -> None:
    ring = key_ring(home)
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("faro").warning("%s %r %s", ring, ring.keys, vars(ring))
    shown = caplog.text + repr(ring) + str(ring) + ring.newest.fingerprint
    assert ring.newest.secret.decode() not in shown
    assert "k1" in shown
