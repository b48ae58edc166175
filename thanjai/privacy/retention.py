"""Cases whose time to be kept is over: found by few statements, listed for the head, erased in batches.

Never an unfinished one, nor one under appeal (both are open), nor one that is held, nor one whose document lives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import structlog
from django.db import connection, transaction

from thanjai.cases import erasing
from thanjai.catalogue.selectors import definition_of
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.definition.handled import kept_words
from thanjai.domain.refusals import Refusal
from thanjai.domain.workdays import add_months
from thanjai.kernel.clock import now, today
from thanjai.kernel.ids import new_id
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at
from thanjai.privacy.models import NOTICE_DAYS, Retention

AT_ONCE: Final = 200
log = structlog.get_logger()

_VERSIONS: Final = """
SELECT DISTINCT version_id FROM cases_case WHERE closed_at IS NOT NULL AND erased_at IS NULL AND sealed_key <> ''
  AND (%(case)s::uuid IS NULL OR id = %(case)s)
"""
# A case's base day: the day it closed, or the last of its documents ended, whichever is later. One that lives has
# no end, so it is never reached. A document that was only suspended lives.
ENDING: Final = """
WITH based AS (
    SELECT c.id, c.agency_id, c.number, c.service_id, %(years)s::int AS years, %(since)s AS kept_from,
           greatest((c.closed_at AT TIME ZONE 'Asia/Bangkok')::date, ended.lives) AS lives,
           greatest((c.closed_at AT TIME ZONE 'Asia/Bangkok')::date,
                    CASE WHEN %(since)s = 'document' THEN ended.lives END) AS base
    FROM cases_case c LEFT JOIN LATERAL (
        SELECT max(CASE WHEN d.ended IN ('revoked', 'superseded') THEN (d.ended_at AT TIME ZONE 'Asia/Bangkok')::date
                        ELSE coalesce(d.valid_until, DATE '9999-01-01') END) AS lives
        FROM documents_document d WHERE d.case_id = c.id
    ) ended ON true
    WHERE c.version_id = ANY(%(versions)s) AND c.closed_at < %(before)s AND c.erased_at IS NULL AND c.sealed_key <> ''
          AND (%(case)s::uuid IS NULL OR c.id = %(case)s)
), ending AS (
    SELECT based.*, (base + make_interval(years => years))::date AS kept_until FROM based
    WHERE base < DATE '9000-01-01' AND lives < %(today)s
)
"""
_LIST: Final = (
    ENDING
    + """
INSERT INTO privacy_retention
    (id, agency_id, case_id, number, service_id, years, kept_from, kept_until, listed_at, held_by_name, hold_reason,
     rule, files, messages, places, head)
SELECT uuidv7(), e.agency_id, e.id, e.number, e.service_id, e.years, e.kept_from, e.kept_until, %(now)s, '', '', '', 0,
       0, '[]', ''
FROM ending e LEFT JOIN privacy_dataoffice o ON o.agency_id = e.agency_id
WHERE e.kept_until < %(today)s::date + coalesce(o.notice_days, %(usual)s)
ON CONFLICT (case_id) DO UPDATE SET years = EXCLUDED.years, kept_from = EXCLUDED.kept_from,
    kept_until = EXCLUDED.kept_until, listed_at = EXCLUDED.listed_at
WHERE privacy_retention.listed_at IS NULL AND privacy_retention.erased_at IS NULL
"""
)
_SHOW: Final = (
    ENDING
    + """
SELECT e.agency_id, e.id, e.number, e.service_id, e.years, e.kept_from, e.kept_until, r.listed_at, r.held_at,
       coalesce(o.notice_days, %(usual)s) AS notice_days
FROM ending e LEFT JOIN privacy_dataoffice o ON o.agency_id = e.agency_id
LEFT JOIN privacy_retention r ON r.case_id = e.id
WHERE e.kept_until < %(today)s::date + coalesce(o.notice_days, %(usual)s)
ORDER BY e.kept_until, e.number
"""
)


@dataclass(frozen=True)
class Ending:
    """A case whose time is over or nearly so. `kept_until` is the last day on which it must be kept."""

    agency_id: UUID
    case_id: UUID
    number: str
    service_id: str
    years: int
    kept_from: str
    kept_until: date
    listed_at: datetime | None
    held_at: datetime | None
    notice_days: int

    @property
    def is_due(self) -> bool:
        """Whether tonight it would be erased."""
        return self.held_at is None and _is_over(self.kept_until, self.listed_at, self.notice_days)


def _is_over(kept_until: date, listed_at: datetime | None, notice_days: int) -> bool:
    return kept_until < today() and listed_at is not None and listed_at <= now() - timedelta(days=notice_days)


def ending(case: UUID | None = None) -> Iterator[Ending]:
    """What would be listed or erased tonight, of all cases or of one; changes nothing."""
    for values in _groups(case):
        with connection.cursor() as cursor:
            cursor.execute(_SHOW, values)
            for row in cursor.fetchall():
                yield Ending(*row)


@transaction.atomic
def list_ending() -> int:
    """Put the cases whose time is nearly over on their agency's list, once each; how many."""
    count = 0
    for values in _groups():
        with connection.cursor() as cursor:
            cursor.execute(_LIST, values)
            count += cursor.rowcount
    return count


def _groups(case: UUID | None = None) -> list[Mapping[str, Any]]:
    """The values of the statement for each time that some version asks for."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSIONS, {"case": case})
        versions = [row[0] for row in cursor.fetchall()]
    alike: dict[tuple[int, str], list[UUID]] = {}
    for version in versions:
        rules = definition_of(version).data
        alike.setdefault((rules.retention_years, rules.kept_from), []).append(version)
    # So far back that no notice an agency may choose reaches further.
    return [
        {"years": years, "since": since, "versions": ids, "today": today(), "now": now(), "usual": NOTICE_DAYS,
         "case": case, "before": now() - timedelta(days=years * 365 - 400)}
        for (years, since), ids in sorted(alike.items())
    ]  # fmt: skip


_DUE: Final = """
SELECT r.id, r.agency_id FROM privacy_retention r LEFT JOIN privacy_dataoffice o ON o.agency_id = r.agency_id
WHERE r.erased_at IS NULL AND r.held_at IS NULL AND r.kept_until < %(today)s
  AND r.listed_at <= %(now)s - make_interval(days => coalesce(o.notice_days, %(usual)s))
ORDER BY r.kept_until LIMIT %(most)s
"""


def erase_due(most: int = AT_ONCE) -> int:
    """Erase the cases whose time is over and that stood on the list long enough; how many. Raises BackupRuns."""
    with acting_as(PLATFORM), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_DUE, {"today": today(), "now": now(), "usual": NOTICE_DAYS, "most": most})
        due = cursor.fetchall()
    for id, agency_id in due:
        with acting_as(worker_at(agency_id)), transaction.atomic():
            _erase(Retention.objects.select_for_update(of=("self",)).get(pk=id))
    return len(due)


def _erase(plan: Retention) -> None:
    """One case, unless something has happened to it since it was listed: then it waits to be listed anew."""
    if plan.held_at is not None or plan.erased_at is not None:
        return
    if not _still_ending(plan):
        plan.delete()
        return
    assert plan.years is not None
    assert plan.kept_until is not None
    words = kept_words(plan.years, "document" if plan.kept_from == "document" else "closing")
    carry_out(plan, rule=words.th)


def _still_ending(plan: Retention) -> bool:
    """Whether its time is over still: a document may have been renewed, an appeal may have opened the case again."""
    return any(one.kept_until < today() for one in ending(plan.case_id))


def carry_out(plan: Retention, *, rule: str) -> None:
    """Erase a case and keep the proof in its plan. A refusal is noted and leaves the case as it was."""
    plan.kept_until = plan.kept_until or bangkok_day(now())
    try:
        gone = erasing.erase(
            agency_id=plan.agency_id, case_id=plan.case_id, rule=rule[:300], kept_until=plan.kept_until
        )
    except Refusal as reason:
        log.warning("not erased", case=str(plan.case_id), why=reason.code)
        plan.delete()
        return
    plan.rule, plan.erased_at = rule[:300], now()
    plan.files, plan.messages = len(gone.files), gone.messages
    plan.places, plan.head = list(gone.files), gone.head
    plan.save()


def new_plan(*, agency_id: UUID, case_id: UUID, number: str, service_id: str) -> Retention:
    """The plan of a case that has none yet: to hold it, or to erase it at its person's request."""
    standing = Retention.objects.filter(case_id=case_id).first()
    return standing or Retention(
        id=new_id(), agency_id=agency_id, case_id=case_id, number=number, service_id=service_id
    )


def kept_until(closed_on: date, years: int) -> date:
    """The last day on which a case that closed on a day is kept."""
    return add_months(closed_on, years * 12)
