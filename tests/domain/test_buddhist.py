from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain.buddhist import (
    MONTHS,
    WEEKDAYS,
    bangkok_day,
    buddhist_year,
    day_in_words,
    fiscal_year_be,
    format_day,
    format_moment,
    format_time,
    from_buddhist,
)

DAY = date(2026, 3, 3)


@pytest.mark.parametrize(
    ("language", "style", "words"),
    [
        ("th", "long", "3 มีนาคม 2569"),
        ("th", "short", "3 มี.ค. 2569"),
        ("th", "weekday", "วันอังคารที่ 3 มีนาคม 2569"),
        ("en", "long", "3 March 2026"),
        ("en-gb", "short", "3 Mar 2026"),
        ("en", "weekday", "Tuesday 3 March 2026"),
        ("lo", "long", "3 มีนาคม 2569"),
    ],
)
def test_a_day_is_written_as_each_language_writes_it(language, style, words):
    assert format_day(DAY, language, style) == words


def test_a_moment_is_told_by_the_bangkok_clock():
    moment = datetime(2025, 12, 31, 18, 5, tzinfo=UTC)
    assert format_moment(moment, "th") == "1 มกราคม 2569 เวลา 01.05 น."
    assert format_moment(moment, "en") == "1 January 2026, 01:05"
    assert format_time(moment, "th") == "01.05 น."
    assert bangkok_day(moment) == date(2026, 1, 1)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        format_moment(datetime(2026, 1, 1), "th")


def test_the_budget_year_begins_on_the_first_of_october():
    assert fiscal_year_be(date(2025, 9, 30)) == 2568
    assert fiscal_year_be(date(2025, 10, 1)) == 2569
    assert fiscal_year_be(date(2026, 9, 30)) == 2569


def test_both_languages_come_at_once():
    assert day_in_words(DAY).th == "3 มีนาคม 2569"
    assert day_in_words(DAY).en == "3 March 2026"


def test_there_are_twelve_months_and_seven_days():
    assert (len(MONTHS), MONTHS[4].en) == (12, "May")
    assert (len(WEEKDAYS), WEEKDAYS[date(2026, 3, 8).weekday()].th) == (7, "วันอาทิตย์")


def test_a_buddhist_leap_day_exists_only_in_leap_years():
    assert from_buddhist(2567, 2, 29) == date(2024, 2, 29)
    with pytest.raises(ValueError, match="day is out of range"):
        from_buddhist(2568, 2, 29)


@given(st.dates())
def test_a_year_written_and_read_back_is_the_same_day(day):
    assert from_buddhist(buddhist_year(day), day.month, day.day) == day
