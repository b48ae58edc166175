"""Handing in a list, having it worked, stopping it."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.db import transaction

from thanjai.agencies.selectors import serving_as
from thanjai.batches.course import end, queue
from thanjai.batches.judging import is_listed_step
from thanjai.batches.models import DRAFT, REFUSED, STOPPED, WAITING, WORKING, Batch, Line
from thanjai.batches.selectors import NO_BATCH
from thanjai.cases.listed import standings
from thanjai.catalogue.selectors import adopted_by
from thanjai.domain.case_list import Listed
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.sequences import next_number
from thanjai.kernel.tenancy import Actor

AT_ONCE: Final = 2_000


@transaction.atomic
def prepare(*, actor: Actor, service: str, step: str, listed: Listed) -> Batch:
    """Look up each number of a list. Nothing is done yet; an earlier list of the officer that was not confirmed goes.

    Raises Refusal where the step is none that the officer's role may do from a list.
    """
    member = serving_as(actor)
    offer = (
        next((one for one in adopted_by(actor.agency) if one.definition.id == service), None) if actor.agency else None
    )
    if member is None or offer is None or not is_listed_step(offer.definition, step, member.roles):
        raise Refusal("no_such_step", _NO_STEP, field="work")
    assert actor.agency is not None and actor.person is not None
    for old in Batch.objects.filter(agency_id=actor.agency, officer_id=actor.person, state=DRAFT):
        _throw_away(old)
    batch = Batch.objects.create(
        agency_id=actor.agency, officer_id=actor.person, officer_name=actor.name, service_id=service,
        version_id=offer.version_id, step=step, made_at=now(),
    )  # fmt: skip
    numbers = [entry.number for entry in listed.entries]
    found = standings(actor.agency, numbers, service=service, step=step, person=actor.person)
    rows = [
        _line(batch, entry.line, entry.number, found[entry.number].case_id, found[entry.number].why)
        for entry in listed.entries
    ]
    rows += [_line(batch, fault.line, fault.number, None, fault.words) for fault in listed.faults]
    Line.objects.bulk_create(rows, batch_size=AT_ONCE)
    return batch


def _line(batch: Batch, line: int, number: str, case_id: UUID | None, why: Text | None) -> Line:
    made = Line(
        batch=batch, agency_id=batch.agency_id, line=line, number=number, case_id=case_id,
        outcome=REFUSED if why else WAITING,
    )  # fmt: skip
    if why:
        made.refuse(why)
    return made


@transaction.atomic
def confirm(*, actor: Actor, batch_id: UUID, command: dict[str, Any]) -> Batch:
    """Have the list worked: from now on its cases are decided one after another, in the name of this officer.

    Raises Refusal for a list that is not theirs, or was confirmed before, or of which nothing can be done.
    """
    batch = _locked(actor, batch_id)
    if batch.officer_id != actor.person:
        raise Refusal("not_allowed", _NOT_YOURS)
    if batch.state != DRAFT:
        raise Refusal("confirmed_before", _CONFIRMED)
    if not Line.objects.filter(batch=batch, outcome=WAITING).exists():
        raise Refusal("nothing_to_do", _NOTHING)
    batch.number = next_number(batch.agency_id, "batch")
    batch.state, batch.command, batch.confirmed_at = WORKING, command, now()
    batch.save()
    queue(batch)
    return batch


@transaction.atomic
def stop(*, actor: Actor, batch_id: UUID) -> Batch | None:
    """Stop the work after the case in hand; what was done stays done. A list not confirmed yet is thrown away: None.

    Its officer may, and the head of the agency. Stopping what has ended changes nothing.
    """
    batch = _locked(actor, batch_id)
    member = serving_as(actor)
    if member is None or (batch.officer_id != actor.person and Role.HEAD not in member.roles):
        raise Refusal("not_allowed", _NOT_YOURS)
    if batch.state == DRAFT:
        _throw_away(batch)
        return None
    if batch.state == WORKING:
        end(batch, STOPPED, Text(th=f"{actor.name} สั่งหยุด", en=f"{actor.name} stopped it."))
    return batch


def _locked(actor: Actor, batch_id: UUID) -> Batch:
    found = Batch.objects.select_for_update().filter(pk=batch_id).first()
    if found is None or found.agency_id != actor.agency:
        raise Refusal("no_such_page", NO_BATCH)
    return found


def _throw_away(batch: Batch) -> None:
    Line.objects.filter(batch=batch).delete()
    batch.delete()


_NO_STEP: Final = Text(
    th="เลือกบริการและขั้นตอนจากรายการ", en="Choose a service and a step from the list."
)  # fmt: skip
_NOT_YOURS: Final = Text(
    th="บัญชีนี้เป็นของเจ้าหน้าที่คนอื่น ผู้ยื่นบัญชีเป็นผู้ยืนยัน ผู้ยื่นหรือหัวหน้าหน่วยงานเป็นผู้หยุด",
    en="This list is another officer's. Only they confirm it; they or the head may stop it.",
)
_CONFIRMED: Final = Text(th="บัญชีนี้ยืนยันไปแล้ว", en="This list was confirmed already.")
_NOTHING: Final = Text(
    th="ไม่มีเรื่องใดในบัญชีที่ทำได้ แก้บัญชีแล้วยื่นใหม่", en="Nothing on this list can be done. Mend it and hand it in again."
)
