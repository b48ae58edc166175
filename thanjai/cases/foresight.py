"""What a change of the calendar would do to open cases, before it is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from thanjai.agencies.calendar_actions import proposal
from thanjai.agencies.calendars import Scope, agencies_under, calendar_for, would_be
from thanjai.agencies.selectors import agencies_by_id, name_of
from thanjai.cases.recounting import Touched, open_cases, touched
from thanjai.catalogue.selectors import rules_for
from thanjai.domain.calendar_book import DayRule, Hours, HoursRule, Layer, turned
from thanjai.domain.case.moved import Move, moved_dates, moves_in_words
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as

MOST: Final = 2_000
"""Cases that a preview counts anew; with more it is a sample and says so. The change itself counts all."""
LOOKED_THROUGH: Final = 10_000


@dataclass(frozen=True, slots=True)
class MovedCase:
    """A case some of whose dates would move. `due_at` is the first of them, as it stands now."""

    id: UUID
    number: str
    applicant: str
    agency_id: UUID
    due_at: datetime
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """`days` are those that are new in the change, `turned` those that become working days or cease to be."""

    days: tuple[DayRule, ...]
    hours: HoursRule | None
    turned: tuple[date, ...]
    looked_at: int
    is_sample: bool
    cases: tuple[MovedCase, ...]
    """The soonest due first. Nobody else's cases: for a change over many agencies there are only figures."""
    moved: int
    later: int
    earlier: int
    applicants: int
    """Cases in which a date moves that the applicant has to keep."""
    agencies: tuple[tuple[Text, int], ...]
    """How many cases move in which agency, most first; for a change over many."""


def preview(
    *, actor: Actor, scope: Scope, days: Sequence[DayRule] = (), hours: Hours = (), reason: str, source: str = ""
) -> Preview:
    """What `change_calendar` with the same words would do. Raises the same Refusal; changes nothing."""
    new_days, new_hours = proposal(actor=actor, scope=scope, days=days, hours=hours, reason=reason, source=source)
    dates = [rule.day for rule in new_days]
    with acting_as(actor if scope.layer is Layer.AGENCY else PLATFORM):
        agencies = agencies_under(scope)
        found = touched(agencies, dates, hours=new_hours is not None, most=MOST + 1, scanned=LOOKED_THROUGH)
        cases = _moved(scope, found[:MOST], new_days, new_hours)
        changed = {day for agency in agencies[:1] for day in _turned(scope, agency, new_days)}
        is_sample = len(found) > MOST or open_cases(agencies, LOOKED_THROUGH + 1) > LOOKED_THROUGH
        names = {id: name_of(row) for id, row in agencies_by_id({one.agency_id for one in cases}).items()}
    by_agency = Counter(one.agency_id for one in cases)
    own = scope.layer is Layer.AGENCY
    return Preview(
        days=new_days, hours=new_hours, turned=tuple(sorted(changed)),
        looked_at=min(len(found), MOST), is_sample=is_sample,
        cases=tuple(sorted(cases, key=lambda one: (one.due_at, one.number))) if own else (),
        moved=len(cases),
        later=_count(any(move.is_later for move in one.moves) for one in cases),
        earlier=_count(any(not move.is_later for move in one.moves) for one in cases),
        applicants=_count(any(move.is_applicants for move in one.moves) for one in cases),
        agencies=() if own else tuple((names[id], count) for id, count in by_agency.most_common()),
    )  # fmt: skip


def _count(found: Iterable[bool]) -> int:
    return sum(found)


def _turned(scope: Scope, agency: UUID, days: Sequence[DayRule]) -> tuple[date, ...]:
    return turned(calendar_for(agency), would_be(scope, agency, days), (rule.day for rule in days))


def _moved(scope: Scope, found: Sequence[Touched], days: Sequence[DayRule], hours: HoursRule | None) -> list[MovedCase]:
    calendars = {id: would_be(scope, id, days, hours) for id in {one.agency_id for one in found}}
    cases = []
    for one in found:
        rules = rules_for(one.version_id, one.agency_id)
        changes = moved_dates(one.told, rules, one.extensions, calendars[one.agency_id])
        if changes:
            due_at, moves = min(change.before for change in changes), tuple(moves_in_words(changes, rules))
            cases.append(MovedCase(one.id, one.number, one.applicant, one.agency_id, due_at, moves))
    return cases
