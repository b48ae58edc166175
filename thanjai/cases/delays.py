"""Notices of delay, written: the officer's reason, and the copy for the overseer (LFA section 10)."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from thanjai.agencies.selectors import office_of
from thanjai.cases import actions, attending, jobs, selectors
from thanjai.cases.events import CaseMoved
from thanjai.cases.lateness import delays_of
from thanjai.cases.models import Case, DelayCopy
from thanjai.domain.buddhist import format_day
from thanjai.domain.case import commands as c
from thanjai.domain.case import events as e
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import Actor, acting_as, worker_at


@transaction.atomic
def give_reason(*, actor: Actor, case_id: UUID, command: c.GiveDelayReason) -> Case:
    """Say why a time limit is not kept. If the day of a notice has come, it goes out at once. Raises Refusal."""
    row = selectors.case(case_id)
    office, moment = office_of(row.agency_id), now()
    running = delays_of(row, selectors.domain_case(row), office, moment)
    delay = next((one for one in running if one.rule == command.rule), None)
    if delay is None:
        raise Refusal(
            "no_such_limit",
            Text(
                th="กำหนดเวลานี้ไม่ได้ใกล้ครบหรือเกินกำหนดอยู่ โหลดหน้าเรื่องใหม่เพื่อดูกำหนดเวลาปัจจุบัน",
                en="This time limit is neither near its end nor past it. Reload the case to see how it stands.",
            ),
        )
    if command.expected <= delay.day:
        raise Refusal(
            "expected_past",
            Text(
                th=f"หนังสือแจ้งจะออกวันที่ {format_day(delay.day, 'th')} วันที่คาดว่าจะแล้วเสร็จต้องอยู่หลังวันนั้น",
                en=f"The notice goes out on {format_day(delay.day, 'en')}; the expected day must be after that.",
            ),
            field="expected",
        )
    actions.carry_out(actor=actor, case_id=case_id, command=command)
    with acting_as(worker_at(row.agency_id)):
        attending.attend(agency_id=row.agency_id, case_id=case_id)
    return selectors.case(case_id)


def keep_copy(moved: CaseMoved, event: e.DelayNotified) -> None:
    """A notice was given: enter its copy for the overseer, and let a job write the letters."""
    row = Case.objects.get(pk=moved.case_id)
    line = next(line for line in row.deadlines if line["rule"] == event.rule)
    copy, is_new = DelayCopy.objects.get_or_create(
        case_id=row.id, rule=event.rule, day=event.day,
        defaults={
            "agency_id": row.agency_id, "service_id": row.service_id, "number": row.number,
            "ordinal": event.ordinal, "cause": event.cause.value, "reason": event.reason, "waits_on": event.waits_on,
            "expected": event.expected, "due_at": line["due_at"], "officer": event.officer[:200],
            "contact": event.contact[:200], "sent_at": now(),
        },
    )  # fmt: skip
    if is_new:
        jobs.tell_delay.defer(agency_id=str(row.agency_id), copy_id=str(copy.id))
