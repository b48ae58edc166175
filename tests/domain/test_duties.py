"""When a notice of delay goes out: in the morning when its reason is there, else when its day ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.domain.thai_calendars import BASE, bangkok
from thanjai.domain.case import Case, decide, evolve
from thanjai.domain.case import commands as c
from thanjai.domain.case import events as e
from thanjai.domain.case.delays import DelayCause
from thanjai.domain.case.rules import Rules
from thanjai.domain.deadlines import Deadline, DeadlineRule, compute
from thanjai.domain.duties import Kind, Policy, alarm, next_notice_day, owed, wakes_at
from thanjai.domain.refusals import Refusal

POLICY = Policy()
REASON = c.GiveDelayReason(
    rule="decide", cause=DelayCause.INSPECTION, reason="รอผลตรวจน้ำ", expected=date(2026, 4, 30)
)  # fmt: skip


def late() -> Deadline:
    """Due on Friday 10 April 2026; Songkran until Wednesday the 15th; so first late on Thursday the 16th."""
    rule = DeadlineRule.model_validate(
        {
            "id": "decide", "title": {"th": "พิจารณา", "en": "Decide"}, "purpose": "decide", "trigger": "complete",
            "amount": 30, "unit": "day", "stops_at": ["decided"], "source": {"th": "ม.10", "en": "s.10"},
        }
    )  # fmt: skip
    (line,) = compute([rule], {rule.trigger: bangkok(2026, 3, 11)}, {}, BASE, {})
    assert line.due_at == bangkok(2026, 4, 10, 23, 59, 59)
    return line


def notices(now, done=(), explained=()):
    found = owed([late()], BASE, POLICY, now, done, explained)
    return [duty.day for duty in found if duty.kind is Kind.NOTICE]


def test_without_a_reason_the_notice_waits_for_the_close_of_its_day():
    assert notices(bangkok(2026, 4, 15, 23)) == []
    assert notices(bangkok(2026, 4, 16, 16, 29)) == []
    assert notices(bangkok(2026, 4, 16, 16, 30)) == [date(2026, 4, 16)]
    assert notices(bangkok(2026, 4, 23, 12)) == [date(2026, 4, 16)], "still owed, if it never went"
    assert notices(bangkok(2026, 4, 23, 12), {"notice/decide/2026-04-16"}) == []


def test_with_a_reason_it_goes_when_its_day_begins_and_not_before():
    explained = {"decide"}
    assert notices(bangkok(2026, 4, 15, 23), (), explained) == []
    assert notices(bangkok(2026, 4, 16, 8, 29), (), explained) == []
    assert notices(bangkok(2026, 4, 16, 8, 30), (), explained) == [date(2026, 4, 16)]
    sent = {"notice/decide/2026-04-16"}
    assert notices(bangkok(2026, 4, 22, 17), sent, explained) == [], "each week has one"
    assert notices(bangkok(2026, 4, 23, 8, 30), sent, explained) == [date(2026, 4, 23)]


def test_the_case_wakes_for_it():
    done, morning, evening = set(), bangkok(2026, 4, 16, 8, 30), bangkok(2026, 4, 16, 16, 30)
    asleep = bangkok(2026, 4, 12)
    assert wakes_at([late()], BASE, POLICY, asleep) == evening
    assert wakes_at([late()], BASE, POLICY, asleep, {"decide"}) == morning
    given = bangkok(2026, 4, 16, 11)
    done |= {f"over/decide/{late().last_day}"}
    assert alarm([late()], BASE, POLICY, given, done) == evening
    assert alarm([late()], BASE, POLICY, given, done, {"decide"}) == given, "a reason given on the day goes at once"


def test_after_three_weeks_of_standing_still_one_notice_is_owed():
    woke = bangkok(2026, 5, 9)
    assert notices(woke) == [date(2026, 5, 7)] == notices(woke, (), {"decide"})
    assert notices(woke, {"notice/decide/2026-05-07"}) == []


def test_one_that_went_out_in_the_morning_makes_those_before_it_needless():
    """The worker stood still for weeks; the reason went with the notice, so the next one waits for its day's end."""
    morning = bangkok(2026, 4, 30, 10)
    assert notices(morning, (), {"decide"}) == [date(2026, 4, 30)]
    assert notices(morning, {"notice/decide/2026-04-30"}) == []
    assert notices(bangkok(2026, 4, 30, 17), {"notice/decide/2026-04-30"}) == []


@pytest.mark.parametrize(
    ("now", "sent", "day"),
    [
        (bangkok(2026, 4, 1), [], date(2026, 4, 16)),
        (bangkok(2026, 4, 16, 9), [], date(2026, 4, 16)),
        (bangkok(2026, 4, 16, 9), [date(2026, 4, 16)], date(2026, 4, 23)),
        (bangkok(2026, 4, 17), [], date(2026, 4, 23)),
        (bangkok(2026, 4, 23), [date(2026, 4, 16)], date(2026, 4, 23)),
        (bangkok(2026, 4, 24), [date(2026, 4, 16)], date(2026, 4, 30)),
    ],
)
def test_the_next_day_of_a_notice_is_known_beforehand(now, sent, day):
    assert next_notice_day(late().due_at, BASE, POLICY, now, sent) == day


def opened() -> tuple[Case, Rules]:
    from tests.domain.case.test_case import RULES, answers

    case, at = Case(), bangkok(2026, 3, 10)
    submit = c.Submit(answers=answers(), counts_from=at)
    for event in decide(case, submit, RULES, at):
        case = evolve(case, event, at)
    return case, RULES


def do(case: Case, command: c.Command, at) -> tuple[Case, list[e.Event]]:
    events = decide(case, command, opened()[1], at)
    for event in events:
        case = evolve(case, event, at)
    return case, list(events)


def notify(day: date) -> c.NotifyDelay:
    return c.NotifyDelay(rule="decide", day=day, officer="สมศรี", contact="043 000 001")


def test_a_reason_is_said_once_and_each_notice_has_its_own():
    case, _ = opened()
    case, _ = do(case, REASON, bangkok(2026, 4, 14))
    assert case.explained == {"decide"}
    case, (first,) = do(case, notify(date(2026, 4, 16)), bangkok(2026, 4, 16))
    assert (first.ordinal, first.cause, first.reason) == (1, DelayCause.INSPECTION, "รอผลตรวจน้ำ")
    assert first.expected == date(2026, 4, 30) and not case.explained
    assert do(case, notify(date(2026, 4, 16)), bangkok(2026, 4, 16))[1] == []
    with pytest.raises(Refusal, match="same_reason"):
        do(case, REASON.model_copy(update={"reason": " รอผลตรวจน้ำ\n"}), bangkok(2026, 4, 20))
    case, (second,) = do(case, notify(date(2026, 4, 23)), bangkok(2026, 4, 23, 17))
    assert (second.ordinal, second.cause, second.reason, second.expected) == (2, DelayCause.NOT_GIVEN, "", None)
    fresh = REASON.model_copy(update={"reason": "ผลตรวจน้ำออกแล้ว รอผู้อนุญาตลงนาม"})
    case, _ = do(case, fresh, bangkok(2026, 4, 27))
    case, (third,) = do(case, notify(date(2026, 4, 30)), bangkok(2026, 4, 29) + timedelta(days=1))
    assert (third.ordinal, third.reason) == (3, fresh.reason)
