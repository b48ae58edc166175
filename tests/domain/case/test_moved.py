"""Due dates that only the calendar moves."""

from datetime import date, datetime, timedelta

import pytest

from tests.domain.thai_calendars import BASE, SPECIAL, bangkok
from tests.world import pack
from thanjai.domain.calendar_book import Change, DayRule, Effect, HoursRule, Layer
from thanjai.domain.case.events import DateChange
from thanjai.domain.case.moved import COUNTED_ANEW, Told, moved_dates, moves_in_words, reason_of
from thanjai.domain.case.rules import Rules
from thanjai.domain.deadline_rules import Unit
from thanjai.domain.periods import end_of

RULES = Rules(pack("food-premises-licence"), {"mend_days": 99})
START = bangkok(2026, 11, 20)
MONDAY = date(2026, 11, 23)
FLOOD = BASE.amended("flood", close={MONDAY: SPECIAL})


def told(rule="check", amount=1, due=MONDAY, number=3):
    return Told(rule, amount, START, end_of(due), number)


def change(number, *days, hours=None, reason="น้ำท่วม"):
    rules = tuple(DayRule(day=day, effect=Effect.CLOSED, name=SPECIAL) for day in days)
    return Change(number=number, layer=Layer.AGENCY, days=rules, hours=hours, reason=reason)


def test_only_what_the_calendar_moves_is_found():
    lines = [told(), told("return", 15, date(2026, 12, 8)), told("no_such_rule")]
    assert moved_dates(lines, RULES, {}, BASE) == ()
    (moved,) = moved_dates(lines, RULES, {}, FLOOD)
    assert moved == DateChange(rule="check", before=end_of(MONDAY), after=end_of(date(2026, 11, 24)))


def test_an_agencys_figure_that_changed_since_is_not_the_calendars_doing():
    assert moved_dates([told("mend", 15, date(2026, 12, 8))], RULES, {}, BASE) == ()


def test_what_was_extended_stays_extended():
    first_end = date(2026, 12, 21)
    assert moved_dates([told("decide", 30, first_end)], RULES, {}, BASE) == ()
    (moved,) = moved_dates([told("decide", 30, first_end)], RULES, {"decide": 1}, BASE)
    assert moved.after > end_of(first_end)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ([change(4, MONDAY)], "น้ำท่วม"),
        ([change(4, MONDAY), change(5, date(2026, 11, 24), reason="ไฟดับ")], "น้ำท่วม; ไฟดับ"),
        ([change(4, MONDAY), change(5, MONDAY)], "น้ำท่วม"),
        ([change(4, hours=HoursRule(before=BASE.hours, after=BASE.hours))], "น้ำท่วม"),
        ([change(3, MONDAY), change(4, date(2027, 1, 4))], COUNTED_ANEW),
        ([], COUNTED_ANEW),
    ],
)
def test_the_reason_is_that_of_the_changes_since_then_that_speak_of_the_days_between(changes, reason):
    moved = DateChange(rule="check", before=end_of(MONDAY), after=end_of(date(2026, 11, 24)))
    unknown = DateChange(rule="gone", before=end_of(MONDAY), after=end_of(MONDAY))
    assert reason_of([told()], [moved, unknown], changes) == reason


def test_moves_are_told_in_days_or_in_moments():
    later = DateChange(rule="check", before=end_of(MONDAY), after=end_of(MONDAY + timedelta(days=1)))
    earlier = DateChange(rule="mend", before=end_of(MONDAY), after=end_of(MONDAY - timedelta(days=1)))
    gone = DateChange(rule="gone", before=end_of(MONDAY), after=end_of(MONDAY))
    first, second = moves_in_words([later.model_dump(mode="json"), earlier, gone], RULES)
    assert first.words.en == "from 23 November 2026 to 24 November 2026"
    assert first.words.th == "จาก 23 พฤศจิกายน 2569 เป็น 24 พฤศจิกายน 2569"
    assert (first.is_later, first.is_applicants, second.is_later, second.is_applicants) == (True, False, False, True)


def test_what_is_counted_in_hours_is_told_to_the_minute():
    definition = RULES.definition
    hourly = definition.deadlines[0].model_copy(update={"unit": Unit.HOUR})
    rules = Rules(definition.model_copy(update={"deadlines": (hourly,)}), {})
    moved = DateChange(
        rule="check", before=datetime.fromisoformat("2026-11-23T02:30:00Z"), after=bangkok(2026, 11, 23, 15)
    )
    assert moves_in_words([moved], rules)[0].words.en == "from 23 November 2026, 09:30 to 23 November 2026, 15:00"
