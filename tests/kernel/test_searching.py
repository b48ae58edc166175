"""Words that names are found by."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from thanjai.kernel.searching import LONGEST, MOST, SHORTEST, wanted_words, words_of

THAI = st.text(alphabet="กขคงจฉชซญดตถทนบปผพฟมยรลวสหอะาิีึืุูเแโใไ่้็์ ABC123-/.", max_size=80)


def test_a_thai_name_is_found_from_each_of_its_words() -> None:
    words = words_of(["ครัวคุณแม่ปราณี สาขาห้วยแก้ว", "นางสาวสุดารัตน์ วงศ์ไพศาล"])
    for typed in ("ครัว", "คุณแม่", "ปราณี", "ห้วยแก้ว", "สุดารัตน์", "นางสาวสุดา", "ไพศาล", "วงศ์ไพศาล"):
        (wanted,) = wanted_words(typed)
        assert any(word.startswith(wanted) for word in words), typed
    assert not any(word.startswith("ไม่มี") for word in words)


def test_numbers_and_digits_of_either_script_are_the_same() -> None:
    words = words_of(["FL-KKC-2569-00012"])
    assert wanted_words("๒๕๖๙") == ["2569"] and {"fl", "kkc", "2569", "00012"} <= set(words)
    assert wanted_words(" fl-KKC ") == ["kkc", "fl"], "all parts must fit, the longest is looked up first"


def test_what_is_too_short_or_empty_wants_nothing() -> None:
    assert wanted_words("") == wanted_words("  - / ") == wanted_words("ก") == []


@given(THAI)
def test_whatever_is_written_is_found_by_its_own_beginnings(text: str) -> None:
    words = words_of([text])
    assert len(words) <= MOST and all(SHORTEST <= len(word) <= LONGEST for word in words)
    if len(words) < MOST:
        for wanted in wanted_words(text):
            assert any(word.startswith(wanted) for word in words)
