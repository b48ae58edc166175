from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain.matching import Candidate, Held, Likeness, is_nearly, propose

ONE, TWO, THREE = (UUID(int=n) for n in (1, 2, 3))
OPEN = (
    Candidate(ONE, 50_000, ("KKC69000001X", "AAAA"), "นายสมชาย ใจดี"),
    Candidate(TWO, 50_000, ("KKC69000002Y", "BBBB"), "Mr Smith"),
    Candidate(THREE, 70_000, ("KKC69000003Z", "CCCC"), "MR SMITH"),
)


def test_the_likeliest_comes_first_with_its_reasons() -> None:
    found = propose(Held(50_000, ("KKC6900000X1",), "mr  smith"), OPEN)
    assert [(one.invoice, one.why) for one in found] == [
        (ONE, (Likeness.NEARLY_REFERENCE, Likeness.AMOUNT)),
        (TWO, (Likeness.AMOUNT, Likeness.NAME)),
        (THREE, (Likeness.NAME,)),
    ]
    assert propose(Held(1, ("KKC69000003Z",)), OPEN)[0].why == (Likeness.REFERENCE,)


def test_what_is_like_nothing_is_not_proposed() -> None:
    assert propose(Held(1, ("", "ZZZZZZZZ"), "nobody"), OPEN) == []


def test_empty_words_are_no_likeness() -> None:
    assert propose(Held(1, ("",), ""), [Candidate(ONE, 2, ("",), "")]) == []


@pytest.mark.parametrize(
    ("a", "b", "near"),
    [
        ("ABCDE", "ABXDE", True), ("ABCDE", "ABDCE", True), ("ABCDE", "ABCDEF", True), ("ABCDE", "XABCDE", True),
        ("ABCDE", "ABCDE", False), ("ABCDE", "ABXXE", False), ("ABCDE", "EDCBA", False), ("ABCD", "ABXD", False),
        ("ABCDE", "ABCDEFG", False), ("ABCDE", "AXCDEF", False),
    ],
)  # fmt: skip
def test_one_slip_of_the_finger_is_near(a: str, b: str, near: bool) -> None:
    assert is_nearly(a, b) is near is is_nearly(b, a)


@given(st.text("ABC1", min_size=5, max_size=12), st.data())
def test_whatever_is_mistyped_once_is_near(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 1))
    sign = data.draw(st.sampled_from("XYZ"))
    assert is_nearly(text, text[:at] + sign + text[at + 1 :])
    assert is_nearly(text, text[:at] + sign + text[at:])
