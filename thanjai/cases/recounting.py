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
NOTICES_AHEAD: Final = timedelta(days=10)
"""A case that is late wakes for its next notice; one closed day can move that by so much at most."""


@dataclass(frozen=True, slots=True)
class Touched:
    """A case with the running time limits that a changed day lies in. None: only its alarm may be another."""

    id: UUID
    number: str
    agency_id: UUID
    version_id: UUID
    applicant: str
    told: tuple[Told, ...]
    extensions: dict[str, int]


_TOUCHED = """
WITH these AS MATERIALIZED (
    (SELECT id FROM cases_case WHERE agency_id = ANY(%(agencies)s) AND closed_at IS NULL
     ORDER BY due_at LIMIT %(scanned)s)
    UNION ALL
    (SELECT id FROM cases_case WHERE agency_id = ANY(%(agencies)s) AND closed_at > %(horizon)s LIMIT %(scanned)s)
)
SELECT row.id, row.number, row.agency_id, row.version_id, row.applicant, line.told, row.state -> 'extensions'
FROM these JOIN cases_case AS row USING (id) CROSS JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_array(one -> 'rule', one -> 'amount', one -> 'started_at', one -> 'due_at',
                                       one -> 'calendar')) AS told
    FROM jsonb_array_elements(row.deadlines) AS one
    WHERE one ->> 'ended_at' IS NULL AND CASE WHEN %(hours)s THEN one ->> 'unit' IN ('minute', 'hour')
        ELSE (one ->> 'started_at')::timestamptz < %(until)s AND (one ->> 'due_at')::timestamptz >= %(since)s END
) AS line
WHERE row.id > %(after)s AND (line.told IS NOT NULL OR (%(alarms)s AND row.wake_at BETWEEN %(since)s AND %(ahead)s))
ORDER BY row.id LIMIT %(most)s
"""
_FIRST: Final = UUID(int=0)


def touched(
    agencies: Collection[UUID],
    days: Sequence[date],
    *,
    hours: bool = False,
    alarms: bool = False,
    after: UUID | None = None,
    most: int,
    scanned: int | None = None,
) -> list[Touched]:
    """The cases in whose running time limits these days lie, or all that count in hours; by id, at most `most`.

    With `alarms` also those that wake around these days. `scanned` bounds how many open cases are looked
    through, the soonest due first.
    """
    first, last = (min(days), max(days)) if days else (date.min + timedelta(days=9), date.min + timedelta(days=9))
    since, until = end_of(first - timedelta(days=1)) + timedelta(seconds=1), end_of(last)
    values: dict[str, Any] = {
        "agencies": list(agencies), "horizon": now() - AFTER_THE_END, "hours": hours, "alarms": alarms,
        "since": since, "until": until, "ahead": until + NOTICES_AHEAD, "after": after or _FIRST, "most": most,
        "scanned": scanned,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_TOUCHED, values)
        return [_touched(*row) for row in cursor.fetchall()]


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
    running = [line for line in row.deadlines if line["ended_at"] is None]
    if all(line["calendar"] == calendar.version for line in running):
        return None
    told = [_told(*(line[name] for name in ("rule", "amount", "started_at", "due_at", "calendar"))) for line in running]
    rules = rules_for(row.version_id, row.agency_id)
    moved = moved_dates(told, rules, row.state.get("extensions", {}), calendar)
    if not moved:
        return None
    since = changes_since(row.agency_id, min(line.number for line in told))
    return c.NoteDatesMoved(calendar=calendar.version, reason=reason_of(told, moved, since), changes=moved)
