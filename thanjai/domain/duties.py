"""What a case's time limits ask of the platform, and when: warn, say that it is due, say that it is over,
give notice of delay, return what was not mended.

Pure, like `deadlines`. A duty has a key; what has been done is remembered by it, so that doing it twice, or
after a pause of the worker, does no harm. After a pause only what still matters is done: one word that a time
limit is over rather than three that it was coming, and one notice of delay rather than those missed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from thanjai.domain.buddhist import BANGKOK, bangkok_day
from thanjai.domain.deadline_rules import Purpose
from thanjai.domain.deadlines import DELAY_NOTICE_EVERY_DAYS, Deadline, first_notice_day, first_overdue_day
from thanjai.domain.workdays import Calendar, closing_on, opening_on, previous_working_day

OWES_NOTICE: Final = frozenset({Purpose.DECIDE, Purpose.CERTIFICATE})
"""Time limits of consideration, whose delay must be explained every 7 days (LFA section 10)."""


SILENT: Final = frozenset({Purpose.APPEAL, Purpose.RENEW})
"""Rights of the applicant, of which the case reminds nobody; a licence reminds of its own renewal."""


class Kind(StrEnum):
    WARN = "warn"
    """Some time before, as the rule or the agency says."""
    DUE = "due"
    """In the morning of the last day, or of the working day before it."""
    OVER = "over"
    """The last second has passed."""
    NOTICE = "notice"
    """A notice of delay goes out by the end of this day."""
    RETURN = "return"
    """What was not mended in time goes back, where the agency lets the clock do so."""


@dataclass(frozen=True, slots=True, order=True)
class Duty:
    """Something to do at `at` (aware, UTC). `day` is the notice's day; for the others the day of the due date."""

    at: datetime
    rule: str
    kind: Kind
    day: date

    @property
    def key(self) -> str:
        """Names the duty within its case. A moved due date brings new duties."""
        return f"{self.kind}/{self.rule}/{self.day.isoformat()}"


@dataclass(frozen=True, slots=True)
class Policy:
    """What the agency has chosen. `returns_by_itself`: requests not mended in time go back without an officer."""

    returns_by_itself: bool = False
    notice_every_days: int = DELAY_NOTICE_EVERY_DAYS


def owed(
    deadlines: Iterable[Deadline],
    calendar: Calendar,
    policy: Policy,
    now: datetime,
    done: Collection[str],
    explained: Collection[str] = (),
) -> tuple[Duty, ...]:
    """The duties owed at `now` and not yet `done` (by key), in order of time.

    Of warn, due and over only the latest of a time limit; of its notices only the latest one. `explained` are
    the rules with a reason that waits for their next notice: it goes out when its day begins, not when it ends.
    """
    found: list[Duty] = []
    for line in deadlines:
        if not _runs(line, now):
            continue
        for family in _families(line, calendar, policy, explained, done):
            reached = family(now)
            if reached is not None and reached.key not in done:
                found.append(reached)
    return tuple(sorted(found))


def wakes_at(
    deadlines: Iterable[Deadline], calendar: Calendar, policy: Policy, now: datetime, explained: Collection[str] = ()
) -> datetime | None:
    """When the next duty arises after `now`, if nothing happens to the case meanwhile; None for never."""
    running = [line for line in deadlines if _runs(line, now)]
    coming = [duty.at for line in running for duty in _coming(line, calendar, policy, now, explained)]
    return min((at for at in coming if at > now), default=None)


def alarm(
    deadlines: Sequence[Deadline],
    calendar: Calendar,
    policy: Policy,
    now: datetime,
    done: Collection[str],
    explained: Collection[str] = (),
) -> datetime | None:
    """When to look at a case to which something has just happened: at once if anything is owed already.

    That is so where a time limit began in the past, or where the worker had not come yet when it happened:
    then the next duty alone would let the case sleep over the one that is owed.
    """
    if owed(deadlines, calendar, policy, now, done, explained):
        return now
    return wakes_at(deadlines, calendar, policy, now, explained)


def _runs(line: Deadline, now: datetime) -> bool:
    return line.purpose not in SILENT and (line.ended_at is None or line.ended_at > now)


def _families(
    line: Deadline, calendar: Calendar, policy: Policy, explained: Collection[str], done: Collection[str]
) -> Iterator[Callable[[datetime], Duty | None]]:
    yield lambda now: next((duty for duty in reversed(_stages(line, calendar)) if duty.at <= now), None)
    if line.purpose in OWES_NOTICE:
        moment = _moment_for(line, explained)
        yield lambda now: _latest_notice(line, calendar, policy, now, moment, done)
    if line.purpose is Purpose.MEND and policy.returns_by_itself:
        yield lambda now: duty if (duty := _return(line)).at <= now else None


def _coming(
    line: Deadline, calendar: Calendar, policy: Policy, now: datetime, explained: Collection[str]
) -> Iterator[Duty]:
    yield from _stages(line, calendar)
    if line.purpose in OWES_NOTICE:
        yield _next_notice(line, calendar, policy, now, _moment_for(line, explained))
    if line.purpose is Purpose.MEND and policy.returns_by_itself:
        yield _return(line)


def _stages(line: Deadline, calendar: Calendar) -> tuple[Duty, ...]:
    """Warn, due, over; the first two never after the last."""
    day = bangkok_day(line.due_at)
    over = _over(line)
    if line.unit.is_shorter_than_a_day:
        due = line.due_at
    else:
        due = opening_on(calendar, previous_working_day(calendar, day)).astimezone(UTC)
    due = min(max(due, line.started_at), over)
    return (
        Duty(min(line.warn_at, due), line.rule_id, Kind.WARN, day),
        Duty(due, line.rule_id, Kind.DUE, day),
        Duty(over, line.rule_id, Kind.OVER, day),
    )


def _over(line: Deadline) -> datetime:
    return line.due_at + timedelta(seconds=1)


def _return(line: Deadline) -> Duty:
    return Duty(_over(line), line.rule_id, Kind.RETURN, bangkok_day(line.due_at))


Moment = Callable[[Calendar, date], datetime]
"""When the notice of a day goes out."""


def notice_moment(calendar: Calendar, day: date) -> datetime:
    """When the notice of a day goes out at the latest: at the close of the office, or at noon when it is closed."""
    if calendar.works_on(day):
        return closing_on(calendar, day).astimezone(UTC)
    return datetime.combine(day, time(12), BANGKOK).astimezone(UTC)


def explained_moment(calendar: Calendar, day: date) -> datetime:
    """When the notice of a day goes out if its reason is there: in the morning."""
    return opening_on(calendar, day).astimezone(UTC)


def _moment_for(line: Deadline, explained: Collection[str]) -> Moment:
    return explained_moment if line.rule_id in explained else notice_moment


def _notice(line: Deadline, calendar: Calendar, policy: Policy, number: int, moment: Moment) -> Duty:
    day = first_notice_day(line, calendar) + timedelta(days=number * policy.notice_every_days)
    return Duty(max(moment(calendar, day), _over(line)), line.rule_id, Kind.NOTICE, day)


def _latest_notice(
    line: Deadline, calendar: Calendar, policy: Policy, now: datetime, moment: Moment, done: Collection[str]
) -> Duty | None:
    """The latest one whose time has come. Once it went out early, with its reason, none before it is owed any more."""
    days = (bangkok_day(now) - first_notice_day(line, calendar)).days
    if days < 0:
        return None
    number = days // policy.notice_every_days
    duty = _notice(line, calendar, policy, number, moment)
    if duty.at <= now or duty.key in done:
        return duty
    return _notice(line, calendar, policy, number - 1, moment) if number else None


def _next_notice(line: Deadline, calendar: Calendar, policy: Policy, now: datetime, moment: Moment) -> Duty:
    days = (bangkok_day(now) - first_notice_day(line, calendar)).days
    number = max(0, days // policy.notice_every_days)
    duty = _notice(line, calendar, policy, number, moment)
    return duty if duty.at > now else _notice(line, calendar, policy, number + 1, moment)


def next_notice_day(
    due_at: datetime, calendar: Calendar, policy: Policy, now: datetime, sent: Collection[date]
) -> date:
    """The day whose notice is the next one for what was due at `due_at`: today, if none was `sent`, or one to come."""
    first = first_overdue_day(due_at, calendar)
    days = max(0, (bangkok_day(now) - first).days)
    day = first + timedelta(days=-(-days // policy.notice_every_days) * policy.notice_every_days)
    return day + timedelta(days=policy.notice_every_days) if day in sent else day
