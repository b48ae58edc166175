"""Working days and office hours over a calendar given as a value; no clock, no database.

Source: Civil and Commercial Code (CCC) sections 193/1 to 193/8, and section 10 of the Electronic
Performance of Government Act B.E. 2565 (E-Act) for what arrives when the office is closed.

- 193/2, 193/3: a period shorter than a day runs from the moment; one in days, months or years
  leaves out its first day, so "n days from day d" always means that d itself is not counted.
- 193/4: in official matters a day is the office's working hours; minutes and hours of an office
  therefore run only while it is open.
- 193/5: months and years go by the calendar.
- 193/8: a last day on which the office is closed moves to the day it opens again.

วันทำการ ("working day") is a day on which the agency is open by its calendar.
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from thanjai.domain.buddhist import BANGKOK, WEEKDAYS, in_bangkok
from thanjai.domain.holidays_base import SOURCE as BASE_SOURCE
from thanjai.domain.holidays_base import base_closures
from thanjai.domain.text import Text

__all__ = [
    "BANGKOK",
    "Calendar",
    "add_months",
    "add_office_minutes",
    "add_working_days",
    "base_calendar",
    "base_closures",
    "closing_on",
    "is_office_time",
    "is_working_day",
    "next_working_day",
    "office_minutes_between",
    "opening_on",
    "previous_working_day",
    "receive_at",
    "roll_forward",
    "why_closed",
    "working_days_between",
]

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """When an office is open. `version` names it wherever a due date computed with it is stored.

    `closed` maps a day to its holiday's name; `opened` are days worked despite a weekend or a holiday;
    `hours` are the opening hours of every working day, ascending, without overlap; `weekend` holds
    weekday numbers, Monday 0. Two calendars of one version must be the same calendar: equality
    and hash go by the version. Raises ValueError when no weekday is left to work or hours are out of order.
    """

    version: str
    closed: Mapping[date, Text] = field(default_factory=dict)
    opened: frozenset[date] = frozenset()
    hours: tuple[tuple[time, time], ...] = ((time(8, 30), time(16, 30)),)
    weekend: frozenset[int] = frozenset({5, 6})
    _exceptions: frozenset[date] = field(init=False, repr=False)
    _closed_weekdays: tuple[int, ...] = field(init=False, repr=False)
    _opened_weekends: tuple[int, ...] = field(init=False, repr=False)
    _weekdays_before: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if self.weekend >= frozenset(range(7)):
            raise ValueError("a calendar needs a weekday on which the office works")
        edges = [edge for span in self.hours for edge in span]
        if not edges or any(earlier >= later for earlier, later in pairwise(edges)):
            raise ValueError("office hours must be ascending spans without overlap")
        object.__setattr__(self, "closed", dict(self.closed))
        closed_weekdays = [day for day in self.closed if day.weekday() not in self.weekend and day not in self.opened]
        opened_weekends = [day for day in self.opened if day.weekday() in self.weekend]
        running = [0]
        for weekday in range(7):
            running.append(running[-1] + (weekday not in self.weekend))
        object.__setattr__(self, "_exceptions", frozenset(closed_weekdays + opened_weekends))
        object.__setattr__(self, "_closed_weekdays", tuple(sorted(map(date.toordinal, closed_weekdays))))
        object.__setattr__(self, "_opened_weekends", tuple(sorted(map(date.toordinal, opened_weekends))))
        object.__setattr__(self, "_weekdays_before", tuple(running))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Calendar) and other.version == self.version

    def __hash__(self) -> int:
        return hash(self.version)

    def amended(
        self,
        version: str,
        *,
        close: Mapping[date, Text] | None = None,
        open_again: Iterable[date] = (),
    ) -> Calendar:
        """This calendar with more days closed and others worked: Cabinet's additions, regional days, closures.

        A day named in both is closed. The version must be a new one; raises ValueError otherwise.
        """
        if version == self.version:
            raise ValueError("a changed calendar needs a new version")
        closing = close or {}
        return replace(
            self,
            version=version,
            closed={**self.closed, **closing},
            opened=self.opened.union(open_again).difference(closing),
        )

    def working_days_until(self, ordinal: int) -> int:
        """How many working days lie on or before the day with this ordinal, counted from year 1."""
        weeks, rest = divmod(ordinal, 7)
        ordinary = weeks * self._weekdays_before[7] + self._weekdays_before[rest]
        return ordinary - bisect_right(self._closed_weekdays, ordinal) + bisect_right(self._opened_weekends, ordinal)

    def works_on(self, day: date) -> bool:
        """Whether the office is open on `day`."""
        return (day.weekday() not in self.weekend) is not (day in self._exceptions)


def base_calendar(first_year: int, last_year: int, version: str = "") -> Calendar:
    """The country's computed calendar for whole years; named after the library's edition unless told otherwise."""
    closed: dict[date, Text] = {}
    for year in range(first_year, last_year + 1):
        closed.update(base_closures(year))
    return Calendar(version or f"{BASE_SOURCE} {first_year}-{last_year}", closed)


def is_working_day(calendar: Calendar, day: date) -> bool:
    """Whether `day` is a working day (วันทำการ)."""
    return calendar.works_on(day)


def next_working_day(calendar: Calendar, day: date) -> date:
    """`day` if the office works on it, otherwise the first working day after it."""
    while not calendar.works_on(day):
        day += timedelta(days=1)
    return day


def previous_working_day(calendar: Calendar, day: date) -> date:
    """`day` if the office works on it, otherwise the last working day before it."""
    while not calendar.works_on(day):
        day -= timedelta(days=1)
    return day


def roll_forward(calendar: Calendar, last_day: date) -> date:
    """The last day of a period after CCC 193/8: on a closed day it moves to the day the office opens again."""
    return next_working_day(calendar, last_day)


def add_working_days(calendar: Calendar, start: date, amount: int) -> date:
    """The day on which `amount` working days after `start` are over; `start` is not counted (CCC 193/3).

    A negative amount counts back in the same way; 0 is `start` itself, working or not.
    """
    ordinal = start.toordinal()
    before = calendar.working_days_until(ordinal if amount > 0 else ordinal - 1)
    missing = amount
    # `missing` working days need at least as many days, so each leap lands on or before the day sought.
    while missing > 0:
        ordinal += missing
        missing = amount - (calendar.working_days_until(ordinal) - before)
    while missing < 0:
        ordinal += missing
        missing = amount + (before - calendar.working_days_until(ordinal - 1))
    return date.fromordinal(ordinal)


def working_days_between(calendar: Calendar, start: date, end: date) -> int:
    """The working days after `start` up to and with `end`; negative when `end` comes first."""
    return calendar.working_days_until(end.toordinal()) - calendar.working_days_until(start.toordinal())


def add_months(start: date, amount: int) -> date:
    """The last day of a period of whole months that leaves `start` out (CCC 193/3 and 193/5).

    The period begins the day after `start` and ends the day before the corresponding day of the last
    month, or on that month's last day when it has none: 15 January + 1 month ends on 15 February,
    31 January on 28 February; 30 April + 1 month begins on 1 May and ends on 31 May. 0 is `start`.
    """
    if amount == 0:
        return start
    begins = start + timedelta(days=1)
    year, month = divmod(begins.year * 12 + begins.month - 1 + amount, 12)
    length = monthrange(year, month + 1)[1]
    if begins.day > length:
        return date(year, month + 1, length)
    return date(year, month + 1, begins.day) - timedelta(days=1)


def opening_on(calendar: Calendar, day: date) -> datetime:
    """When the office opens on `day`, by its usual hours."""
    return datetime.combine(day, calendar.hours[0][0], BANGKOK)


def closing_on(calendar: Calendar, day: date) -> datetime:
    """When the office closes on `day`, by its usual hours."""
    return datetime.combine(day, calendar.hours[-1][1], BANGKOK)


def is_office_time(calendar: Calendar, moment: datetime) -> bool:
    """Whether the office is open at `moment`; the moment of closing still belongs to the day."""
    local = in_bangkok(moment)
    clock = local.time()
    return calendar.works_on(local.date()) and any(opens <= clock <= closes for opens, closes in calendar.hours)


def receive_at(calendar: Calendar, moment: datetime) -> tuple[datetime, datetime]:
    """When something entered the system, and when it counts as received (E-Act section 10), both Bangkok time.

    They are the same in office hours; otherwise it counts from the next opening. Tell the applicant both.
    """
    local = in_bangkok(moment)
    return local, local if is_office_time(calendar, local) else _next_opening(calendar, local)


def _next_opening(calendar: Calendar, local: datetime) -> datetime:
    day = local.date()
    if calendar.works_on(day):
        for opens, _ in calendar.hours:
            if local.time() < opens:
                return datetime.combine(day, opens, BANGKOK)
    return opening_on(calendar, next_working_day(calendar, day + timedelta(days=1)))


def add_office_minutes(calendar: Calendar, moment: datetime, minutes: int) -> datetime:
    """The moment at which `minutes` of open office have passed since `moment`, in Bangkok time (CCC 193/3, 193/4).

    Outside office hours they begin at the next opening. 480 minutes from opening end at closing, the same day.
    """
    if minutes < 0:
        raise ValueError("office minutes run forward only")
    current = receive_at(calendar, moment)[1]
    left = minutes * _MINUTE
    daily = _open_per_day(calendar)
    if left > 2 * daily:
        whole_days = left // daily - 1
        current = datetime.combine(add_working_days(calendar, current.date(), whole_days), current.timetz())
        left -= whole_days * daily
    while True:
        closes = _closing_after(calendar, current)
        if left <= closes - current:
            return current + left
        left -= closes - current
        current = _next_opening(calendar, closes)


def _closing_after(calendar: Calendar, local: datetime) -> datetime:
    """The end of the opening hours that contain `local`."""
    closes = next(closes for opens, closes in calendar.hours if opens <= local.time() <= closes)
    return datetime.combine(local.date(), closes, BANGKOK)


def _open_per_day(calendar: Calendar) -> timedelta:
    return timedelta(minutes=sum(_minutes(closes) - _minutes(opens) for opens, closes in calendar.hours))


def _minutes(clock: time) -> float:
    return clock.hour * 60 + clock.minute + clock.second / 60


def office_minutes_between(calendar: Calendar, start: datetime, end: datetime) -> int:
    """Whole minutes that the office was open from `start` to `end`; 0 when `end` is not later."""
    first, last = in_bangkok(start), in_bangkok(end)
    if last <= first:
        return 0
    before = calendar.working_days_until(first.date().toordinal() - 1)
    whole_days = calendar.working_days_until(last.date().toordinal() - 1) - before
    opened = whole_days * _open_per_day(calendar) + _open_so_far(calendar, last)
    return (opened - _open_so_far(calendar, first)) // _MINUTE


def _open_so_far(calendar: Calendar, local: datetime) -> timedelta:
    """How long the office has been open on the day of `local` until then."""
    if not calendar.works_on(local.date()):
        return timedelta(0)
    total = timedelta(0)
    for opens, closes in calendar.hours:
        begins = datetime.combine(local.date(), opens, BANGKOK)
        ends = min(local, datetime.combine(local.date(), closes, BANGKOK))
        total += max(ends - begins, timedelta(0))
    return total


def why_closed(calendar: Calendar, day: date) -> Text | None:
    """The holiday's name, or the weekday's for a weekend; None on a working day."""
    if calendar.works_on(day):
        return None
    return calendar.closed.get(day) or WEEKDAYS[day.weekday()]
