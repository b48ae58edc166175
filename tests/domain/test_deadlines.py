from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.domain.thai_calendars import BASE, CABINET_2564, CENTRAL, NORTH, SOUTH, bangkok
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.deadlines import (
    DeadlineRule,
    Duration,
    Milestone,
    Standing,
    Unit,
    compute,
    delay_notice_days,
    delay_notices_owed,
    ready_by,
    standing,
    total,
)
from thanjai.domain.periods import advance
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.domain.workdays import base_calendar, is_working_day, next_working_day

OLD = base_calendar(1998, 1999)


def rule(amount=30, unit="day", **changes):
    given_ = {
        "id": "decide",
        "title": Text(th="พิจารณา", en="Decide"),
        "purpose": "decide",
        "trigger": "complete",
        "amount": amount,
        "unit": unit,
        "stops_at": ["decided", "closed"],
        "source": Text(th="พ.ร.บ.การอำนวยความสะดวกฯ ม.10", en="LFA s.10"),
    }
    return DeadlineRule.model_validate(given_ | changes)


def one(rule_, start, calendar=BASE, *, used=0, **facts):
    moments = {rule_.trigger: start} | {Milestone(name): moment for name, moment in facts.items()}
    (deadline,) = compute([rule_], moments, {}, calendar, {rule_.id: used})
    return deadline


@pytest.mark.parametrize(
    ("calendar", "amount", "unit", "start", "due"),
    [
        # CCC 193/3: the first day is left out
        (BASE, 30, "day", (2026, 3, 3), (2026, 4, 2)),
        (BASE, 1, "day", (2026, 3, 3), (2026, 3, 4)),
        (BASE, 0, "day", (2026, 3, 4), (2026, 3, 4)),
        # CCC 193/8: weekend, Songkran, Chakri Day, year end, Royal Ploughing, substitution
        (BASE, 7, "day", (2026, 3, 8), (2026, 3, 16)),
        (BASE, 30, "day", (2026, 3, 14), (2026, 4, 16)),
        (BASE, 30, "day", (2026, 3, 7), (2026, 4, 7)),
        (BASE, 30, "day", (2025, 12, 2), (2026, 1, 5)),
        (BASE, 30, "day", (2026, 4, 13), (2026, 5, 14)),
        (BASE, 30, "day", (2026, 11, 5), (2026, 12, 8)),
        (BASE, 30, "day", (2024, 3, 13), (2024, 4, 17)),
        # 1 May is worked
        (BASE, 15, "day", (2026, 4, 16), (2026, 5, 1)),
        # Cabinet's days of 2568
        (BASE, 30, "day", (2025, 5, 3), (2025, 6, 4)),
        (BASE, 30, "day", (2025, 7, 12), (2025, 8, 13)),
        # Cabinet's days of 2564, with and without
        (BASE, 15, "day", (2021, 7, 12), (2021, 7, 27)),
        (CABINET_2564, 15, "day", (2021, 7, 12), (2021, 7, 29)),
        (CABINET_2564, 30, "day", (2021, 1, 13), (2021, 2, 15)),
        (CABINET_2564, 30, "day", (2021, 3, 13), (2021, 4, 16)),
        (CABINET_2564, 7, "day", (2021, 9, 17), (2021, 9, 27)),
        (CABINET_2564, 30, "day", (2021, 9, 25), (2021, 10, 25)),
        (BASE, 30, "day", (2021, 9, 25), (2021, 10, 26)),
        (CABINET_2564, 7, "day", (2021, 10, 15), (2021, 10, 25)),
        # Regional days of 2564
        (CABINET_2564, 30, "day", (2021, 2, 24), (2021, 3, 26)),
        (NORTH, 30, "day", (2021, 2, 24), (2021, 3, 29)),
        (SOUTH, 30, "day", (2021, 9, 6), (2021, 10, 7)),
        (CENTRAL, 7, "day", (2021, 10, 14), (2021, 10, 25)),
        # Working days
        (BASE, 7, "working_day", (2026, 4, 8), (2026, 4, 22)),
        (BASE, 7, "working_day", (2025, 12, 24), (2026, 1, 7)),
        (BASE, 1, "working_day", (2026, 3, 7), (2026, 3, 9)),
        # CCC 193/5: months and years, then 193/8
        (BASE, 1, "month", (2026, 1, 31), (2026, 3, 2)),
        (BASE, 1, "month", (2024, 1, 31), (2024, 2, 29)),
        (BASE, 1, "month", (2026, 1, 15), (2026, 2, 16)),
        (BASE, 1, "month", (2026, 4, 30), (2026, 6, 2)),
        (BASE, 1, "year", (2024, 2, 29), (2025, 2, 28)),
        (BASE, 1, "year", (2023, 2, 28), (2024, 2, 29)),
    ],
)
def test_due_days_worked_by_hand(calendar, amount, unit, start, due):
    deadline = one(rule(amount, unit), bangkok(*start), calendar)
    assert deadline.due_at == bangkok(*due, 23, 59, 59)
    assert deadline.due_at.tzinfo is UTC
    assert deadline.calendar_version == calendar.version


@pytest.mark.parametrize(
    ("start", "days", "extra", "used", "due"),
    [
        (bangkok(1998, 11, 5), (1, "month"), (20, "day"), 1, date(1998, 12, 25)),  # Supreme Court 2981/2545
        (bangkok(1999, 5, 13), (30, "day"), (30, "day"), 1, date(1999, 7, 12)),  # Supreme Court 8175/2542
        (bangkok(1998, 11, 5), (1, "month"), (20, "day"), 0, date(1998, 12, 8)),
    ],
)
def test_an_extension_runs_from_the_old_last_day_even_when_the_office_was_closed(start, days, extra, used, due):
    extension = {"times": 1, "amount": extra[0], "unit": extra[1]}
    deadline = one(rule(*days, extension=extension), start, OLD, used=used)
    assert bangkok_day(deadline.due_at) == due


def test_a_food_licence_may_be_extended_twice_and_no_more():
    food = rule(30, extension={"times": 2, "amount": 15, "unit": "day"})
    due = [bangkok_day(one(food, bangkok(2026, 3, 3), used=used).due_at) for used in range(4)]
    # 2 April; 17 April; 2 May is a Saturday and 4 May Coronation Day, so 5 May
    assert due == [date(2026, 4, 2), date(2026, 4, 17), date(2026, 5, 5), date(2026, 5, 5)]
    assert one(food, bangkok(2026, 3, 3), used=9).extensions == 2
    assert "extended twice" not in one(food, bangkok(2026, 3, 3)).explanation.en
    assert "extended 2 times by 15 days" in one(food, bangkok(2026, 3, 3), used=2).explanation.en
    assert "extended once by 15 days" in one(food, bangkok(2026, 3, 3), used=1).explanation.en
    assert "ขยายแล้ว 2 ครั้ง ครั้งละ 15 วัน" in one(food, bangkok(2026, 3, 3), used=2).explanation.th


def test_a_rule_that_cannot_be_extended_is_not():
    assert one(rule(), bangkok(2026, 3, 3), used=1) == one(rule(), bangkok(2026, 3, 3))


def test_a_rule_may_leave_its_last_day_on_a_holiday():
    renewal = rule(
        0, purpose="renew", trigger="expires", stops_at=["paid"], counting={"last_day": "stays"},
        warn_before={"amount": 90, "unit": "day"},
    )  # fmt: skip
    deadline = one(renewal, bangkok(2026, 12, 5, 0))
    assert deadline.due_at == bangkok(2026, 12, 5, 23, 59, 59)
    assert deadline.warn_at == bangkok(2026, 9, 4, 8, 30), "6 September is a Sunday, so the Friday before"
    paid = one(renewal, bangkok(2026, 12, 5, 0), paid=bangkok(2026, 12, 5, 23, 59, 59))
    assert standing(paid, bangkok(2027, 1, 1)) is Standing.MET


def test_a_rule_may_count_a_first_day_begun_at_opening():
    strict = rule(7, counting={"first_day": "counted_when_begun_at_opening"})
    assert bangkok_day(one(strict, bangkok(2026, 3, 4, 8, 30)).due_at) == date(2026, 3, 10)
    assert bangkok_day(one(strict, bangkok(2026, 3, 4, 8, 31)).due_at) == date(2026, 3, 11)
    assert bangkok_day(one(strict, bangkok(2026, 3, 7, 7)).due_at) == date(2026, 3, 16), "a closed Saturday"
    assert bangkok_day(one(rule(7), bangkok(2026, 3, 4, 8, 30)).due_at) == date(2026, 3, 11)


def test_minutes_and_hours_run_in_office_time_from_the_moment():
    sale = one(rule(150, "minute"), bangkok(2026, 4, 8, 16))
    assert sale.due_at == bangkok(2026, 4, 9, 10, 30)
    assert sale.warn_at == bangkok(2026, 4, 9, 9, 53), "113 of 150 minutes are over"
    assert one(rule(3, "hour"), bangkok(2026, 4, 10, 15)).due_at == bangkok(2026, 4, 16, 10)
    assert sale.explanation.th == (
        "150 นาที นับจากวันที่คำขอครบถ้วน (8 เมษายน 2569 เวลา 16.00 น.) นับเฉพาะเวลาทำการ; "
        "ครบกำหนด 9 เมษายน 2569 เวลา 10.30 น."
    )


def test_hours_of_the_clock_run_at_night_and_may_be_extended():
    breach = rule(
        72, "hour", counting={"hours": "clock"}, warn_before={"amount": 24, "unit": "hour"},
        extension={"times": 1, "amount": 90, "unit": "minute"},
    )  # fmt: skip
    assert one(breach, bangkok(2026, 4, 11, 22)).due_at == bangkok(2026, 4, 14, 22)
    assert one(breach, bangkok(2026, 4, 11, 22)).warn_at == bangkok(2026, 4, 13, 22)
    assert one(breach, bangkok(2026, 4, 11, 22), used=1).due_at == bangkok(2026, 4, 14, 23, 30)
    assert "office hours" not in one(breach, bangkok(2026, 4, 11, 22)).explanation.en


def test_the_reason_says_what_moved_the_last_day():
    deadline = one(rule(), bangkok(2026, 3, 5))
    assert deadline.last_day == date(2026, 4, 4)
    assert deadline.explanation.th == (
        "30 วัน นับจากวันที่คำขอครบถ้วน (5 มีนาคม 2569); วันสุดท้าย 4 เมษายน 2569; "
        "เลื่อนเป็น 7 เมษายน 2569 เพราะ 4 เม.ย. 2569 เป็นวันเสาร์, 5 เม.ย. 2569 เป็นวันอาทิตย์, "
        "6 เม.ย. 2569 เป็นวันพระบาทสมเด็จพระพุทธยอดฟ้าจุฬาโลกมหาราช และวันที่ระลึกมหาจักรีบรมราชวงศ์"
    )
    assert deadline.explanation.en == (
        "30 days from the complete application on 5 March 2026; the last day is 4 April 2026; moved to "
        "7 April 2026 because 4 Apr 2026 is a Saturday, 5 Apr 2026 is a Sunday, 6 Apr 2026 is Chakri Memorial Day"
    )


@pytest.mark.parametrize(
    ("amount", "unit", "warn", "warned"),
    [
        (30, "day", None, (2026, 3, 25)),  # 2 April less 8
        (7, "day", None, (2026, 3, 6)),  # 10 March less 2 is a Sunday
        (1, "day", None, (2026, 3, 4)),
        (7, "working_day", None, (2026, 3, 10)),  # 12 March less 2
        (30, "day", {"amount": 3, "unit": "working_day"}, (2026, 3, 30)),
        (2, "month", {"amount": 1, "unit": "month"}, (2026, 4, 3)),  # before 4 May, in turn moved to 5 May
    ],
)
def test_a_warning_comes_in_the_morning_of_a_working_day(amount, unit, warn, warned):
    deadline = one(rule(amount, unit, warn_before=warn), bangkok(2026, 3, 3))
    assert deadline.warn_at == bangkok(*warned, 8, 30)


def test_a_warning_never_comes_before_the_period_began():
    eager = rule(3, warn_before={"amount": 30, "unit": "day"})
    assert one(eager, bangkok(2026, 3, 4)).warn_at == bangkok(2026, 3, 4)
    hasty = rule(10, "minute", warn_before={"amount": 2, "unit": "hour"})
    assert one(hasty, bangkok(2026, 3, 4)).warn_at == bangkok(2026, 3, 4)


def test_only_what_has_begun_has_a_deadline_and_the_order_of_rules_is_kept():
    tell = rule(7, id="tell", purpose="tell", trigger="decided", stops_at=["told"])
    facts = {Milestone.COMPLETE: bangkok(2026, 3, 4)}
    assert [deadline.rule_id for deadline in compute([tell, rule()], facts, {}, BASE, {})] == ["decide"]
    facts[Milestone.DECIDED] = bangkok(2026, 3, 9)
    found = compute([tell, rule()], facts, {}, BASE, {})
    assert [deadline.rule_id for deadline in found] == ["tell", "decide"]
    assert found[0].ended_at is None
    assert found[1].ended_at == bangkok(2026, 3, 9)


def test_the_first_stop_counts_and_an_older_one_does_not():
    both = one(rule(), bangkok(2026, 3, 4), decided=bangkok(2026, 3, 9), closed=bangkok(2026, 3, 6))
    assert both.ended_at == bangkok(2026, 3, 6)
    older = one(rule(), bangkok(2026, 3, 4), decided=bangkok(2026, 3, 3))
    assert older.ended_at is None


def test_work_done_on_a_sunday_ends_a_period_that_begins_on_monday():
    check = rule(1, "working_day", trigger="received", stops_at=["complete"])
    deadline = one(check, bangkok(2026, 3, 9, 8, 30), entered=bangkok(2026, 3, 7, 9), complete=bangkok(2026, 3, 8, 10))
    assert standing(deadline, bangkok(2026, 3, 8, 11)) is Standing.MET


def test_an_agency_sets_what_the_law_leaves_open():
    open_rule = rule(None, "working_day", setting="waste_permit_days")
    facts = {Milestone.COMPLETE: bangkok(2026, 3, 4)}
    (deadline,) = compute([open_rule], facts, {"waste_permit_days": 5}, BASE, {})
    assert (bangkok_day(deadline.due_at), deadline.amount) == (date(2026, 3, 11), 5)
    with pytest.raises(Refusal) as refused:
        compute([open_rule], facts, {}, BASE, {})
    assert (refused.value.code, refused.value.field) == ("clock.setting_missing", "waste_permit_days")


@pytest.mark.parametrize(
    "faulty",
    [
        {"setting": "days"},
        {"amount": None},
        {"unit": "hour", "warn_before": {"amount": 1, "unit": "day"}},
        {"extension": {"times": 1, "amount": 1, "unit": "hour"}},
        {"amount": -1},
        {"colour": "red"},
    ],
)
def test_a_rule_that_cannot_be_counted_is_refused(faulty):
    with pytest.raises(ValidationError):
        rule(**faulty)


@pytest.mark.parametrize(
    ("now", "ended", "stands"),
    [
        (bangkok(2026, 3, 24), None, Standing.ON_TIME),
        (bangkok(2026, 3, 25, 8, 30), None, Standing.DUE_SOON),
        (bangkok(2026, 4, 2, 23, 59, 59), None, Standing.DUE_SOON),
        (bangkok(2026, 4, 3, 0), None, Standing.OVERDUE),
        (bangkok(2026, 4, 9), bangkok(2026, 4, 2, 23, 59, 59), Standing.MET),
        (bangkok(2026, 4, 9), bangkok(2026, 4, 3, 0), Standing.MET_LATE),
        (bangkok(2026, 4, 8), bangkok(2026, 4, 9), Standing.OVERDUE),
    ],
)
def test_how_a_deadline_stands(now, ended, stands):
    facts = {"decided": ended} if ended else {}
    assert standing(one(rule(), bangkok(2026, 3, 3), **facts), now) is stands


def test_durations_are_said_in_words():
    assert Duration(amount=1, unit="working_day").in_words() == Text(th="1 วันทำการ", en="1 working day")
    assert Duration(amount=150, unit="minute").in_words() == Text(th="150 นาที", en="150 minutes")
    assert Duration(amount=0, unit="day").in_words() == Text(th="ทันที", en="at once")


@pytest.mark.parametrize(
    ("now", "steps", "ready"),
    [
        (bangkok(2026, 3, 4, 9), [(30, "minute"), (1, "hour")], bangkok(2026, 3, 4, 10, 30)),
        (bangkok(2026, 3, 6, 20), [(30, "minute")], bangkok(2026, 3, 9, 9)),
        (
            bangkok(2026, 3, 4, 9),
            [(1, "working_day"), (30, "minute"), (1, "working_day")],
            bangkok(2026, 3, 9, 9),
        ),
        (bangkok(2026, 3, 6, 20), [(7, "working_day")], bangkok(2026, 3, 18, 23, 59, 59)),
        (bangkok(2026, 3, 14, 9), [(1, "month")], bangkok(2026, 4, 16, 23, 59, 59)),
        (bangkok(2026, 3, 7, 9), [], bangkok(2026, 3, 9, 8, 30)),
    ],
)
def test_when_it_is_ready_if_you_apply_now(now, steps, ready):
    durations = [Duration(amount=amount, unit=unit) for amount, unit in steps]
    assert ready_by(durations, BASE, now) == ready


def test_steps_are_summed_unit_by_unit_whole_months_first():
    steps = [Duration(amount=2, unit="day"), Duration(amount=1, unit="month"), Duration(amount=3, unit="day")]
    assert total(steps) == (Duration(amount=1, unit="month"), Duration(amount=5, unit="day"))


def test_a_day_is_not_advanced_by_minutes():
    with pytest.raises(ValueError, match="shorter than a day"):
        advance(BASE, date(2026, 3, 4), 5, Unit.MINUTE)


def test_the_first_notice_goes_on_the_first_overdue_working_day_then_every_seven_days():
    late = one(rule(), bangkok(2026, 3, 11))  # due Friday 10 April, then Songkran
    assert delay_notice_days(late, BASE, bangkok(2026, 4, 15)) == ()
    assert delay_notices_owed(late, (), BASE, bangkok(2026, 4, 15)) == ()
    assert delay_notices_owed(late, (), BASE, bangkok(2026, 4, 16, 0)) == (date(2026, 4, 16),)
    assert delay_notice_days(late, BASE, bangkok(2026, 5, 1)) == (
        date(2026, 4, 16), date(2026, 4, 23), date(2026, 4, 30),
    )  # fmt: skip


def test_a_worker_that_stood_still_owes_one_notice_and_keeps_the_rhythm():
    late = one(rule(), bangkok(2026, 3, 11))
    woke = bangkok(2026, 5, 2)
    assert delay_notices_owed(late, (), BASE, woke) == (date(2026, 4, 30),)
    assert delay_notices_owed(late, (woke,), BASE, woke) == ()
    assert delay_notices_owed(late, (woke,), BASE, bangkok(2026, 5, 6)) == ()
    assert delay_notices_owed(late, (woke,), BASE, bangkok(2026, 5, 7)) == (date(2026, 5, 7),)


def test_nothing_is_owed_once_it_is_done():
    done = one(rule(), bangkok(2026, 3, 11), decided=bangkok(2026, 4, 23, 9))
    assert delay_notices_owed(done, (), BASE, bangkok(2026, 4, 23, 9)) == ()
    assert delay_notices_owed(done, (), BASE, bangkok(2026, 4, 22)) == (date(2026, 4, 16),)
    assert delay_notice_days(done, BASE, bangkok(2026, 6, 1)) == (date(2026, 4, 16),)
    on_time = one(rule(), bangkok(2026, 3, 11), decided=bangkok(2026, 4, 10, 20))
    assert delay_notice_days(on_time, BASE, bangkok(2026, 6, 1)) == ()


def test_a_period_of_minutes_is_late_the_same_day_unless_the_office_has_closed():
    morning = one(rule(30, "minute"), bangkok(2026, 3, 4, 9))
    assert delay_notices_owed(morning, (), BASE, bangkok(2026, 3, 4, 9, 31)) == (date(2026, 3, 4),)
    assert delay_notices_owed(morning, (), BASE, bangkok(2026, 3, 4, 9, 29)) == ()
    assert delay_notice_days(morning, BASE, bangkok(2026, 3, 4, 9, 29)) == ()
    evening = one(rule(480, "minute"), bangkok(2026, 3, 6, 8, 30))
    assert delay_notice_days(evening, BASE, bangkok(2026, 3, 10)) == (date(2026, 3, 9),)


STARTS = st.datetimes(datetime(2020, 6, 1), datetime(2026, 12, 1), timezones=st.just(UTC))
PERIODS = st.one_of(
    st.tuples(st.integers(0, 120), st.sampled_from(["day", "working_day"])),
    st.tuples(st.integers(0, 12), st.just("month")),
    st.tuples(st.integers(0, 2000), st.just("minute")),
)


@given(STARTS, PERIODS, st.integers(0, 2))
def test_every_deadline_keeps_its_order_and_ends_when_the_office_works(start, period, used):
    amount, unit = period
    more = {"times": 2, "amount": 5, "unit": unit}
    deadline = one(rule(amount, unit, extension=more), start, used=used)
    assert deadline.started_at == start
    assert deadline.warn_at <= deadline.due_at
    assert deadline.due_at >= start or amount == 0
    assert is_working_day(BASE, bangkok_day(deadline.due_at))
    if used:
        assert deadline.due_at >= one(rule(amount, unit, extension=more), start, used=used - 1).due_at


@given(STARTS, STARTS, PERIODS)
def test_who_is_complete_later_is_never_due_earlier(first, second, period):
    first, second = sorted((first, second))
    assert one(rule(*period), first).due_at <= one(rule(*period), second).due_at


@given(STARTS, st.integers(1, 90))
def test_days_agree_with_crossing_them_off_one_by_one(start, amount):
    day = bangkok_day(start)
    for _ in range(amount):
        day += timedelta(days=1)
    while not is_working_day(BASE, day):
        day += timedelta(days=1)
    assert bangkok_day(one(rule(amount), start).due_at) == day


@given(STARTS, PERIODS, st.integers(0, 40), st.sets(st.integers(0, 60)))
def test_a_worker_that_skips_days_sends_no_flood_and_one_that_does_not_misses_nothing(start, period, days, asleep):
    late = one(rule(*period), start)
    steady, sleepy = [], []
    for day in range(days + 1):
        now = late.due_at + timedelta(days=day, seconds=1)
        steady += delay_notices_owed(late, tuple(_noon(slot) for slot in steady), BASE, now)
        if day not in asleep:
            sleepy += delay_notices_owed(late, tuple(_noon(slot) for slot in sleepy), BASE, now)
    last = late.due_at + timedelta(days=days, seconds=1)
    assert tuple(steady) == delay_notice_days(late, BASE, last)
    assert set(sleepy) <= set(steady) and len(sleepy) == len(set(sleepy))
    if steady:
        assert steady[0] == next_working_day(BASE, steady[0])
        assert late.unit is not Unit.DAY or steady[0] > bangkok_day(late.due_at)


def _noon(day):
    return bangkok(day.year, day.month, day.day, 12)
