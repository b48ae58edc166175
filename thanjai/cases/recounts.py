"""After a change of the calendar: open cases are counted anew by jobs, batch by batch, and applicants are told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import structlog
from django.db import transaction

from thanjai.agencies.calendars import agencies_under, change_by_number, scope_of
from thanjai.agencies.events import CalendarChanged, ClockChosen
from thanjai.cases import actions, letters, recounting
from thanjai.cases.events import CaseMoved
from thanjai.cases.models import Case, CaseEvent
from thanjai.catalogue.selectors import rules_for
from thanjai.domain.case import events as e
from thanjai.domain.case.moved import moves_in_words
from thanjai.domain.text import Text
from thanjai.kernel.caching import forget
from thanjai.kernel.events import subscribe
from thanjai.kernel.jobs import PATIENT, app
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at

log = structlog.get_logger("thanjai.recounts")
AT_ONCE: Final = 200
STRAGGLERS_AFTER: Final = 15
"""Seconds after which even a process that had kept the old calendar counts by the new one: a second look finds
what such a process wrote meanwhile."""


@subscribe(CalendarChanged)
def count_anew(changed: CalendarChanged) -> None:
    recount_all.defer(number=changed.number)
    recount_all.configure(schedule_in={"seconds": STRAGGLERS_AFTER}).defer(number=changed.number)


@subscribe(ClockChosen)
def warn_anew(chosen: ClockChosen) -> None:
    recount_open.defer(agency_id=str(chosen.agency_id))
    recount_open.configure(schedule_in={"seconds": STRAGGLERS_AFTER}).defer(agency_id=str(chosen.agency_id))


@subscribe(CaseMoved)
def tell_of_moved_dates(moved: CaseMoved) -> None:
    """The letter follows by a job, as all letters do."""
    for place, event in enumerate(moved.events):
        if isinstance(event, e.DatesMoved):
            tell.defer(agency_id=str(moved.agency_id), case_id=str(moved.case_id), seq=moved.first + place)


@app.task(name="thanjai.cases.recounts.recount_all", retry=PATIENT)
def recount_all(number: int) -> None:
    """Let the cases of each agency that the change is about be counted anew."""
    with acting_as(PLATFORM), transaction.atomic():
        for agency in agencies_under(scope_of(number)):
            recount.defer(agency_id=str(agency), number=number)


@app.task(name="thanjai.cases.recounts.recount", retry=PATIENT)
def recount(agency_id: str, number: int) -> None:
    """Find the cases of an agency that a change touches, and give them to jobs in batches."""
    agency = UUID(agency_id)
    with acting_as(worker_at(agency)), transaction.atomic():
        change = change_by_number(number)
        found = recounting.to_count_anew(agency, [rule.day for rule in change.days], hours=change.hours is not None)
        _in_batches(agency, found)


@app.task(name="thanjai.cases.recounts.recount_open", retry=PATIENT)
def recount_open(agency_id: str) -> None:
    """Set all open cases of an agency by what it has chosen: when to warn, and when to wake."""
    agency = UUID(agency_id)
    with acting_as(worker_at(agency)), transaction.atomic():
        _in_batches(agency, recounting.open_ids(agency))


def _in_batches(agency: UUID, found: Sequence[UUID]) -> None:
    for start in range(0, len(found), AT_ONCE):
        batch = [str(id) for id in found[start : start + AT_ONCE]]
        recount_cases.defer(agency_id=str(agency), case_ids=batch)


@app.task(name="thanjai.cases.recounts.recount_cases", retry=PATIENT)
def recount_cases(agency_id: str, case_ids: list[str]) -> None:
    """Count a batch of cases anew, each in a transaction of its own."""
    agency = UUID(agency_id)
    with acting_as(worker_at(agency)):
        forget()  # Another process made the change; what this one has kept may be older.
        for id in case_ids:
            _recount(agency, UUID(id))


def _recount(agency: UUID, case_id: UUID) -> None:
    """One case that cannot be counted does not hold up the others: it gets a job of its own, which is tried again."""
    try:
        actions.recount(agency_id=agency, case_id=case_id)
    except Exception as fault:
        log.error("a case could not be counted anew", case=str(case_id), exc_info=fault)
        recount_one.defer(agency_id=str(agency), case_id=str(case_id))


@app.task(name="thanjai.cases.recounts.recount_one", retry=PATIENT)
def recount_one(agency_id: str, case_id: str) -> None:
    """Count one case anew that could not be counted with its batch."""
    with acting_as(worker_at(UUID(agency_id))):
        forget()
        actions.recount(agency_id=UUID(agency_id), case_id=UUID(case_id))


@app.task(name="thanjai.cases.recounts.tell", retry=PATIENT)
def tell(agency_id: str, case_id: str, seq: int) -> None:
    """Write to the applicant where the agency will be ready later, or they have another day to keep."""
    with acting_as(worker_at(UUID(agency_id))), transaction.atomic():
        row = Case.objects.get(pk=case_id)
        event = CaseEvent.objects.get(case_id=row.id, seq=seq)
        letter = _letter(row, event)
        if letter is not None:
            subject, words = letter
            letters.write_to_applicant(row, key=f"case/{row.id}/{seq}", subject=subject, words=words)


def _letter(row: Case, event: CaseEvent) -> tuple[Text, Text] | None:
    moves = moves_in_words(event.payload["changes"], rules_for(row.version_id, row.agency_id))
    concern = [move for move in moves if move.is_later or move.is_applicants]
    if not concern:
        return None
    reason = event.payload["reason"]
    th = "\n".join(f"- {move.title.th}: {move.words.th}" for move in concern)
    en = "\n".join(f"- {move.title.en}: {move.words.en}" for move in concern)
    return (
        Text(th="กำหนดเวลาของเรื่องเปลี่ยน", en="Dates of your case have moved"),
        Text(
            th=f"ปฏิทินวันทำการของหน่วยงานเปลี่ยน เพราะ: {reason}\nกำหนดเวลาในเรื่องของท่านจึงเปลี่ยนดังนี้\n{th}",
            en=f"The agency's working days have changed, because: {reason}\nThis moves these dates of your case:\n{en}",
        ),
    )
