"""Working a list off: each case by its own command and in its own transaction, in the name of the list's officer."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError, transaction

from thanjai.agencies.selectors import serving_as
from thanjai.batches.course import end, queue
from thanjai.batches.judging import command_for, is_listed_step
from thanjai.batches.models import DONE, STOPPED, WAITING, WORKING, Batch, Line
from thanjai.cases.actions import carry_out
from thanjai.catalogue.selectors import definition_of
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import Actor, Kind, acting_as

log = structlog.get_logger("thanjai.batches")
AT_ONCE: Final = 25
"""Cases of one job: papers and letters of those decided are made between it and the next."""
_RIGHTS_OVER: Final = Text(
    th="ผู้ยื่นบัญชีไม่มีสิทธิทำขั้นตอนนี้แล้ว เรื่องที่เหลือไม่ได้ทำ ให้ผู้มีสิทธิยื่นบัญชีใหม่",
    en="The officer of this list may no longer do this step. The rest was not done: somebody who may hands it in anew.",
)
_FAULT: Final = Text(
    th="ระบบขัดข้องกับเรื่องนี้ ไม่มีอะไรเปลี่ยนแปลง เปิดเรื่องแล้วทำเป็นรายเรื่อง หากยังขัดข้องให้แจ้งผู้ดูแลระบบ",
    en="Something went wrong with this case; nothing has changed. Open it and do it singly. If that fails too, "
    "tell those who run the platform.",
)


def go_on(batch_id: UUID) -> None:
    """Work some lines and queue the rest. A line that is done is not looked at again, whatever was interrupted."""
    if all(_one(batch_id, line) for line in _next(batch_id)):
        _hand_on(batch_id)


@transaction.atomic
def _next(batch_id: UUID) -> list[int]:
    waiting = Line.objects.filter(batch_id=batch_id, outcome=WAITING).order_by("line")
    return list(waiting.values_list("id", flat=True)[:AT_ONCE])


def _one(batch_id: UUID, line_id: int) -> bool:
    """One line; whether the work goes on. A fault of ours costs this line only, the loss of the database the job."""
    try:
        return _work(batch_id, line_id)
    except (OperationalError, InterfaceError):
        raise
    except Exception as fault:
        log.error("a case of a list could not be worked", batch=str(batch_id), line=line_id, exc_info=fault)
        return _note_fault(batch_id, line_id)


@transaction.atomic
def _work(batch_id: UUID, line_id: int) -> bool:
    """The batch is locked, so that who stops it knows that nothing more is decided, and a second worker waits."""
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    if batch.state != WORKING:
        return False
    line = Line.objects.filter(pk=line_id, outcome=WAITING).first()
    if line is None:
        return True
    officer = Actor(Kind.OFFICER, agency=batch.agency_id, person=batch.officer_id, name=batch.officer_name)
    with acting_as(officer):
        if not _may(officer, batch):
            end(batch, STOPPED, _RIGHTS_OVER)
            return False
        _carry_out(officer, batch, line)
    return True


def _may(officer: Actor, batch: Batch) -> bool:
    member = serving_as(officer)
    return member is not None and is_listed_step(definition_of(batch.version_id), batch.step, member.roles)


def _carry_out(officer: Actor, batch: Batch, line: Line) -> None:
    assert line.case_id is not None
    try:
        with transaction.atomic():
            command = command_for(line.case_id, batch.step, batch.command, batch.name)
            carry_out(actor=officer, case_id=line.case_id, command=command)
        line.outcome = DONE
    except Refusal as refusal:
        line.refuse(refusal.message)
    line.done_at = now()
    line.save(update_fields=["outcome", "words", "done_at"])


@transaction.atomic
def _note_fault(batch_id: UUID, line_id: int) -> bool:
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    line = Line.objects.filter(pk=line_id, outcome=WAITING).first()
    if line is not None:
        line.refuse(_FAULT)
        line.done_at = now()
        line.save(update_fields=["outcome", "words", "done_at"])
    return batch.state == WORKING


@transaction.atomic
def _hand_on(batch_id: UUID) -> None:
    """Queue the next lines; where none waits, the list is done."""
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    if batch.state != WORKING:
        return
    if Line.objects.filter(batch=batch, outcome=WAITING).exists():
        queue(batch)
    else:
        end(batch, DONE)
