"""Secrets sealed and opened again while their keys are renewed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet, InvalidToken
from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain.numbering import normalise_access_code
from thanjai.domain.refusals import Refusal
from thanjai.kernel import keyring
from thanjai.kernel.ids import digest
from thanjai.kernel.secrets import bearer_of, keyed_bearer, seal, seal_anew, unseal

A_KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="


@pytest.fixture(autouse=True)
def ring(settings: Any, tmp_path: Path) -> Path:
    settings.THANJAI_SEALING_KEYS = ""
    settings.THANJAI_SEALING_KEYS_FILE = tmp_path / "keys" / "sealing"
    keyring.ring.read()
    return tmp_path / "keys" / "sealing"


@given(st.text())
def test_what_is_sealed_is_opened(secret: str) -> None:
    assert unseal(seal(secret)) == secret


def test_a_new_key_seals_and_the_old_ones_still_open(ring: Path) -> None:
    first, second = keyring.new_key(), keyring.new_key()
    before = seal("before there was a ring")
    keyring.write([first])
    keyring.ring.read()
    old = seal("old")
    keyring.write([second, first])
    assert unseal(old) == "old"
    keyring.ring.read()
    assert seal("new").startswith(f"{second.id}.")
    renewed = seal_anew(old)
    assert renewed.startswith(f"{second.id}.") and unseal(renewed) == "old" and seal_anew(renewed) == renewed
    assert unseal(before) == "before there was a ring"
    assert os.stat(ring).st_mode & 0o077 == 0, "others can read the keys"  # noqa: PTH116


def test_another_process_finds_a_key_that_was_added_meanwhile() -> None:
    elsewhere = keyring.new_key()
    keyring.write([elsewhere])
    token = f"{elsewhere.id}.{elsewhere.cipher.encrypt(b'from elsewhere').decode()}"
    assert unseal(token) == "from elsewhere"


def test_a_secret_sealed_before_keys_had_ids_is_opened() -> None:
    token = Fernet(keyring._first()).encrypt(b"long ago").decode()
    assert unseal(token) == "long ago"


def test_what_another_key_has_sealed_is_refused() -> None:
    stranger = keyring.new_key()
    with pytest.raises(InvalidToken):
        unseal(f"{stranger.id}.{stranger.cipher.encrypt(b'x').decode()}")
    with pytest.raises(InvalidToken):
        unseal(seal("x")[:-4] + "AAAA")


@pytest.mark.parametrize(
    ("text", "said"),
    [("k1", "line 1"), (f"k1 {A_KEY}\nk2 short", "line 2"), ("0 x", "line 1"), ("a.b x", "line 1")],
)
def test_a_ring_that_is_none_says_in_which_line(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        keyring.parsed(text)


def test_a_ring_from_the_environment_is_changed_there(settings: Any) -> None:
    settings.THANJAI_SEALING_KEYS = f"k1 {keyring.new_key().text}"
    with pytest.raises(RuntimeError, match="THANJAI_SEALING_KEYS"):
        keyring.write([keyring.new_key()])


def test_who_stole_the_database_cannot_try_all_access_codes(settings: Any) -> None:
    """Sixty bits are few for whoever may try as often as they like: what is kept needs a key that is not there."""
    code = "K7QF-3M2P-9XTD"
    kept = bearer_of(code)
    assert kept == bearer_of(" k7qf3m2p9xtd ") == keyed_bearer(digest(normalise_access_code(code)))
    assert len(kept) == 64 and kept != digest(normalise_access_code(code))
    settings.SECRET_KEY = "another installation's"
    assert bearer_of(code) != kept
    with pytest.raises(Refusal):
        bearer_of("too short")
