"""The time machine of a demonstration: its clock moved forward, with everything that falls due on the way.

The clock goes from one moment at which something wakes to the next. At each, what the worker does by its timetable
is done, and the jobs that come of it, before the clock moves on: so notices, reminders and returns have the dates
they would have had.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from time import monotonic
from typing import Any, Final

from django.db import transaction

from thanjai.cases import chronicle
from thanjai.cases.chronicle import Done
from thanjai.documents import reminding
from thanjai.domain.buddhist import BANGKOK, bangkok_day
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel import clock
from thanjai.kernel.jobs import app
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.kernel.work_off import work_off

OFTEN: Final = 3600
"""Seconds. What runs more often than this finds by itself what is due, so it runs whenever the clock stops."""
MORNING: Final = time(8, 50)
"""On the way the clock stops each day when offices have been open for a while: for what is done once a day, by night
or in the morning."""
_HOUSEKEEPING: Final = "thanjai.kernel."
"""Jobs about the worker itself, not about time."""


@dataclass(frozen=True)
class Journey:
    """How far the clock went and what happened. `is_there` is False when the time to travel ran out before."""

    begun: datetime
    arrived: datetime
    is_there: bool
    done: list[Done]
    duties: int
    """How many; `done` may be only the first of them."""
    jobs: int


def next_due() -> datetime | None:
    """The next moment at which something falls due, if nobody does anything meanwhile."""
    return _next_alarm(clock.now())


def travel(until: datetime, *, budget: float | None = None) -> Journey:
    """Move the clock to `until`; all that falls due until then happens, in order. Nothing may be in a transaction.

    With `budget` the journey ends after so many seconds of real time; travelling again goes on from there.
    Raises Refusal when the clock cannot be moved, or is being moved by somebody else.
    """
    if not clock.can_move():
        raise Refusal(
            "clock.fixed",
            Text(th="เลื่อนเวลาได้เฉพาะระบบสาธิต", en="Only the clock of a demonstration can be moved."),
        )
    begun, started = clock.now(), monotonic()
    if until < begun:
        raise Refusal("clock.backward", Text(th="เวลาเดินหน้าเท่านั้น", en="The clock moves forward only."), field="to")
    with _alone():
        reached, jobs = begun, _happen(begun, begun)
        while (moment := _next_stop(reached, until)) is not None:
            if budget is not None and monotonic() - started > budget:
                break
            _go_to(moment)
            jobs += _happen(reached, moment)
            reached = moment
        is_there = moment is None
        if is_there:
            _go_to(until)
            jobs += _happen(reached, until)
    arrived = clock.now()
    with acting_as(PLATFORM), transaction.atomic():
        done, duties = chronicle.done_between(begun, arrived)
    return Journey(begun, arrived, is_there, done, duties, jobs)


def _go_to(moment: datetime) -> None:
    """The clock itself goes on meanwhile; what it has passed already needs no moving."""
    with suppress(ValueError):
        clock.move_to(moment)


def _next_stop(after: datetime, until: datetime) -> datetime | None:
    """The next moment not later than `until` at which something falls due, or a morning comes."""
    alarm, morning = _next_alarm(after), _morning_after(after)
    soonest = morning if alarm is None else min(alarm, morning)
    return soonest if soonest <= until else None


def _morning_after(moment: datetime) -> datetime:
    morning = datetime.combine(bangkok_day(moment), MORNING, BANGKOK)
    return morning if morning > moment else morning + timedelta(days=1)


def _next_alarm(after: datetime) -> datetime | None:
    with acting_as(PLATFORM), transaction.atomic():
        alarms = [chronicle.next_alarm(after), reminding.next_alarm(after)]
    return min((at for at in alarms if at is not None), default=None)


def _happen(after: datetime, moment: datetime) -> int:
    """Do what the worker's timetable has in (after, moment], and all jobs; how many jobs there were."""
    for one in _timetable():
        if _is_frequent(one) or _next_tick(one, after) <= moment:
            one.task.func(timestamp=int(moment.timestamp()))
    return work_off()


def _timetable() -> list[Any]:
    """What the worker does by itself, at the times of its cron line."""
    app.perform_import_paths()  # type: ignore[no-untyped-call]
    return [one for one in app.periodic_registry.periodic_tasks.values() if _HOUSEKEEPING not in one.task.name]


def _next_tick(one: Any, after: datetime) -> datetime:
    return datetime.fromtimestamp(one.croniter.get_next(float, start_time=after.timestamp()), UTC)


def _is_frequent(one: Any) -> bool:
    first = one.croniter.get_next(float, start_time=0)
    return bool(one.croniter.get_next(float, start_time=first) - first < OFTEN)


@contextmanager
def _alone() -> Iterator[None]:
    """Two travellers would make two orders of things. Raises Refusal for the second."""
    path = Path(os.environ[clock.FILE] + ".lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal(
                "clock.moving",
                Text(
                    th="มีผู้อื่นกำลังเลื่อนเวลาอยู่ รอสักครู่แล้วลองใหม่",
                    en="Somebody else is moving the clock. Wait a moment and try again.",
                ),
            ) from None
        yield
