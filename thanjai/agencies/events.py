"""What agencies tells the contexts above it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from thanjai.agencies.calendars import Scope


@dataclass(frozen=True)
class CalendarChanged:
    """The calendars of a scope changed, in this transaction. `days` are those it speaks of; none: only the hours."""

    number: int
    scope: Scope
    days: tuple[date, ...]
