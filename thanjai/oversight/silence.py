"""Silent agencies: cases whose delay had to be explained, and was not (LFA section 10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection

from thanjai.agencies.selectors import calendar_for
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.deadlines import DELAY_NOTICE_EVERY_DAYS, first_overdue_day
from thanjai.domain.duties import OWES_NOTICE, notice_moment
from thanjai.kernel.clock import now

MOST_READ: Final = 1_000
"""Late cases of one agency that are looked through, those due first."""
_CANDIDATES: Final = """
SELECT late.id, late.number, late.agency_id, late.service_id, line->>'rule', (line->>'due_at')::timestamptz, told.day
FROM agencies_agency agency
CROSS JOIN LATERAL (
    SELECT id, number, agency_id, service_id, deadlines FROM oversight_open_case
    WHERE agency_id = agency.id AND due_at < %(now)s ORDER BY due_at LIMIT %(most)s
) late
CROSS JOIN LATERAL jsonb_array_elements(late.deadlines) line
LEFT JOIN LATERAL (
    SELECT max(day) AS day FROM cases_delaycopy WHERE case_id = late.id AND rule = line->>'rule'
) told ON true
WHERE line->>'ended_at' IS NULL AND line->>'purpose' = ANY (%(owing)s) AND (line->>'due_at')::timestamptz < %(now)s
    AND (told.day IS NULL OR told.day <= %(latest)s)
ORDER BY 6
"""


@dataclass(frozen=True, slots=True)
class Silent:
    """A time limit whose notice was owed on `owed_on` and did not come; the one before it came on `told_on`."""

    case_id: UUID
    number: str
    agency_id: UUID
    service_id: str
    rule: str
    due_at: datetime
    told_on: date | None
    owed_on: date


@dataclass(frozen=True, slots=True)
class SilentAgency:
    """An agency with the cases of which it owes word. `since` is the oldest day that was missed."""

    agency_id: UUID
    cases: list[Silent]

    @property
    def since(self) -> date:
        return min(case.owed_on for case in self.cases)


def silent_agencies() -> list[SilentAgency]:
    """Those that owe most notices first."""
    by_agency: dict[UUID, list[Silent]] = {}
    for one in silent_cases():
        by_agency.setdefault(one.agency_id, []).append(one)
    found = [SilentAgency(agency, cases) for agency, cases in by_agency.items()]
    return sorted(found, key=lambda one: (-len(one.cases), one.since, str(one.agency_id)))


def silent_cases() -> list[Silent]:
    """Of the late cases those whose last notice is missing, by each agency's own calendar, the longest overdue first."""
    moment = now()
    values: dict[str, Any] = {
        "now": moment, "most": MOST_READ, "owing": [purpose.value for purpose in OWES_NOTICE],
        "latest": bangkok_day(moment) - timedelta(days=DELAY_NOTICE_EVERY_DAYS),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, values)
        rows = cursor.fetchall()
    found = []
    for id, number, agency, service, rule, due_at, told_on in rows:
        owed_on = _owed_on(agency, due_at, told_on)
        if notice_moment(calendar_for(agency), owed_on) <= moment:
            found.append(Silent(id, number, agency, service, rule, due_at, told_on, owed_on))
    return found


def _owed_on(agency: UUID, due_at: datetime, told_on: date | None) -> date:
    if told_on is not None:
        return told_on + timedelta(days=DELAY_NOTICE_EVERY_DAYS)
    return first_overdue_day(due_at, calendar_for(agency))
