"""Lists of statuses, against the vectors of the draft and any draw of the dice."""

from __future__ import annotations

import base64
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain.status_list import BITS, Standing, compressed, packed, standing_at

VECTOR = (1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3)
"""The example of two bits in the draft Token Status List (section 4.1), and below what it becomes."""


def test_the_vector_of_the_draft() -> None:
    content = packed(len(VECTOR), dict(enumerate(VECTOR)))
    assert content == bytes.fromhex("c944f9")
    assert compressed(content) == "eNo76fITAAPfAgc"


SAID = {
    0: 1, 1993: 2, 25460: 1, 159495: 3, 495669: 1, 554353: 1, 645645: 2, 723232: 1, 854545: 1, 934534: 2, 1000345: 3
}  # fmt: skip
"""Appendix C.2 of the draft: what 2^20 places of two bits say; all others are valid."""


def test_the_long_vector_of_the_draft() -> None:
    content = packed(2**20, SAID)
    assert {place: standing_at(content, place) for place in SAID} == SAID
    text = compressed(content)
    told = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    assert len(told) == 317 and told.startswith(bytes.fromhex("78daeddb310d00211000412ea1a04004fe5520ed357c28c8"))
    assert told.endswith(bytes.fromhex("cd60010c")), "the sum over all of the content"


@given(st.integers(1, 300).flatmap(lambda size: st.tuples(st.just(size), st.dictionaries(
    st.integers(0, size - 1), st.sampled_from(Standing)
))))  # fmt: skip
def test_each_place_says_what_was_put_there_and_all_others_are_valid(drawn: tuple[int, dict[int, Standing]]) -> None:
    size, standings = drawn
    content = packed(size, standings)
    assert len(content) == -(-size * BITS // 8)
    assert [standing_at(content, place) for place in range(size)] == [standings.get(place, 0) for place in range(size)]
    text = compressed(content)
    assert zlib.decompress(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))) == content


@pytest.mark.parametrize(("place", "standing"), [(-1, 1), (8, 1), (0, 4), (0, -1)])
def test_what_does_not_fit_is_refused(place: int, standing: int) -> None:
    with pytest.raises(ValueError, match="no standing"):
        packed(8, {place: standing})  # type: ignore[dict-item]


def test_a_place_outside_says_nothing() -> None:
    for place in (-1, 4):
        with pytest.raises(IndexError):
            standing_at(b"\0", place)
