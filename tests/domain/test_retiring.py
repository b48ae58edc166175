"""When a service ends, and what there is instead."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain.refusals import Refusal
from thanjai.domain.retiring import FURTHEST, LONGEST, NOTICE, Ending, Instead, Told, check_day, said_instead
from thanjai.domain.text import Text

DAYS = st.dates(date(2020, 1, 1), date(2060, 1, 1))
SPANS = st.integers(-1000, 1000).map(lambda days: timedelta(days=days))


@given(DAYS, SPANS)
def test_a_day_is_taken_with_notice_and_not_too_far_away(today: date, span: timedelta) -> None:
    try:
        check_day(today + span, today)
    except Refusal as refusal:
        assert refusal.field == "on" and not NOTICE <= span <= FURTHEST
    else:
        assert NOTICE <= span <= FURTHEST


@given(DAYS, SPANS)
def test_it_is_over_from_the_day_on_and_says_so(on: date, span: timedelta) -> None:
    ending = Ending(on, Instead(service="other"))
    assert ending.is_over(on + span) is (span >= timedelta(0))
    assert ("No longer offered since" in ending.words(on + span).en) is (span >= timedelta(0))


@pytest.mark.parametrize(
    ("service", "th", "en", "field"),
    [
        ("", "", " ", "instead-service"),
        ("", "ที่เคาน์เตอร์", "", "instead-en"),
        ("other", "", "At the counter", "instead-th"),
        ("", "ก" * (LONGEST + 1), "x", "instead-th"),
        ("", "ก", "x" * (LONGEST + 1), "instead-en"),
    ],
)
def test_what_there_is_instead_is_said_in_both_languages(service: str, th: str, en: str, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        said_instead(service, th, en)
    assert refused.value.field == field


def test_another_service_or_words_are_enough() -> None:
    assert said_instead("other", "", "") == Instead(service="other")
    assert said_instead("", " ที่นี่ ", "Here") == Instead(words=Text(th="ที่นี่", en="Here"))


def test_letters_say_where_to_go() -> None:
    instead = Instead(service="other", words=Text(th="หรือที่เคาน์เตอร์", en="Or at the counter"))
    told = Told(date(2027, 1, 1), False, Text(th="ไม่รับ", en="No more"), instead, Text(th="อื่น", en="Other"))
    assert told.whole("https://x").en == "No more\nInstead: Other https://x/en/services/other/\nOr at the counter"
    assert told.whole("https://x").th.splitlines()[1] == "ใช้บริการนี้แทน: อื่น https://x/services/other/"
