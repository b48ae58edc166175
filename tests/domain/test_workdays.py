import pickle
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.thai_calendars import BASE, CABINET_2564, CENTRAL, NORTH, NORTH_EAST, SOUTH, SPECIAL, bangkok
from thanjai.domain.text import Text
from thanjai.domain.workdays import (
    Calendar,
    add_months,
    add_office_minutes,
    add_working_days,
    base_closures,
    closing_on,
    is_office_time,
    is_working_day,
    next_working_day,
    office_minutes_between,
    opening_on,
    previous_working_day,
    receive_at,
    roll_forward,
    why_closed,
    working_days_between,
)

WITH_LUNCH = Calendar("lunch", BASE.closed, hours=((time(8, 30), time(12, 0)), (time(13, 0), time(16, 30))))
DAYS = st.dates(date(2020, 3, 1), date(2027, 10, 1))
DAY = timedelta(days=1)


@st.composite
def calendars(draw):
    near = st.dates(date(2024, 1, 1), date(2024, 6, 30))
    return Calendar(
        "drawn",
        closed={day: SPECIAL for day in draw(st.sets(near, max_size=60))},
        opened=frozenset(draw(st.sets(near, max_size=30))),
        weekend=draw(st.frozensets(st.integers(0, 6), max_size=5)),
    )


def plainly_works(calendar, day):
    if day in calendar.opened:
        return True
    return day not in calendar.closed and day.weekday() not in calendar.weekend


def test_the_first_of_may_is_worked_and_the_ploughing_day_is_not():
    assert is_working_day(BASE, date(2026, 5, 1))
    assert is_working_day(BASE, date(2021, 5, 3)), "no substitute for a day that is not a government holiday"
    assert not is_working_day(BASE, date(2026, 5, 13))


@pytest.mark.parametrize("year", range(2020, 2029))
def test_labour_and_childrens_day_are_in_no_year(year):
    names = " ".join(f"{name.th} {name.en}" for name in base_closures(year).values())
    assert "แรงงาน" not in names and "Labor" not in names
    assert "วันเด็ก" not in names and "Children" not in names
    assert "วันสงกรานต์" in names


def test_a_year_handed_out_cannot_be_spoilt_for_the_next_reader():
    base_closures(2026).clear()
    assert date(2026, 4, 13) in base_closures(2026)


@pytest.mark.parametrize(
    ("calendar", "day", "works"),
    [
        (CABINET_2564, date(2021, 2, 12), False),
        (CABINET_2564, date(2021, 4, 12), False),
        (BASE, date(2021, 7, 27), True),
        (CABINET_2564, date(2021, 7, 27), False),
        (CABINET_2564, date(2021, 9, 24), False),
        (BASE, date(2021, 10, 25), False),
        (CABINET_2564, date(2021, 10, 22), False),
        (CABINET_2564, date(2021, 10, 25), True),
        (CABINET_2564, date(2021, 3, 26), True),
        (NORTH, date(2021, 3, 26), False),
        (NORTH_EAST, date(2021, 5, 10), False),
        (SOUTH, date(2021, 10, 6), False),
        (CENTRAL, date(2021, 10, 6), True),
        (CENTRAL, date(2021, 10, 21), False),
    ],
)
def test_cabinet_adds_moves_and_gives_regional_days_in_2564(calendar, day, works):
    assert is_working_day(calendar, day) is works


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        (date(2026, 4, 8), 7, date(2026, 4, 22)),  # across Songkran 13-15 April
        (date(2026, 4, 10), 1, date(2026, 4, 16)),
        (date(2025, 12, 24), 7, date(2026, 1, 7)),  # 31 Dec, 1 and 2 Jan closed
        (date(2026, 4, 30), 1, date(2026, 5, 1)),
        (date(2026, 5, 12), 1, date(2026, 5, 14)),  # Royal Ploughing
        (date(2026, 3, 7), 1, date(2026, 3, 9)),  # from a Saturday
        (date(2026, 3, 7), 0, date(2026, 3, 7)),
        (date(2026, 3, 9), -1, date(2026, 3, 6)),
        (date(2026, 4, 16), -3, date(2026, 4, 8)),
    ],
)
def test_working_days_by_hand(start, amount, end):
    assert add_working_days(BASE, start, amount) == end


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 30), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2026, 2, 15)),
        (date(2026, 4, 30), 1, date(2026, 5, 31)),
        (date(2025, 2, 28), 1, date(2025, 3, 31)),
        (date(2025, 12, 31), 1, date(2026, 1, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2023, 2, 28), 12, date(2024, 2, 29)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_months_go_by_the_calendar(start, amount, end):
    assert add_months(start, amount) == end


@pytest.mark.parametrize(
    ("entered", "counts_from"),
    [
        (bangkok(2026, 3, 4, 8, 29, 59), bangkok(2026, 3, 4, 8, 30)),
        (bangkok(2026, 3, 4, 8, 30), bangkok(2026, 3, 4, 8, 30)),
        (bangkok(2026, 3, 4, 12, 15), bangkok(2026, 3, 4, 12, 15)),
        (bangkok(2026, 3, 4, 16, 30), bangkok(2026, 3, 4, 16, 30)),
        (bangkok(2026, 3, 4, 16, 30, 1), bangkok(2026, 3, 5, 8, 30)),
        (bangkok(2026, 3, 4, 23, 59, 59), bangkok(2026, 3, 5, 8, 30)),
        (bangkok(2026, 3, 6, 20), bangkok(2026, 3, 9, 8, 30)),
        (bangkok(2026, 4, 11, 10), bangkok(2026, 4, 16, 8, 30)),
        (bangkok(2025, 12, 30, 17), bangkok(2026, 1, 5, 8, 30)),
        (bangkok(2026, 5, 1, 9), bangkok(2026, 5, 1, 9)),
    ],
)
def test_what_arrives_when_the_office_is_closed_counts_from_the_next_opening(entered, counts_from):
    assert receive_at(BASE, entered) == (entered, counts_from)


def test_what_arrives_at_lunch_counts_from_the_afternoon():
    assert receive_at(WITH_LUNCH, bangkok(2026, 3, 4, 12, 15))[1] == bangkok(2026, 3, 4, 13)


@pytest.mark.parametrize(
    ("calendar", "start", "minutes", "end"),
    [
        (BASE, bangkok(2026, 4, 8, 16), 150, bangkok(2026, 4, 9, 10, 30)),
        (BASE, bangkok(2026, 4, 8, 8, 30), 480, bangkok(2026, 4, 8, 16, 30)),
        (BASE, bangkok(2026, 4, 8, 8, 30), 481, bangkok(2026, 4, 9, 8, 31)),
        (BASE, bangkok(2026, 4, 10, 16), 60, bangkok(2026, 4, 16, 9)),
        (BASE, bangkok(2026, 4, 8, 9), 4 * 480, bangkok(2026, 4, 17, 9)),
        (BASE, bangkok(2026, 4, 11, 9), 0, bangkok(2026, 4, 16, 8, 30)),
        (WITH_LUNCH, bangkok(2026, 3, 4, 11, 30), 60, bangkok(2026, 3, 4, 13, 30)),
        (WITH_LUNCH, bangkok(2026, 3, 4, 11, 30), 30, bangkok(2026, 3, 4, 12)),
        (WITH_LUNCH, bangkok(2026, 3, 4, 12), 5 * 420, bangkok(2026, 3, 11, 12)),
    ],
)
def test_office_minutes_run_only_while_the_office_is_open(calendar, start, minutes, end):
    assert add_office_minutes(calendar, start, minutes) == end
    assert office_minutes_between(calendar, start, end) == minutes


def test_office_minutes_do_not_run_backwards():
    with pytest.raises(ValueError, match="forward"):
        add_office_minutes(BASE, bangkok(2026, 3, 4), -1)
    assert office_minutes_between(BASE, bangkok(2026, 3, 5), bangkok(2026, 3, 4)) == 0


def test_a_closed_day_says_why():
    assert why_closed(BASE, date(2026, 3, 8)).en == "Sunday"
    assert why_closed(BASE, date(2026, 4, 13)).th == "วันสงกรานต์"
    assert why_closed(BASE, date(2026, 3, 9)) is None


def test_a_saturday_can_be_worked_and_closed_again():
    saturday = date(2026, 3, 7)
    opened = BASE.amended("open saturday", open_again=[saturday])
    assert add_working_days(opened, date(2026, 3, 6), 1) == saturday
    closed = opened.amended("flood", close={saturday: Text(th="น้ำท่วม", en="flood")})
    assert why_closed(closed, saturday).en == "flood"
    with pytest.raises(ValueError, match="new version"):
        closed.amended("flood")


def test_a_calendar_is_named_by_its_version():
    assert Calendar("a") == Calendar("a") and Calendar("a") != Calendar("b")
    assert hash(Calendar("a")) == hash(Calendar("a"))
    copy = pickle.loads(pickle.dumps(CABINET_2564))
    assert copy == CABINET_2564 and add_working_days(copy, date(2021, 10, 21), 1) == date(2021, 10, 25)


@pytest.mark.parametrize(
    "faulty",
    [
        {"weekend": frozenset(range(7))},
        {"hours": ()},
        {"hours": ((time(9), time(8)),)},
        {"hours": ((time(8), time(12)), (time(11), time(16)))},
    ],
)
def test_a_calendar_on_which_nobody_works_is_refused(faulty):
    with pytest.raises(ValueError, match=r"office"):
        Calendar("faulty", **faulty)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        receive_at(BASE, datetime(2026, 3, 4, 9))


@given(calendars(), st.dates(date(2023, 12, 1), date(2024, 7, 31)), st.integers(0, 80))
def test_adding_working_days_agrees_with_walking_day_by_day(calendar, start, amount):
    day, left = start, amount
    while left:
        day += DAY
        left -= plainly_works(calendar, day)
    assert add_working_days(calendar, start, amount) == day
    assert working_days_between(calendar, start, day) == amount


@given(calendars(), st.dates(date(2023, 12, 1), date(2024, 7, 31)), st.integers(1, 80))
def test_going_back_agrees_with_walking_back(calendar, start, amount):
    day, left = start, amount
    while left:
        day -= DAY
        left -= plainly_works(calendar, day)
    assert add_working_days(calendar, start, -amount) == day


@given(calendars(), st.dates(date(2024, 1, 1), date(2024, 6, 30)))
def test_the_next_working_day_is_the_first_that_is_worked(calendar, day):
    found = next_working_day(calendar, day)
    assert found == roll_forward(calendar, day) >= day
    assert plainly_works(calendar, found)
    assert working_days_between(calendar, day - DAY, found) == 1
    assert previous_working_day(calendar, day) <= day
    assert is_working_day(calendar, previous_working_day(calendar, day))


@given(DAYS, DAYS, st.integers(0, 400))
def test_who_starts_later_is_never_due_earlier(one, other, amount):
    first, second = sorted((one, other))
    assert add_working_days(BASE, first, amount) <= add_working_days(BASE, second, amount)
    assert add_months(first, amount % 40) <= add_months(second, amount % 40)


@given(DAYS, st.integers(1, 36))
def test_months_agree_with_the_words_of_the_code(start, amount):
    begins = start + DAY
    end = start
    turned = 0
    while True:
        end += DAY
        following = end + DAY
        turned = (end.year - begins.year) * 12 + end.month - begins.month
        following_turned = (following.year - begins.year) * 12 + following.month - begins.month
        if following_turned == amount and following.day == begins.day:
            break  # the day before the corresponding day
        if turned == amount and following.month != end.month:
            break  # no corresponding day: the last of the month
    assert add_months(start, amount) == end


MOMENTS = st.datetimes(datetime(2026, 3, 25), datetime(2026, 4, 20)).map(
    lambda moment: bangkok(moment.year, moment.month, moment.day, moment.hour, moment.minute)
)


@settings(max_examples=40)
@given(st.sampled_from([BASE, WITH_LUNCH]), MOMENTS, st.integers(0, 1500))
def test_office_minutes_agree_with_watching_the_clock(calendar, start, minutes):
    def open_during(moment):
        clock = moment.time()
        return plainly_works(calendar, moment.date()) and any(a <= clock < b for a, b in calendar.hours)

    moment, left = start, minutes
    while left:
        left -= open_during(moment)
        moment += timedelta(minutes=1)
    end = add_office_minutes(calendar, start, minutes)
    if minutes:
        assert end == moment
    assert office_minutes_between(calendar, start, end) == minutes
    assert is_office_time(calendar, end)


@given(MOMENTS, MOMENTS)
def test_receipt_keeps_the_order_of_arrival_and_falls_in_office_time(one, other):
    first, second = sorted((one, other))
    assert receive_at(BASE, first)[1] <= receive_at(BASE, second)[1]
    counts_from = receive_at(BASE, first)[1]
    assert counts_from >= first
    assert opening_on(BASE, counts_from.date()) <= counts_from <= closing_on(BASE, counts_from.date())
