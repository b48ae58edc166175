"""The time that is left, in words and in one of four colours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from thanjai.domain.buddhist import bangkok_day, format_time, in_bangkok
from thanjai.domain.deadlines import ready_by
from thanjai.domain.definition.model import Step
from thanjai.domain.manual_rows import step_time
from thanjai.domain.workdays import Calendar, working_days_between

LAST_HOUR = 23
"""A time limit counted in days ends with its last day, not with the office's hours."""


@dataclass(frozen=True, slots=True)
class Left:
    """`standing` is overdue, soon, ok, or none where no time limit runs."""

    standing: str
    words: str
    due_at: datetime | None


def time_left(due_at: datetime | None, warn_at: datetime | None, calendar: Calendar, moment: datetime) -> Left:
    """How a time limit stands at `moment`, in working days of the agency."""
    if due_at is None:
        return Left("none", _("No time limit runs now"), None)
    if due_at < moment:
        return Left("overdue", _overdue(due_at, calendar, moment), due_at)
    standing = "soon" if warn_at is not None and warn_at <= moment else "ok"
    return Left(standing, _remaining(due_at, calendar, moment), due_at)


def _overdue(due_at: datetime, calendar: Calendar, moment: datetime) -> str:
    days = working_days_between(calendar, bangkok_day(due_at), bangkok_day(moment))
    if days < 1:
        return _("Overdue")
    return ngettext("Overdue by %(days)d working day", "Overdue by %(days)d working days", days) % {"days": days}


def _remaining(due_at: datetime, calendar: Calendar, moment: datetime) -> str:
    last, today = bangkok_day(due_at), bangkok_day(moment)
    if last == today:
        if in_bangkok(due_at).hour == LAST_HOUR:
            return _("Due today")
        return _("Due today at %(time)s") % {"time": format_time(due_at, get_language() or "th")}
    days = working_days_between(calendar, today, last)
    if days < 1:
        return _("Due before the next working day")
    return ngettext("%(days)d working day left", "%(days)d working days left", days) % {"days": days}


def step_by(step: Step, settings: Mapping[str, Any], calendar: Calendar, started_at: datetime) -> datetime | None:
    """By when a step at work is done, if it takes the time that the manual tells the applicant; None for at once."""
    time = step_time(step.duration, settings)
    return ready_by([time], calendar, started_at) if time is not None and time.amount else None
