"""What agencies tells the contexts above it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from thanjai.agencies.calendars import Scope


@dataclass(frozen=True)
class CalendarChanged:
    """The calendars of a scope changed, in this transaction. `days` are those it speaks of; none: only the hours."""

    number: int
    scope: Scope
    days: tuple[date, ...]


@dataclass(frozen=True)
class ReviewDue:
    """It is time for the head of an agency to go through who may do what. `heads` are their e-mail and language."""

    agency_id: UUID
    heads: tuple[tuple[str, str], ...]
    month: date


@dataclass(frozen=True)
class ClockChosen:
    """An agency chose anew when to warn, or whether the clock returns what was not mended."""

    agency_id: UUID


@dataclass(frozen=True)
class Appointed:
    """Somebody serves in an agency who did not before, by this change of rights. `email` and `language` are theirs."""

    agency_id: UUID
    change_id: UUID
    email: str
    language: str
