"""Late cases of all agencies: how many by agency, service and cause, and which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal
from uuid import UUID

from django.db import connection

from thanjai.kernel.clock import now
from thanjai.kernel.paging import Place

MOST_COUNTED: Final = 1_000
"""Of an agency's late cases those due first are counted; where there are more, the page says so."""
AT_ONCE: Final = 2_000

Group = Literal["agency", "service", "cause"]

# Agency by agency, because so the index of open cases lies; it costs each submission nothing more.
_COUNT: Final = """
WITH late AS MATERIALIZED (
    SELECT own.* FROM agencies_agency agency CROSS JOIN LATERAL (
        SELECT id, agency_id, service_id, due_at FROM oversight_open_case
        WHERE agency_id = agency.id AND due_at < %(now)s ORDER BY due_at LIMIT %(most)s
    ) own
), told AS (
    SELECT late.*, coalesce(
        (SELECT cause FROM cases_delaycopy WHERE case_id = late.id ORDER BY day DESC LIMIT 1), '') AS cause
    FROM late
)
SELECT agency_id, service_id, cause, grouping(agency_id, service_id, cause), count(*), min(due_at)
FROM told GROUP BY GROUPING SETS ((agency_id), (service_id), (cause), ())
"""
_GROUPS: Final[dict[int, Group]] = {0b011: "agency", 0b101: "service", 0b110: "cause"}
"""By what `grouping` says: the columns that a line leaves open."""

_LIST: Final = """
SELECT own.* FROM agencies_agency agency CROSS JOIN LATERAL (
    SELECT late.id, late.number, late.agency_id, late.service_id, late.status, late.due_at, late.submitted_at,
        coalesce(told.cause, ''), told.reason, told.waits_on, told.expected, told.day, coalesce(told.ordinal, 0)
    FROM oversight_open_case late
    LEFT JOIN LATERAL (
        SELECT cause, reason, waits_on, expected, day, ordinal FROM cases_delaycopy
        WHERE case_id = late.id ORDER BY day DESC LIMIT 1
    ) told ON true
    WHERE late.agency_id = agency.id AND late.due_at < %(now)s {chosen}
    ORDER BY late.due_at, late.id LIMIT %(limit)s
) own
WHERE %(agency)s::uuid IS NULL OR agency.id = %(agency)s::uuid
ORDER BY own.due_at, own.id LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Count:
    """Late cases that have something in common. `key` is an agency's id, a service's, or a cause ('' for none told)."""

    key: str
    cases: int
    oldest: datetime


@dataclass(frozen=True)
class Late:
    """All late cases, counted three ways, most first."""

    total: int
    by: dict[Group, list[Count]]

    @property
    def is_partial(self) -> bool:
        return any(one.cases >= MOST_COUNTED for one in self.by["agency"])


@dataclass(frozen=True, slots=True)
class LateCase:
    """One late case and what its agency said last; `notices` is how often."""

    id: UUID
    number: str
    agency_id: UUID
    service_id: str
    status: str
    due_at: datetime
    submitted_at: datetime
    cause: str
    reason: str | None
    waits_on: str | None
    expected: date | None
    told_on: date | None
    notices: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which of the late cases; empty for all. `cause` "none" are those of which nothing was told."""

    agency: UUID | None = None
    service: str = ""
    cause: str = ""

    def conditions(self, after: Place | None) -> tuple[str, dict[str, Any]]:
        found, values = "", dict[str, Any](agency=self.agency)
        if self.service:
            found, values["service"] = found + " AND late.service_id = %(service)s", self.service
        if self.cause:
            cause = "" if self.cause == "none" else self.cause
            found, values["cause"] = found + " AND coalesce(told.cause, '') = %(cause)s", cause
        if after is not None and after[0] is not None:
            found += " AND (late.due_at, late.id) > (%(due)s, %(id)s)"
            values |= {"due": after[0], "id": after[1]}
        return found, values


def count() -> Late:
    """How many are late, in one statement."""
    by: dict[Group, list[Count]] = {"agency": [], "service": [], "cause": []}
    total = 0
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"now": now(), "most": MOST_COUNTED})
        for agency, service, cause, level, cases, oldest in cursor.fetchall():
            group = _GROUPS.get(level)
            if group is None:
                total = cases
            else:
                by[group].append(
                    Count(str({"agency": agency, "service": service, "cause": cause}[group]), cases, oldest)
                )
    for counts in by.values():
        counts.sort(key=lambda one: (-one.cases, one.key))
    return Late(total, by)


def late_cases(chosen: Chosen, *, after: Place | None = None, limit: int) -> list[LateCase]:
    """The late cases that were chosen, the longest overdue first; those after a place in the list."""
    conditions, values = chosen.conditions(after)
    with connection.cursor() as cursor:
        cursor.execute(_LIST.format(chosen=conditions), {**values, "now": now(), "limit": limit})
        return [LateCase(*row) for row in cursor.fetchall()]


def all_late_cases(chosen: Chosen, most: int) -> Iterator[LateCase]:
    """The same for an export: in batches, with flat memory."""
    after: Place | None = None
    left = most
    while left > 0:
        batch = late_cases(chosen, after=after, limit=min(AT_ONCE, left))
        yield from batch
        if len(batch) < AT_ONCE:
            return
        left -= len(batch)
        after = batch[-1].due_at, batch[-1].id
