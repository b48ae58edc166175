"""A case judged again: each breach of the law is found, with its day, and nothing else is.

The limit throughout: 30 days from the complete application on Wednesday 4 March 2026 end on Friday 3 April. Monday
6 April is Chakri Day, so the first notice is owed on Tuesday the 7th, then on the 14th (Songkran), 21st and 28th.
"""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.domain.thai_calendars import bangkok
from thanjai.domain.case import events as e
from thanjai.domain.case.delays import DelayCause
from thanjai.domain.case.lookback import Breach, judge_again
from thanjai.domain.deadline_rules import DeadlineRule, Milestone, Purpose, Unit
from thanjai.domain.deadlines import compute
from thanjai.domain.text import Text
from thanjai.domain.workdays import base_calendar

CALENDAR = base_calendar(2025, 2027)
COMPLETE = bangkok(2026, 3, 4, 10)
LAW = Text(th="กฎหมาย", en="The law")


def rule(purpose: Purpose = Purpose.DECIDE, amount: int = 30, trigger: Milestone = Milestone.COMPLETE) -> DeadlineRule:
    stop = Milestone.TOLD if purpose is Purpose.TELL else Milestone.DECIDED
    return DeadlineRule(
        id="limit", title=Text(th="พิจารณา", en="Decide"), purpose=purpose, trigger=trigger, amount=amount,
        unit=Unit.DAY, stops_at=(stop,), source=LAW,
    )  # fmt: skip


def judged(
    now: datetime,
    done_at: datetime | None = None,
    notices: tuple[datetime, ...] = (),
    one: DeadlineRule | None = None,
) -> list[tuple[Breach, date]]:
    one = one or rule()
    facts = {one.trigger: COMPLETE}
    if done_at is not None:
        facts[one.stops_at[0]] = done_at
    history = [(notice(at.date()), at) for at in notices]
    findings = judge_again(history, compute([one], facts, {}, CALENDAR, {}), CALENDAR, now)
    return [(finding.breach, finding.day) for finding in findings]


def notice(day: date) -> e.DelayNotified:
    return e.DelayNotified(
        rule="limit", day=day, ordinal=1, cause=DelayCause.STAFF, reason="คนน้อย", expected=None, waits_on="",
        officer="สมศรี", contact="043 000 001",
    )  # fmt: skip


MAY = bangkok(2026, 5, 1)
DUE = date(2026, 4, 3)


def test_what_was_done_in_the_last_second_of_its_last_day_breaks_nothing() -> None:
    assert judged(MAY, done_at=bangkok(2026, 4, 3, 23, 59)) == []


def test_lateness_is_counted_in_working_days_and_its_one_notice_went_out_in_time() -> None:
    assert judged(MAY, bangkok(2026, 4, 8), (bangkok(2026, 4, 7, 16, 30),)) == [(Breach.LATE, DUE)]
    one = rule()
    (finding,) = judge_again(
        [(notice(date(2026, 4, 7)), bangkok(2026, 4, 7, 10))],
        compute([one], {Milestone.COMPLETE: COMPLETE, Milestone.DECIDED: bangkok(2026, 4, 8)}, {}, CALENDAR, {}),
        CALENDAR,
        MAY,
    )
    assert "2 working days late" in finding.words.en and "ช้าไป 2 วันทำการ" in finding.words.th
    assert finding.source == LAW and finding.done_at == bangkok(2026, 4, 8)


def test_a_notice_that_came_a_day_late_and_one_that_never_came() -> None:
    sent = (bangkok(2026, 4, 7, 16), bangkok(2026, 4, 22, 9), bangkok(2026, 4, 28, 16))
    assert judged(MAY, bangkok(2026, 4, 30), sent) == [
        (Breach.LATE, DUE), (Breach.NOTICE_MISSING, date(2026, 4, 14)), (Breach.NOTICE_LATE, date(2026, 4, 21)),
    ]  # fmt: skip


def test_one_notice_that_catches_up_does_not_stand_for_those_missed() -> None:
    assert judged(bangkok(2026, 4, 16), notices=(bangkok(2026, 4, 15),)) == [
        (Breach.LATE, DUE), (Breach.NOTICE_MISSING, date(2026, 4, 7)), (Breach.NOTICE_LATE, date(2026, 4, 14)),
    ]  # fmt: skip


def test_on_the_day_itself_a_notice_is_not_missing_before_the_office_closes() -> None:
    assert judged(bangkok(2026, 4, 7, 16, 29)) == [(Breach.LATE, DUE)]
    assert judged(bangkok(2026, 4, 7, 16, 30)) == [(Breach.LATE, DUE), (Breach.NOTICE_MISSING, date(2026, 4, 7))]
    assert judged(bangkok(2026, 4, 6, 12)) == [(Breach.LATE, DUE)], "a holiday is not an overdue working day"


def test_once_it_is_done_no_further_notice_is_missed() -> None:
    assert judged(MAY, bangkok(2026, 4, 21, 8), (bangkok(2026, 4, 7), bangkok(2026, 4, 14, 12))) == [(Breach.LATE, DUE)]


def test_a_result_told_late_is_named_so_and_owes_no_notice() -> None:
    tell = rule(Purpose.TELL, 7, Milestone.DECIDED)
    assert judged(MAY, bangkok(2026, 3, 11, 20), one=tell) == []
    assert judged(MAY, bangkok(2026, 3, 12), one=tell) == [(Breach.TOLD_LATE, date(2026, 3, 11))]
    assert judged(MAY, one=tell) == [(Breach.TOLD_LATE, date(2026, 3, 11))]


@pytest.mark.parametrize("purpose", [Purpose.MEND, Purpose.PAY, Purpose.APPEAL, Purpose.RENEW])
def test_the_applicant_breaks_no_law_by_being_late(purpose: Purpose) -> None:
    assert judged(MAY, one=rule(purpose)) == []


def test_defects_are_demanded_once_and_once_more_with_its_reason() -> None:
    def record(exception: str = "") -> e.DefectsRecorded:
        wrong = (e.Defect(missing="แผนผัง"),)
        return e.DefectsRecorded(step="check", defects=wrong, mend_by=date(2026, 3, 20), exception=exception)

    def demands(*records: e.DefectsRecorded) -> list[Breach]:
        history = [(one, bangkok(2026, 3, 5 + number)) for number, one in enumerate(records)]
        return [finding.breach for finding in judge_again(history, [], CALENDAR, MAY)]

    assert demands(record()) == demands(record(), record("เจ้าหน้าที่ตรวจไม่ครบ")) == []
    assert demands(record(), record()) == [Breach.DEMANDED_TWICE]
    assert demands(record(), record("เหตุ"), record("เหตุอีก")) == [Breach.DEMANDED_TWICE]
