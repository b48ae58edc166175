"""What is tidied every night besides cases: unfinished requests, words of old letters, sessions that are over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import connection, transaction

from thanjai.cases import abandoned
from thanjai.domain.buddhist import bangkok_day
from thanjai.kernel import files
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at
from thanjai.messaging.erasing import empty_bodies
from thanjai.privacy import attachments, requests
from thanjai.privacy.models import DRAFT_DAYS, Tidied

AT_ONCE: Final = 500
TOLD_BEFORE: Final = timedelta(days=14)
LETTERS_KEPT: Final = timedelta(days=180)
"""The words of a letter stay so long after it went out. The paper it told of stays with its case."""

# One that mends a case is left alone while the case waits for it.
_ABANDONED: Final = """
SELECT d.id, d.agency_id, d.saved_at + make_interval(days => coalesce(o.draft_days, %(usual)s)) AS over
FROM cases_draft d LEFT JOIN privacy_dataoffice o ON o.agency_id = d.agency_id
WHERE d.submitted_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM cases_case c WHERE c.id = d.case_id AND c.closed_at IS NULL)
  AND d.saved_at < %(now)s - make_interval(days => coalesce(o.draft_days, %(usual)s)) {when}
ORDER BY d.saved_at LIMIT %(most)s
"""
_TO_TELL: Final = _ABANDONED.format(when="+ %(before)s AND (d.end_told_at IS NULL OR d.end_told_at < d.saved_at)")
_TO_ERASE: Final = _ABANDONED.format(when="AND d.end_told_at > d.saved_at AND d.end_told_at <= %(now)s - %(before)s")


def tell_of_drafts(most: int = AT_ONCE) -> int:
    """Tell applicants of requests that are soon erased; how many were looked at."""
    found = _found(_TO_TELL, most)
    for id, agency_id, over in found:
        with acting_as(worker_at(agency_id)), transaction.atomic():
            abandoned.tell_ending(draft_id=id, last=bangkok_day(max(over, now() + TOLD_BEFORE)))
    return len(found)


def erase_drafts(most: int = AT_ONCE) -> int:
    """Erase what was abandoned and told of; how many. Raises BackupRuns."""
    found = _found(_TO_ERASE, most)
    for id, agency_id, _ in found:
        with acting_as(worker_at(agency_id)), transaction.atomic():
            abandoned.erase_draft(draft_id=id)
    return len(found)


def _found(statement: str, most: int) -> list[tuple[UUID, UUID, Any]]:
    values: dict[str, Any] = {"now": now(), "usual": DRAFT_DAYS, "before": TOLD_BEFORE, "most": most}
    with acting_as(PLATFORM), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def tidy() -> Tidied:
    """One night's work; each part in batches, so that nothing is locked for long. Raises BackupRuns."""
    while tell_of_drafts() == AT_ONCE:
        pass
    drafts = _all(erase_drafts)
    with acting_as(PLATFORM):
        _all(_copies)
        attachments.forget_over()
        letters = _all(_letters)
        with transaction.atomic():
            sessions = Session.objects.filter(expire_date__lt=now()).delete()[0]
            return Tidied.objects.create(at=now(), drafts=drafts, letters=letters, sessions=sessions)


def _copies() -> int:
    """The copies made for people who asked for their data, once they lay ready long enough."""
    with transaction.atomic():
        found = list(requests.old_copies(AT_ONCE))
        for file in found:
            files.forget(file)
    return len(found)


def _letters() -> int:
    with transaction.atomic():
        return empty_bodies(now() - LETTERS_KEPT, AT_ONCE)


def _all(once: Any) -> int:
    count = 0
    while some := once():
        count += some
        if some < AT_ONCE:
            break
    return count
