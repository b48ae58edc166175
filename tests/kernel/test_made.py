"""What can be made again is made once, kept whole, and let go of when there is too much."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

from tests.threads import together
from thanjai.kernel.made import key_of, made, tidy


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.THANJAI_MADE = tmp_path
    return tmp_path


def test_many_at_once_have_it_made_once() -> None:
    calls: list[int] = []

    def make() -> bytes:
        calls.append(1)
        return b"drawn"

    key = key_of("one", {"b": 1, "a": [2, "ก"]})
    assert together(*[lambda: made(key, make)] * 8) == [b"drawn"] * 8
    assert len(calls) == 1 and made(key, make) == b"drawn" and len(calls) == 1


def test_the_key_is_that_of_the_content_alone() -> None:
    assert key_of({"a": 1, "b": 2}) == key_of({"b": 2, "a": 1}) != key_of({"a": 1, "b": 3})


def test_what_cannot_be_made_leaves_nothing_behind(folder: Path) -> None:
    def broken() -> bytes:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        made("ab" * 32, broken)
    assert [path for path in folder.glob("??/*") if path.parent.name != "locks"] == []
    assert made("ab" * 32, lambda: b"now") == b"now"


def test_a_folder_that_takes_nothing_keeps_nobody_from_it(folder: Path, settings: Any) -> None:
    (folder / "file").write_bytes(b"")
    settings.THANJAI_MADE = folder / "file" / "below"
    assert made("cd" * 32, lambda: b"all the same") == b"all the same"


def test_what_was_not_asked_for_longest_goes_first(folder: Path) -> None:
    keys = [f"{number:02d}" + "e" * 62 for number in range(4)]
    for age, key in enumerate(keys):
        made(key, lambda: b"x" * 100)
        old = time.time() - 10 * 86_400 * (4 - age)
        os.utime(folder / key[:2] / key[2:], (old, old))
    made(keys[0], lambda: b"")
    assert tidy(most=250) == 2
    assert [key for key in keys if (folder / key[:2] / key[2:]).exists()] == [keys[0], keys[3]]
