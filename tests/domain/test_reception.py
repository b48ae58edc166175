"""A document is taken or refused on grounds that somebody can answer."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain.reception import EXPLAINED, WORDS, Answer, Asked, Line, Outcome, Why, decision
from thanjai.domain.refusals import Refusal

lines = st.lists(st.builds(Line, st.sampled_from(Asked), st.sampled_from(Answer), st.just("x")), max_size=6)
GOOD: dict[str, Any] = {"outcome": "accepted", "purpose": "ต่ออายุ", "why": "", "words": "", "lines": ()}


def field_of(**changed: Any) -> str | None:
    with pytest.raises(Refusal) as raised:
        decision(**{**GOOD, **changed})
    return raised.value.field


@given(lines, st.sampled_from(["", "  ", "เห็นต้นฉบับแล้ว"]))
def test_what_a_check_found_against_is_taken_only_with_words(found: list[Line], words: str) -> None:
    needs = any(line.answer is Answer.BAD for line in found)
    if needs and not words.strip():
        assert field_of(lines=found, words=words) == "words"
    else:
        made = decision(**{**GOOD, "lines": found, "words": words})
        assert (made.outcome, made.why, made.words) == (Outcome.ACCEPTED, None, words.strip())


@given(lines, st.sampled_from(Why), st.sampled_from(["", "ม. 7"]))
def test_a_refusal_has_grounds_and_those_that_say_nothing_have_words(found: list[Line], why: Why, words: str) -> None:
    if why in EXPLAINED and not words:
        assert field_of(outcome="refused", why=why.value, words=words, lines=found) == "words"
    else:
        assert decision(**{**GOOD, "outcome": "refused", "why": why.value, "words": words, "lines": found}).why is why


def test_each_fault_names_its_field() -> None:
    assert field_of(purpose="  ") == field_of(purpose="ก" * 201) == "purpose"
    assert field_of(outcome="") == field_of(outcome="maybe") == "outcome"
    assert field_of(outcome="refused") == field_of(outcome="refused", why="electronic") == "why"
    assert field_of(words="ก" * 501) == "words"
    assert set(WORDS) == set(Why)
