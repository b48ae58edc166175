"""How long services really take: measured from cases that ended, the agency's own time only.

From the day a request counts as received to the day it ended, in working days of the agency's calendar, without
the time it lay with the applicant: from the record of defects until it was mended, from asking for the fee until it
was paid. A second demand for documents, which comes of an officer's fault, is the agency's time. Cases withdrawn,
returned or appealed are left out: what they took says nothing about the next one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Sum

from thanjai.agencies.selectors import all_agencies, calendar_for
from thanjai.cases.models import MeasuredTime
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.case.state import Status
from thanjai.kernel.caching import for_seconds
from thanjai.kernel.clock import now

ENOUGH: Final = 20
"""From fewer cases nothing is said: they might have been the easy ones."""
YEAR: Final = timedelta(days=365)
_LONGEST: Final = timedelta(days=5 * 365)
"""A case older than this when it ended counts as if it had begun then."""
_COUNTED: Final = (Status.ISSUED.value, Status.REFUSED.value, Status.CLOSED.value)

_MEASURE: Final = """
WITH marks AS (
    SELECT agency_id, service_id, state->'milestones' AS reached, closed_at
    FROM cases_case
    WHERE agency_id = ANY (%(agencies)s::uuid[]) AND closed_at > %(since)s AND status = ANY (%(counted)s)
        AND jsonb_typeof(state->'appeal') IS DISTINCT FROM 'object'
), counts AS (
    SELECT agency_id, service_id, greatest(0,
        width_bucket((closed_at AT TIME ZONE 'Asia/Bangkok')::date, %(days)s::date[])
        - width_bucket(((reached->>'received')::timestamptz AT TIME ZONE 'Asia/Bangkok')::date, %(days)s::date[])
        - coalesce(
            width_bucket(((reached->>'mended')::timestamptz AT TIME ZONE 'Asia/Bangkok')::date, %(days)s::date[])
            - width_bucket(
                ((reached->>'defects_recorded')::timestamptz AT TIME ZONE 'Asia/Bangkok')::date, %(days)s::date[]), 0)
        - coalesce(
            width_bucket(((reached->>'paid')::timestamptz AT TIME ZONE 'Asia/Bangkok')::date, %(days)s::date[])
            - width_bucket(
                ((reached->>'fee_requested')::timestamptz AT TIME ZONE 'Asia/Bangkok')::date, %(days)s::date[]), 0)
    ) AS days
    FROM marks
)
INSERT INTO cases_measuredtime (agency_id, service_id, cases, median, ninetieth, measured_at)
SELECT agency_id, service_id, count(*), percentile_disc(0.5) WITHIN GROUP (ORDER BY days),
    percentile_disc(0.9) WITHIN GROUP (ORDER BY days), %(now)s
FROM counts GROUP BY agency_id, service_id
ON CONFLICT (agency_id, service_id) DO UPDATE SET cases = excluded.cases, median = excluded.median,
    ninetieth = excluded.ninetieth, measured_at = excluded.measured_at
"""
"""`days` are the working days in order, so the place of a day among them counts the working days until then."""


@dataclass(frozen=True, slots=True)
class UsualTime:
    """In working days: half of the cases took no longer than `median`, nine of ten no longer than `ninetieth`."""

    cases: int
    median: int
    ninetieth: int


@for_seconds(600)
def usual_time(agency_id: UUID, service_id: str) -> UsualTime | None:
    """What was measured last; None where too few cases ended within a year."""
    row = MeasuredTime.objects.filter(agency_id=agency_id, service_id=service_id, cases__gte=ENOUGH).first()
    return UsualTime(row.cases, row.median, row.ninetieth) if row else None


def asked() -> dict[str, int]:
    """Of each service, how many cases were measured at all agencies together."""
    return dict(MeasuredTime.objects.values_list("service_id").annotate(Sum("cases")))


@transaction.atomic
def alike() -> list[list[UUID]]:
    """The agencies in groups whose offices work on the same days: each group is measured in one statement."""
    groups: dict[tuple[object, ...], list[UUID]] = {}
    for agency in all_agencies():
        calendar = calendar_for(agency.id)
        groups.setdefault((frozenset(calendar.closed), calendar.opened, calendar.weekend), []).append(agency.id)
    return list(groups.values())


@transaction.atomic
def measure(agencies: Iterable[UUID]) -> None:
    """Measure the services of agencies that share their working days. Asked again, it says the same."""
    ids, moment = list(agencies), now()
    values: dict[str, Any] = {
        "agencies": ids, "days": _working_days(ids[0], bangkok_day(moment)), "since": moment - YEAR, "now": moment,
        "counted": list(_COUNTED),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_MEASURE, values)
    MeasuredTime.objects.filter(agency_id__in=ids, measured_at__lt=moment).delete()


def _working_days(agency_id: UUID, until: date) -> list[date]:
    """The days on which an agency has worked, as far back as cases reach."""
    calendar = calendar_for(agency_id)
    days = (until - _LONGEST + timedelta(days=number) for number in range(_LONGEST.days + 1))
    return [day for day in days if calendar.works_on(day)]
