"""A changed calendar and the cases it touches: which due dates move, and why; found by few statements."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection

from thanjai.agencies.calendars import changes_since, number_of
from thanjai.cases.models import Case
from thanjai.catalogue.selectors import rules_for
from thanjai.domain.case import commands as c
from thanjai.domain.case.moved import Told, moved_dates, reason_of
from thanjai.domain.periods import end_of
from thanjai.domain.workdays import Calendar
from thanjai.kernel.clock import now

AFTER_THE_END: Final = timedelta(days=120)
"""How long after a case ended a time limit of it may still run: to appeal against its order."""
_NO_DAY: Final = date(1900, 1, 1)
NOTICES_AHEAD: Final = timedelta(days=10)
"""A case that is late wakes for its next notice; one closed day can move that by so much at most."""


@dataclass(frozen=True, slots=True)
class Touched:
    """A case with the running time limits that a changed day lies in."""

    id: UUID
    number: str
    agency_id: UUID
    version_id: UUID
    applicant: str
    told: tuple[Told, ...]
    extensions: dict[str, int]


_ROWS = """
FROM (
    (SELECT id FROM cases_case WHERE agency_id = ANY(%(agencies)s) AND closed_at IS NULL
     ORDER BY due_at LIMIT %(scanned)s)
    UNION ALL
    (SELECT id FROM cases_case WHERE agency_id = ANY(%(agencies)s) AND closed_at > %(horizon)s LIMIT %(scanned)s)
) AS these JOIN cases_case AS row USING (id) CROSS JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_array(one -> 'rule', one -> 'amount', one -> 'started_at', one -> 'due_at',
                                       one -> 'calendar')) AS told
    FROM jsonb_array_elements(row.deadlines) AS one
    WHERE one ->> 'ended_at' IS NULL AND (
        (%(hours)s AND one ->> 'unit' IN ('minute', 'hour'))
        OR ((one ->> 'started_at')::timestamptz <= %(until)s AND (one ->> 'due_at')::timestamptz >= %(since)s))
) AS line
WHERE line.told IS NOT NULL
"""
_TOUCHED = f"""
SELECT row.id, row.number, row.agency_id, row.version_id, row.applicant, line.told, row.state -> 'extensions'
{_ROWS} LIMIT %(most)s
"""
_IDS = f"SELECT row.id {_ROWS} OR row.wake_at BETWEEN %(since)s AND %(ahead)s"


def touched(
    agencies: Collection[UUID], days: Sequence[date], *, hours: bool = False, most: int, scanned: int
) -> list[Touched]:
    """Cases in whose running time limits these days lie, and with `hours` all that count in hours; at most `most`.

    `scanned` bounds how many open cases are looked through, the soonest due first.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TOUCHED, {**_values(agencies, days, hours), "most": most, "scanned": scanned})
        return [_touched(*row) for row in cursor.fetchall()]


def to_count_anew(agency: UUID, days: Sequence[date], *, hours: bool = False) -> list[UUID]:
    """All cases of an agency that these days touch, or that wake around them; in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_IDS, {**_values([agency], days, hours), "scanned": None})
        return [row[0] for row in cursor.fetchall()]


def open_ids(agency: UUID) -> list[UUID]:
    """Every open case of an agency."""
    return list(Case.objects.filter(agency_id=agency, closed_at__isnull=True).values_list("id", flat=True))


def _values(agencies: Collection[UUID], days: Sequence[date], hours: bool) -> dict[str, Any]:
    first, last = (min(days), max(days)) if days else (_NO_DAY, _NO_DAY)
    since, until = end_of(first - timedelta(days=1)) + timedelta(seconds=1), end_of(last)
    return {
        "agencies": list(agencies), "horizon": now() - AFTER_THE_END, "hours": hours, "since": since, "until": until,
        "ahead": until + NOTICES_AHEAD,
    }  # fmt: skip


def open_cases(agencies: Collection[UUID], most: int) -> int:
    """How many open cases these agencies have, counted up to `most`."""
    return Case.objects.filter(agency_id__in=agencies, closed_at__isnull=True)[:most].count()


def _touched(id: UUID, number: str, agency: UUID, version: UUID, applicant: str, told: Any, extensions: Any) -> Touched:
    lines = tuple(_told(*line) for line in json.loads(told or "[]"))
    return Touched(id, number, agency, version, applicant, lines, json.loads(extensions or "{}"))


def _told(rule: str, amount: int, started_at: str, due_at: str, calendar: str) -> Told:
    return Told(rule, amount, datetime.fromisoformat(started_at), datetime.fromisoformat(due_at), number_of(calendar))


def dates_moved(row: Case, calendar: Calendar) -> c.NoteDatesMoved | None:
    """What to note on a case before anything else happens to it: the dates that its agency's calendar has moved.

    None when it was counted by this very version, or when no date falls otherwise.
    """
    running = [line for line in row.deadlines if line["ended_at"] is None and row.erased_at is None]
    if all(line["calendar"] == calendar.version for line in running):
        return None
    told = [_told(*(line[name] for name in ("rule", "amount", "started_at", "due_at", "calendar"))) for line in running]
    rules = rules_for(row.version_id, row.agency_id)
    moved = moved_dates(told, rules, row.state.get("extensions", {}), calendar)
    if not moved:
        return None
    since = changes_since(row.agency_id, min(line.number for line in told))
    return c.NoteDatesMoved(calendar=calendar.version, reason=reason_of(told, moved, since), changes=moved)
