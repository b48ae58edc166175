"""A second clock, written apart from the first, slow and obvious: it crosses off days and minutes one by one.

It imports nothing of `thanjai`. A calendar is plain sets; a rule is the plain data of its JSON. The tests hold
the real clock against it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import Any, NamedTuple

BANGKOK = timezone(timedelta(hours=7))
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)

EXPLAINED = {"decide", "certificate"}
"""Purposes whose delay is explained every few days (LFA section 10)."""
RIGHTS = {"appeal", "renew"}
"""Purposes of which the platform reminds nobody."""


@dataclass(frozen=True)
class Office:
    """When it is open: every day that is no weekday of the weekend and not closed, and those opened all the same."""

    weekend: frozenset[int]
    closed: frozenset[date]
    opened: frozenset[date]
    hours: tuple[tuple[time, time], ...]

    def works(self, day: date) -> bool:
        return day in self.opened or (day.weekday() not in self.weekend and day not in self.closed)

    def at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, BANGKOK)

    def opening(self, day: date) -> datetime:
        return self.at(day, self.hours[0][0])

    def closing(self, day: date) -> datetime:
        return self.at(day, self.hours[-1][1])

    def is_open(self, moment: datetime) -> bool:
        """The moment of closing still belongs to the day."""
        clock = moment.time()
        return self.works(moment.date()) and any(opens <= clock <= closes for opens, closes in self.hours)

    def opens_after(self, moment: datetime) -> datetime:
        """The next opening, after a lunch break or another day."""
        for day in days_from(moment.date()):
            if self.works(day):
                for begins, _ in self.hours:
                    if self.at(day, begins) > moment:
                        return self.at(day, begins)
        raise AssertionError


def days_from(day: date, step: timedelta = DAY) -> Iterator[date]:
    """That day, and the ones after it (or before it) one by one."""
    while True:
        yield day
        day += step


def first(days: Iterator[date], wanted: Callable[[date], bool]) -> date:
    return next(day for day in days if wanted(day))


def received(office: Office, moment: datetime) -> datetime:
    """E-Act section 10: in office hours at once, otherwise at the next opening."""
    local = moment.astimezone(BANGKOK)
    return local if office.is_open(local) else office.opens_after(local)


def after_days(office: Office, day: date, amount: int, unit: str) -> date:
    """The last day of a period that leaves `day` out; back in time for a negative amount."""
    step = DAY if amount > 0 else -DAY
    if unit == "year":
        return after_months(day, amount * 12)
    if unit == "month":
        return after_months(day, amount)
    left = abs(amount)
    while left:
        day += step
        if unit == "day" or office.works(day):
            left -= 1
    return day


def after_months(day: date, amount: int) -> date:
    """CCC 193/5: to the day before the one that corresponds to the first; with none such, to the month's end."""
    if amount == 0:
        return day
    begins = day + DAY
    day, turned = begins, 0
    while turned < abs(amount):
        before, day = day, day + (DAY if amount > 0 else -DAY)
        turned += before.month != day.month
    while day.day != 1:
        day -= DAY
    while day.day != begins.day:
        if (day + DAY).day == 1:
            return day
        day += DAY
    return day - DAY


def after_minutes(office: Office, moment: datetime, minutes: int, hours: str) -> datetime:
    """Minute after minute; those in which the office is closed do not count, unless the rule runs by the clock."""
    if hours == "clock":
        for _ in range(minutes):
            moment += timedelta(minutes=1)
        return moment
    assert moment.microsecond == 0
    moment = received(office, moment)
    left = minutes * 60
    while left:
        step = 60 if moment.second == 0 and left >= 60 else 1
        then = moment + timedelta(seconds=step)
        if office.is_open(moment) and office.is_open(then):
            moment, left = then, left - step
        else:
            moment = office.opens_after(moment)
    return moment


class Line(NamedTuple):
    """A time limit of a case, as this clock has it. Moments in Bangkok."""

    started: datetime
    due: datetime
    last_day: date
    warn: datetime
    ended: datetime | None


class Due(NamedTuple):
    """What a time limit asks for at a moment; sorts by time."""

    at: datetime
    rule: str
    kind: str
    day: date

    @property
    def key(self) -> str:
        return f"{self.kind}/{self.rule}/{self.day}"


class Rule(NamedTuple):
    """The plain data of a rule that counting needs."""

    amount: int
    unit: str
    more: tuple[int, str, int] | None
    """An extension's amount, unit and how often."""
    warn_before: tuple[int, str] | None
    first_day_counts: bool
    rolls: bool
    hours: str


SHORT = {"minute": 1, "hour": 60}


def rule_from(data: dict[str, Any], warn_before: tuple[int, str] | None = None) -> Rule:
    """Out of a rule's JSON; `warn_before` is the agency's choice for rules in days or longer."""
    more, warn, counting = data["extension"], data["warn_before"], data["counting"]
    if warn is not None:
        warn_before = (warn["amount"], warn["unit"])
    elif data["unit"] in SHORT:
        warn_before = None
    return Rule(
        data["amount"], data["unit"], more and (more["amount"], more["unit"], more["times"]), warn_before,
        counting["first_day"] != "left_out", counting["last_day"] == "moves_to_working_day", counting["hours"],
    )  # fmt: skip


@lru_cache(maxsize=20_000)
def count(office: Office, rule: Rule, started: datetime, extended: int) -> tuple[datetime, date, datetime]:
    """When it is due, its last day as counted, and when to warn."""
    extended = min(extended, rule.more[2]) if rule.more else 0
    if rule.unit in SHORT:
        return _count_minutes(office, rule, started, extended)
    return _count_days(office, rule, started, extended)


def _count_minutes(office: Office, rule: Rule, started: datetime, extended: int) -> tuple[datetime, date, datetime]:
    minutes = rule.amount * SHORT[rule.unit]
    if rule.more:
        minutes += extended * rule.more[0] * SHORT[rule.more[1]]
    due = after_minutes(office, started, minutes, rule.hours)
    if rule.warn_before:
        warn = max(started, due - timedelta(minutes=rule.warn_before[0] * SHORT[rule.warn_before[1]]))
    else:
        warn = after_minutes(office, started, minutes - minutes // 4, rule.hours)
    return due, due.date(), min(warn, due)


def _count_days(office: Office, rule: Rule, started: datetime, extended: int) -> tuple[datetime, date, datetime]:
    day = started.date()
    if rule.first_day_counts and rule.amount and office.works(day) and started <= office.opening(day):
        day -= DAY
    last = after_days(office, day, rule.amount, rule.unit)
    for _ in range(extended):
        assert rule.more
        last = after_days(office, last, rule.more[0], rule.more[1])
    due = first(days_from(last), office.works) if rule.rolls else last
    if rule.warn_before:
        warn = after_days(office, due, -rule.warn_before[0], rule.warn_before[1])
    elif rule.unit == "working_day":
        span = sum(1 for n in range(1, (due - day).days + 1) if office.works(day + n * DAY))
        warn = after_days(office, due, -quarter(span), "working_day")
    else:
        warn = due - quarter((due - day).days) * DAY
    morning = office.opening(first(days_from(warn, -DAY), office.works))
    ends = office.at(due, time(23, 59, 59))
    return ends, last, max(started, morning) if rule.amount else min(morning, ends)


def quarter(amount: int) -> int:
    """Rounded to the nearest, up from the half."""
    whole, rest = divmod(amount, 4)
    return whole + (rest >= 2)


def ended(stops: Collection[datetime], started: datetime, entered: datetime | None) -> datetime | None:
    """The first stop that is not before the start; work done between entering and receipt counts, if given."""
    begins = min(started, entered) if entered else started
    return min((stop for stop in stops if stop >= begins), default=None)


def overdue_from(office: Office, line: Line) -> date:
    """The first day with office hours left on which it is late."""
    late = line.due + SECOND
    return first(days_from(late.date()), lambda day: office.works(day) and office.closing(day) >= late)


def notice_days(office: Office, line: Line, until: datetime, every: int = 7) -> list[date]:
    """The days of the notices of delay that have come by `until`, none on or after the day on which it was done."""
    if until < line.due + SECOND:
        return []
    found, begins = [], overdue_from(office, line)
    for day in days_from(line.due.date()):
        if day > until.astimezone(BANGKOK).date():
            return found
        if line.ended and line.ended <= until and day >= line.ended.astimezone(BANGKOK).date():
            return found
        if day >= begins and (day - begins).days % every == 0:
            found.append(day)
    raise AssertionError


def everything(
    office: Office, name: str, purpose: str, unit: str, line: Line, until: datetime, returns: bool, every: int,
    explained: bool = False,
) -> list[Due]:  # fmt: skip
    """All that a time limit asks for up to a little after `until`, were it never done.

    A notice goes out at the close of the office, at noon of a closed day; if its reason is there, in the morning.
    """
    if purpose in RIGHTS:
        return []
    day, late = line.due.date(), line.due + SECOND
    if unit in SHORT:
        due = line.due
    else:
        due = max(office.opening(first(days_from(day, -DAY), office.works)), line.started)
    due = min(due, late)
    found = [Due(min(line.warn, due), name, "warn", day), Due(due, name, "due", day), Due(late, name, "over", day)]
    if purpose == "mend" and returns:
        found.append(Due(late, name, "return", day))
    if purpose in EXPLAINED:
        begins = overdue_from(office, line)
        last = max(until.astimezone(BANGKOK).date(), begins) + every * DAY
        for notice in days_from(begins):
            if notice > last:
                break
            if (notice - begins).days % every == 0:
                moment = office.closing(notice) if office.works(notice) else office.at(notice, time(12))
                moment = office.opening(notice) if explained else moment
                found.append(Due(max(moment, late), name, "notice", notice))
    return found


STAGES = ("warn", "due", "over")


def owed(all_of_it: list[Due], now: datetime, done: Collection[str]) -> list[Due]:
    """What is owed at `now`: of a limit's stages the last one reached, of its notices the last one reached.

    No notice is owed for a day before that of one that has gone out.
    """
    found = []
    for rule in {duty.rule for duty in all_of_it}:
        reached = [duty for duty in all_of_it if duty.rule == rule and duty.at <= now]
        for family in (STAGES, ("notice",), ("return",)):
            latest = [duty for duty in reached if duty.kind in family]
            if latest:
                last = max(latest, key=lambda duty: (duty.at, STAGES.index(duty.kind) if family == STAGES else 0))
                later = [key for key in done if key.startswith(f"notice/{rule}/") and key > last.key]
                if last.key not in done and not (last.kind == "notice" and later):
                    found.append(last)
    return sorted(found)


def wakes(all_of_it: list[Due], now: datetime) -> datetime | None:
    """When the next thing is asked for after `now`."""
    return min((duty.at for duty in all_of_it if duty.at > now), default=None)
