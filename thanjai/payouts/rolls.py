"""A payment roll from its submitting to its sending. It is made by one, approved by another, and not changed then."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from thanjai.domain import ledger
from thanjai.domain.payroll import Way
from thanjai.domain.refusals import Refusal
from thanjai.domain.separation import Duty
from thanjai.domain.text import Text
from thanjai.kernel.clock import now, today
from thanjai.kernel.secrets import unseal
from thanjai.kernel.tenancy import Actor, acting_as, worker_at
from thanjai.money import books
from thanjai.money.books import Cause
from thanjai.money.desk import approver_of, cashier_of
from thanjai.payouts.due import no_longer_due
from thanjai.payouts.models import OPEN_STATES, Roll, RollLine


def told_to_bank(roll: Roll) -> Iterator[list[Any]]:
    """All that the bank is told, part by part: the roll's head, then its lines in their order."""
    yield [roll.message_id, roll.pay_on.isoformat(), roll.bank, unseal(roll.account), roll.account_name, roll.count,
           roll.satang]  # fmt: skip
    for line in RollLine.objects.filter(roll=roll).order_by("number").iterator(2000):
        account = unseal(line.account) if line.account else ""
        yield [line.number, line.bank, account, line.account_name, line.satang]


def digest_of(roll: Roll) -> str:
    """SHA-256 of all that the bank is told, with opened accounts."""
    found = hashlib.sha256()
    for part in told_to_bank(roll):
        found.update(json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    return found.hexdigest()


def check_unchanged(roll: Roll) -> None:
    """Raises Refusal when what the bank would be told is not what was drawn up and approved."""
    if digest_of(roll) != roll.digest:
        raise Refusal(
            "roll_spoilt",
            Text(th="ข้อมูลในบัญชีไม่ตรงกับที่จัดทำไว้ ห้ามจ่าย แจ้งผู้ดูแลระบบให้ตรวจด้วย thanjai payouts check",
                 en="What lies here is not what was drawn up. Do not pay; ask the operator to run thanjai payouts check."),
        )  # fmt: skip


def locked(agency_id: UUID, id: UUID, *states: str, way: Way | None = None) -> Roll:
    """The roll, in one of these states, of this way, and locked. Raises Refusal that says where it stands."""
    roll = (
        Roll.objects.select_for_update(of=("self",)).select_related("scheme").filter(pk=id, agency_id=agency_id).first()
    )
    if roll is None:
        raise Refusal("no_such_page", Text(th="ไม่พบบัญชีจ่ายเงินนี้", en="There is no such payment roll here."))
    if way is not None and roll.way != way:
        words = Text(th="บัญชีนี้จ่ายอีกวิธีหนึ่ง (ธนาคารหรือเงินสด)", en="This roll is paid in the other way, by bank or in cash.")
        raise Refusal("other_way", words)
    if roll.state not in states:
        words = Text(th="สถานะของบัญชีเปลี่ยนไปแล้ว เปิดหน้านี้ใหม่", en="The roll has moved on meanwhile: open the page anew.")
        raise Refusal("roll_moved_on", words)
    return roll


@transaction.atomic
def submit(*, actor: Actor, roll_id: UUID) -> Roll:
    """Hand a draft to the head."""
    member = cashier_of(actor)
    with acting_as(worker_at(member.agency_id)):
        roll = locked(member.agency_id, roll_id, "draft")
        roll.state, roll.submitted_at = "submitted", now()
        roll.submitted_by, roll.submitted_by_name = member.person_id, actor.name
        roll.save()
    return roll


@transaction.atomic
def approve(*, actor: Actor, roll_id: UUID) -> Roll:
    """Approve a roll, as the head, who neither made it nor entered who is new on it. Raises Refusal."""
    member = cashier_of(actor)
    with acting_as(worker_at(member.agency_id)):
        roll = locked(member.agency_id, roll_id, "submitted")
        new = RollLine.objects.filter(roll=roll, changes__startswith="joined").values_list(
            "payee__entered_by", flat=True
        )
        prepared = {roll.made_by, *new.distinct(), *([roll.submitted_by] if roll.submitted_by else [])}
    head = approver_of(actor, *prepared, asked=Duty.PREPARES_PAYMENT, approves=Duty.APPROVES_PAYMENT)
    if today() < roll.month:
        words = Text(th="อนุมัติได้ตั้งแต่วันที่ 1 ของเดือน เพราะจ่ายให้ผู้ที่มีชีวิตอยู่ในวันนั้น",
                     en="It is approved from the 1st of the month on: it pays those alive on that day.")  # fmt: skip
        raise Refusal("too_early", words)
    with acting_as(worker_at(head.agency_id)):
        check_unchanged(roll)
        if gone := no_longer_due(roll):
            names_th, names_en = f"{', '.join(gone[:5])}", f"{', '.join(gone[:5])}"
            words = Text(th=f"ข้อมูลเปลี่ยนไปหลังจัดทำ: {names_th} ยกเลิกบัญชีนี้แล้วจัดทำใหม่",
                         en=f"Facts have changed since it was drawn up: {names_en}. Cancel it, and draw it up anew.")  # fmt: skip
            raise Refusal("facts_changed", words)
        roll.state, roll.approved_at = "approved", now()
        roll.approved_by, roll.approved_by_name = head.person_id, actor.name
        roll.save()
    return roll


@transaction.atomic
def cancel(*, actor: Actor, roll_id: UUID, words: str) -> Roll:
    """Let a roll go that was not sent: who is on it may be paid by another. An approved one only by the head."""
    member = cashier_of(actor)
    if not words.strip():
        raise Refusal("words", Text(th="ระบุเหตุผลที่ยกเลิก", en="Say why it is cancelled."), field="words")
    with acting_as(worker_at(member.agency_id)):
        roll = locked(member.agency_id, roll_id, *OPEN_STATES, "approved")
        roll.words, roll.cancelled_at, roll.cancelled_by_name = words.strip()[:500], now(), actor.name
        was_approved, roll.state = roll.state == "approved", "cancelled"
        if was_approved:
            approver_of(actor)
        roll.save()
        RollLine.objects.filter(roll=roll).update(holds=False)
    return roll


@transaction.atomic
def send(*, actor: Actor, roll_id: UUID) -> Roll:
    """The bank has the file, or the cash is fetched: booked, it waits for what becomes of each line. As the head."""
    head = approver_of(actor)
    with acting_as(worker_at(head.agency_id)):
        roll = locked(head.agency_id, roll_id, "approved")
        check_unchanged(roll)
        roll.state, roll.sent_at = "sent", now()
        roll.sent_by, roll.sent_by_name = head.person_id, actor.name
        roll.save()
        if not roll.scheme.is_refunds:
            _book_sent(
                roll, roll.sent_at, Cause("roll sent", reason=roll.number, by=head.person_id, by_name=actor.name)
            )
    return roll


def _book_sent(roll: Roll, at: datetime, cause: Cause) -> None:
    """What it pays is owed from now on. A refund has been owed since its approval."""
    entry = ledger.payments_sent(
        reference=f"payroll/{roll.number}/sent", roll=roll.number, purpose=roll.scheme.purpose, amount=roll.satang
    )
    books.write(agency=roll.agency_id, entry=entry, at=at, cause=cause)
