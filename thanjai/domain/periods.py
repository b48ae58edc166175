"""Adding a period to a day or a moment, whatever its unit; the sum of a service's steps.

Source: CCC sections 193/1-193/8, see `thanjai.domain.workdays`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from thanjai.domain.buddhist import BANGKOK, bangkok_day
from thanjai.domain.deadline_rules import Duration, Unit
from thanjai.domain.workdays import (
    Calendar,
    add_months,
    add_office_minutes,
    add_working_days,
    receive_at,
    roll_forward,
)

_DAY_ENDS: Final = time(23, 59, 59)
_MINUTES_IN: Final = {Unit.MINUTE: 1, Unit.HOUR: 60}
_COARSE_TO_FINE: Final = (Unit.YEAR, Unit.MONTH, Unit.DAY, Unit.WORKING_DAY, Unit.HOUR, Unit.MINUTE)


def end_of(day: date) -> datetime:
    """The last second of `day` in Bangkok."""
    return datetime.combine(day, _DAY_ENDS, BANGKOK)


def in_minutes(amount: int, unit: Unit) -> int:
    """Minutes in so many minutes or hours; raises KeyError for a longer unit."""
    return amount * _MINUTES_IN[unit]


def advance(calendar: Calendar, day: date, amount: int, unit: Unit) -> date:
    """The last day of a period of days or longer that leaves `day` out, before CCC 193/8 moves it.

    A negative amount goes back by the same count.
    """
    if unit is Unit.DAY:
        return day + timedelta(days=amount)
    if unit is Unit.WORKING_DAY:
        return add_working_days(calendar, day, amount)
    if unit is Unit.MONTH or unit is Unit.YEAR:
        return add_months(day, amount * 12 if unit is Unit.YEAR else amount)
    raise ValueError(f"a {unit} is shorter than a day")


def total(durations: Iterable[Duration]) -> tuple[Duration, ...]:
    """The sum of steps, unit by unit, coarse to fine: whole months come before days (CCC 193/6)."""
    sums = dict.fromkeys(_COARSE_TO_FINE, 0)
    for duration in durations:
        sums[duration.unit] += duration.amount
    return tuple(Duration(amount=amount, unit=unit) for unit, amount in sums.items() if amount)


def elapse(calendar: Calendar, start: datetime, duration: Duration) -> datetime:
    """When a piece of office work of this length, begun at `start`, is done; Bangkok time."""
    if duration.unit.is_shorter_than_a_day:
        return add_office_minutes(calendar, start, in_minutes(duration.amount, duration.unit))
    last = advance(calendar, bangkok_day(start), duration.amount, duration.unit)
    return end_of(roll_forward(calendar, last))


def ready_by(durations: Iterable[Duration], calendar: Calendar, now: datetime) -> datetime:
    """When somebody who applies at `now`, with everything complete, has the result; aware UTC.

    `durations` are the steps' times, one after the other (of parallel steps the longest). Minutes and
    hours are office time; what begins outside office hours begins at the next opening.
    """
    moment = receive_at(calendar, now)[1]
    for duration in total(durations):
        moment = elapse(calendar, moment, duration)
    return moment.astimezone(UTC)
