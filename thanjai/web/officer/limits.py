"""The time limits of a case as its officer sees them: how long is left, or how they ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from thanjai.cases.limits import Limit, all_limits
from thanjai.domain.workdays import Calendar
from thanjai.web.officer.clock import Left, time_left


@dataclass(frozen=True, slots=True)
class Shown:
    """A time limit. `standing`: kept, late, coming, or as of `Left`."""

    limit: Limit
    standing: str
    left: Left


def limits_shown(row: Any, calendar: Calendar, moment: datetime) -> list[Shown]:
    """All time limits of the case: over and running, then those to come."""
    return [_shown(limit, calendar, moment) for limit in all_limits(row)]


def _shown(limit: Limit, calendar: Calendar, moment: datetime) -> Shown:
    left = time_left(limit.due_at, limit.warn_at, calendar, moment)
    return Shown(limit, left.standing if limit.standing == "running" else limit.standing, left)
