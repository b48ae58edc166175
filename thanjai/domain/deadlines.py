"""The law's clock: rules, facts and a calendar in; due dates, each with its reason in words, out.

Pure: the same call answers an applicant's "when", sorts an officer's list, sends the notices of delay
and judges last year's cases. Counting follows CCC sections 193/1-193/8 (see `thanjai.domain.workdays`).

Decisions where the law leaves room:

- A period of days, months or years falls due at 23:59:59 Bangkok time of its last day, not at the close of
  the office: the applicant has the whole day, and an officer's act in the system that evening is of that day.
- An extension runs from the day after the old last day as it was counted, before CCC 193/8 moved it
  (CCC 193/7; Supreme Court 2981/2545, 8175/2542).
- Something done after it entered the system and before it counts as received (an officer who works
  on a Sunday) ends a period that runs from receipt.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final

from thanjai.domain.buddhist import bangkok_day, in_bangkok
from thanjai.domain.deadline_rules import (
    Counting,
    DeadlineRule,
    Duration,
    Extension,
    Milestone,
    Purpose,
    Trigger,
    Unit,
)
from thanjai.domain.deadline_words import explain_days, explain_minutes
from thanjai.domain.periods import advance, elapse, end_of, in_minutes, ready_by, total
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.domain.workdays import (
    Calendar,
    add_office_minutes,
    add_working_days,
    next_working_day,
    opening_on,
    previous_working_day,
    roll_forward,
    working_days_between,
)

__all__ = [
    "DELAY_NOTICE_EVERY_DAYS",
    "Counting",
    "Deadline",
    "DeadlineRule",
    "Duration",
    "Extension",
    "Facts",
    "Milestone",
    "Purpose",
    "Standing",
    "Trigger",
    "Unit",
    "compute",
    "delay_notice_days",
    "delay_notices_owed",
    "elapse",
    "first_notice_day",
    "first_overdue_day",
    "ready_by",
    "standing",
    "total",
]

Facts = Mapping[Milestone, datetime]
"""When each milestone was (last) reached; aware datetimes. RECEIVED holds the moment from which it counts."""

DELAY_NOTICE_EVERY_DAYS: Final = 7
"""Calendar days between notices of delay: Licensing Facilitation Act B.E. 2558 section 10."""

_SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Deadline:
    """One due date of a case. Moments are aware UTC; days are Bangkok days.

    `amount` and `unit` are the period before extensions; `last_day` is the last day as counted, so
    that it differs from the day of `due_at` where CCC 193/8 moved it.
    """

    rule_id: str
    purpose: Purpose
    title: Text
    started_at: datetime
    due_at: datetime
    last_day: date
    unit: Unit
    amount: int
    extensions: int
    calendar_version: str
    warn_at: datetime
    ended_at: datetime | None
    explanation: Text
    source: Text


class Standing(StrEnum):
    """How a deadline stands at a moment."""

    ON_TIME = "on_time"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    MET = "met"
    MET_LATE = "met_late"


def compute(
    rules: Iterable[DeadlineRule],
    facts: Facts,
    settings: Mapping[str, int],
    calendar: Calendar,
    extensions_used: Mapping[str, int],
    warn_before: Duration | None = None,
) -> tuple[Deadline, ...]:
    """The deadlines that have begun, running or over, in the order of the rules.

    `warn_before` is the agency's choice for rules in days or longer that do not say themselves when to warn.
    `settings` are the agency's figures by setting id, `extensions_used` how often each rule (by id) was
    lengthened; more often than its law allows counts as often as allowed. Raises Refusal
    `clock.setting_missing` when the agency has not given a figure, ValueError for a moment without a zone.
    """
    return tuple(
        _deadline(rule, facts, settings, calendar, extensions_used.get(rule.id, 0), _warned(rule, warn_before))
        for rule in rules
        if rule.trigger in facts
    )


def _warned(rule: DeadlineRule, agencys: Duration | None) -> Duration | None:
    """How long before to warn; None for a quarter of the period."""
    if rule.warn_before is not None or rule.unit.is_shorter_than_a_day:
        return rule.warn_before
    return agencys


def _deadline(
    rule: DeadlineRule,
    facts: Facts,
    settings: Mapping[str, int],
    calendar: Calendar,
    used: int,
    before: Duration | None,
) -> Deadline:
    started_at = in_bangkok(facts[rule.trigger])
    amount = _amount(rule, settings)
    extensions = min(used, rule.extension.times) if rule.extension else 0
    if rule.unit.is_shorter_than_a_day:
        minutes = _minutes(rule, amount, extensions)
        due_at = _run_minutes(rule, started_at, minutes, calendar)
        last_day = due_at.date()
        warn_at = _warning_moment(rule, before, minutes, started_at, due_at, calendar)
        explanation = explain_minutes(rule, amount, extensions, started_at, due_at)
    else:
        left_out = _day_left_out(rule, amount, started_at, calendar)
        last_day = _last_day(rule, amount, extensions, left_out, calendar)
        moves = rule.counting.last_day == "moves_to_working_day"
        due_day = roll_forward(calendar, last_day) if moves else last_day
        due_at = end_of(due_day)
        morning = _warning_morning(rule.unit, before, left_out, due_day, calendar)
        # A period of nothing, as "by the expiry date", is warned of before it begins.
        warn_at = max(started_at, morning) if amount else min(morning, due_at)
        explanation = explain_days(rule, amount, extensions, started_at, last_day, due_day, calendar)
    return Deadline(
        rule_id=rule.id,
        purpose=rule.purpose,
        title=rule.title,
        started_at=started_at.astimezone(UTC),
        due_at=due_at.astimezone(UTC),
        last_day=last_day,
        unit=rule.unit,
        amount=amount,
        extensions=extensions,
        calendar_version=calendar.version,
        warn_at=warn_at.astimezone(UTC),
        ended_at=_ended_at(rule, facts, started_at),
        explanation=explanation,
        source=rule.source,
    )


def _amount(rule: DeadlineRule, settings: Mapping[str, int]) -> int:
    if rule.amount is not None:
        return rule.amount
    value = settings.get(rule.setting or "")
    if value is None:
        raise Refusal(
            "clock.setting_missing",
            Text(
                th=f"หน่วยงานยังไม่ได้กำหนดระยะเวลา “{rule.title.th}” ให้กำหนดในหน้าตั้งค่าบริการก่อน",
                en=f"The agency has not set the time for “{rule.title.en}”; set it on the service's settings page.",
            ),
            field=rule.setting,
        )
    return value


def _ended_at(rule: DeadlineRule, facts: Facts, started_at: datetime) -> datetime | None:
    """The first stop that is not older than the start."""
    earliest = started_at
    if rule.trigger is Milestone.RECEIVED:
        earliest = min(started_at, facts.get(Milestone.ENTERED, started_at))
    stops = [facts[stop] for stop in rule.stops_at if stop in facts and facts[stop] >= earliest]
    return min(stops).astimezone(UTC) if stops else None


def _day_left_out(rule: DeadlineRule, amount: int, started_at: datetime, calendar: Calendar) -> date:
    """The day of the start, or the one before it where the rule counts the first day (CCC 193/3)."""
    day = started_at.date()
    if rule.counting.first_day == "left_out" or not amount:
        return day
    counts = calendar.works_on(day) and started_at <= opening_on(calendar, day)
    return day - timedelta(days=1) if counts else day


def _last_day(rule: DeadlineRule, amount: int, extensions: int, left_out: date, calendar: Calendar) -> date:
    last = advance(calendar, left_out, amount, rule.unit)
    if rule.extension:
        for _ in range(extensions):
            last = advance(calendar, last, rule.extension.amount, rule.extension.unit)
    return last


def _minutes(rule: DeadlineRule, amount: int, extensions: int) -> int:
    minutes = in_minutes(amount, rule.unit)
    if rule.extension:
        minutes += extensions * in_minutes(rule.extension.amount, rule.extension.unit)
    return minutes


def _run_minutes(rule: DeadlineRule, start: datetime, minutes: int, calendar: Calendar) -> datetime:
    if rule.counting.hours == "clock":
        return start + timedelta(minutes=minutes)
    return add_office_minutes(calendar, start, minutes)


def _warning_moment(
    rule: DeadlineRule,
    before: Duration | None,
    minutes: int,
    started_at: datetime,
    due_at: datetime,
    calendar: Calendar,
) -> datetime:
    if before:
        return max(started_at, due_at - timedelta(minutes=in_minutes(before.amount, before.unit)))
    return min(due_at, _run_minutes(rule, started_at, minutes - minutes // 4, calendar))


def _warning_morning(
    unit: Unit, before: Duration | None, left_out: date, due_day: date, calendar: Calendar
) -> datetime:
    """The opening of the office on the last working day by which a warning still comes early enough."""
    if before:
        day = advance(calendar, due_day, -before.amount, before.unit)
    elif unit is Unit.WORKING_DAY:
        day = add_working_days(calendar, due_day, -_quarter(working_days_between(calendar, left_out, due_day)))
    else:
        day = due_day - timedelta(days=_quarter((due_day - left_out).days))
    return opening_on(calendar, previous_working_day(calendar, day))


def _quarter(amount: int) -> int:
    """A quarter, rounded to the nearest whole and up from the half."""
    return (amount + 2) // 4


def standing(deadline: Deadline, now: datetime) -> Standing:
    """How the deadline stood at `now`; what happened later is not yet known then."""
    over = deadline.due_at + _SECOND
    if deadline.ended_at is not None and deadline.ended_at <= now:
        return Standing.MET if deadline.ended_at < over else Standing.MET_LATE
    if now >= over:
        return Standing.OVERDUE
    return Standing.DUE_SOON if now >= deadline.warn_at else Standing.ON_TIME


def delay_notice_days(
    deadline: Deadline, calendar: Calendar, until: datetime, every_days: int = DELAY_NOTICE_EVERY_DAYS
) -> tuple[date, ...]:
    """Every day up to `until` on which a notice of delay falls due (LFA section 10).

    The first overdue working day, then every `every_days` calendar days; none from the day it is done.
    """
    if until < deadline.due_at + _SECOND:
        return ()
    end = bangkok_day(until)
    if deadline.ended_at is not None and deadline.ended_at <= until:
        end = bangkok_day(deadline.ended_at) - timedelta(days=1)
    first = first_notice_day(deadline, calendar)
    return tuple(first + timedelta(days=days) for days in range(0, (end - first).days + 1, every_days))


def first_notice_day(deadline: Deadline, calendar: Calendar) -> date:
    """The first working day on which it is overdue."""
    return first_overdue_day(deadline.due_at, calendar)


def first_overdue_day(due_at: datetime, calendar: Calendar) -> date:
    """The first working day on which what was due at `due_at` is overdue."""
    overdue = in_bangkok(due_at) + _SECOND
    if overdue.time() > calendar.hours[-1][1]:
        return next_working_day(calendar, overdue.date() + timedelta(days=1))
    return next_working_day(calendar, overdue.date())


def delay_notices_owed(
    deadline: Deadline,
    sent: tuple[datetime, ...],
    calendar: Calendar,
    now: datetime,
    every_days: int = DELAY_NOTICE_EVERY_DAYS,
) -> tuple[date, ...]:
    """The notice of delay owed at `now`: none, or the day of the latest one due (LFA section 10).

    `sent` are the moments of the notices already sent for this deadline. After a pause of the worker
    one notice catches up; once the duty is done nothing more is owed. The day names the notice:
    make (case, rule, day) unique and a repeat does no harm.
    """
    if standing(deadline, now) is not Standing.OVERDUE:
        return ()
    today = bangkok_day(now)
    first = first_notice_day(deadline, calendar)
    if today < first:
        return ()
    latest = first + timedelta(days=(today - first).days // every_days * every_days)
    if any(latest <= bangkok_day(moment) <= today for moment in sent):
        return ()
    return (latest,)
