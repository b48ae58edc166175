"""Writing cases: one verb, one function, one transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from thanjai.agencies.selectors import office_of
from thanjai.cases import journal, permissions, recounting
from thanjai.cases.capacity import Under
from thanjai.cases.events import CaseMoved
from thanjai.cases.models import Case, CaseEvent
from thanjai.cases.projection import as_told, project
from thanjai.cases.selectors import attended
from thanjai.catalogue.selectors import rules_for
from thanjai.domain import case as domain
from thanjai.domain.case import commands as c
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.events import publish
from thanjai.kernel.tenancy import Actor, worker_at


@transaction.atomic
def carry_out(*, actor: Actor, case_id: UUID, command: c.Command, expected_version: int | None = None) -> Case:
    """Do `command` as `actor`: its events and all that follows are written together.

    `expected_version` is the number of events the person saw; if something has happened since,
    the command is refused and the page shows the newer state. Raises Refusal; then nothing changed.
    """
    row = Case.objects.select_for_update(of=("self",)).filter(pk=case_id).first()
    if row is None:
        raise Refusal("no_such_case", Text(th="ไม่พบเรื่องนี้", en="There is no such case."))
    case = domain.Case.model_validate(row.state)
    under = permissions.check(actor, row, case, command)
    if expected_version is not None and expected_version != row.event_count:
        raise Refusal(
            "changed_meanwhile",
            Text(
                th="มีผู้อื่นทำรายการในเรื่องนี้ไปก่อนแล้ว โปรดตรวจสถานะล่าสุดแล้วทำรายการอีกครั้ง",
                en="Somebody else has worked on this case meanwhile. Look at where it stands and try again.",
            ),
        )
    moment = now()
    case = _note_moved_dates(row, case, moment)
    events = domain.decide(case, command, rules_for(row.version_id, row.agency_id), moment)
    if events:
        _append(row, case, events, actor, moment, under)
    return row


@transaction.atomic
def recount(*, agency_id: UUID, case_id: UUID) -> None:
    """Count a case's time limits by the calendar in force, and note those that moved. Twice does no more than once."""
    row = Case.objects.select_for_update(of=("self",)).filter(pk=case_id, agency_id=agency_id).first()
    if row is None:
        return
    moment, case, seen = now(), domain.Case.model_validate(row.state), row.event_count
    case = _note_moved_dates(row, case, moment)
    if row.event_count == seen:
        columns = _columns(row, case, moment)
        counted = {name: columns[name] for name in ("deadlines", "due_at", "warn_at", "wake_at")}
        Case.objects.filter(pk=row.id).update(**counted)


def _note_moved_dates(row: Case, case: domain.Case, at: datetime) -> domain.Case:
    """Whatever happens to a case is counted by the newest calendar; what that alone moves is noted first."""
    command = recounting.dates_moved(row, office_of(row.agency_id).calendar)
    if command is None:
        return case
    events = domain.decide(case, command, rules_for(row.version_id, row.agency_id), at)
    return _append(row, case, events, worker_at(row.agency_id), at)


def _columns(row: Case, case: domain.Case, at: datetime) -> dict[str, Any]:
    rules = as_told(rules_for(row.version_id, row.agency_id), row.deadlines)
    return project(case, rules, office_of(row.agency_id), at, done=attended(row.id))


def _append(
    row: Case, case: domain.Case, events: list[Any], actor: Actor, at: datetime, under: Under | None = None
) -> domain.Case:
    """Write the events and what the case has become, and tell the contexts above; the case as it is then."""
    for event in events:
        case = domain.evolve(case, event, at)
    lines = journal.sealed(
        case=row, after=row.event_count, head=bytes(row.head), events=events, actor=actor, at=at, under=under
    )
    first = row.event_count + 1
    columns = _columns(row, case, at)
    if row.closed_at is not None and columns["closed_at"] is not None:
        columns["closed_at"] = row.closed_at
    for name, value in columns.items():
        setattr(row, name, value)
    row.state = case.model_dump(mode="json")
    row.event_count, row.head = case.version, lines[-1].hash
    CaseEvent.objects.bulk_create(lines)
    row.save()
    announce(row, first, tuple(events), case)
    return case


def announce(row: Case, first: int, events: tuple[Any, ...], case: domain.Case) -> None:
    """Tell everybody above what has happened. A subscriber that writes acts as the platform at that agency."""
    publish(CaseMoved(row.id, row.agency_id, row.service_id, row.number, first, events, case))


def confirm_payment(*, agency: UUID, case_id: UUID, step: str, satang: int, reference: str, receipt: str) -> Case:
    """The bank's word has reached the ledger: the case may move on. Money that comes twice moves it once."""
    command = c.ConfirmPayment(step=step, satang=satang, reference=reference, receipt=receipt)
    return carry_out(actor=worker_at(agency), case_id=case_id, command=command)


def give_up_document(*, agency: UUID, case_id: UUID, step: str) -> Case:
    """What was asked about a document cannot be done any more: the case ends, and its applicant is told."""
    return carry_out(actor=worker_at(agency), case_id=case_id, command=c.GiveUpDocument(step=step))


def confirm_document(*, agency: UUID, case_id: UUID, step: str, document_id: UUID, number: str) -> Case:
    """The document exists, signed and stored: the case may move on."""
    command = c.ConfirmDocument(step=step, document=str(document_id), number=number)
    return carry_out(actor=worker_at(agency), case_id=case_id, command=command)
