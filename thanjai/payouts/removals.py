"""Who seems to lack a qualification is posted for fifteen days before the head takes them off, and is told."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from thanjai.domain.buddhist import format_day
from thanjai.domain.payroll import may_remove, posted_until
from thanjai.domain.refusals import Refusal
from thanjai.domain.separation import Duty
from thanjai.domain.text import Text
from thanjai.kernel.clock import today
from thanjai.kernel.tenancy import Actor, acting_as, worker_at
from thanjai.money.desk import approver_of, cashier_of
from thanjai.payouts.models import Removal
from thanjai.payouts.register import payee_at
from thanjai.payouts.telling import tell


@transaction.atomic
def post(*, actor: Actor, payee_id: UUID, ground: str) -> Removal:
    """Post that somebody seems to lack a qualification, and why. They are paid on until the head orders otherwise."""
    member = cashier_of(actor)
    if not ground.strip():
        words = Text(th="ระบุคุณสมบัติที่ขาด", en="Say which qualification is lacking.")
        raise Refusal("ground", words, field="ground")
    with acting_as(worker_at(member.agency_id)):
        payee = payee_at(member.agency_id, payee_id, lock=True, monthly=True)
        if payee.removed_on or Removal.objects.filter(payee=payee, outcome="").exists():
            raise Refusal("posted_already", Text(th="ปิดประกาศรายชื่อนี้แล้ว", en="This is posted already."))
        day = today()
        row = Removal.objects.create(
            agency_id=payee.agency_id, payee=payee, ground=ground.strip()[:500], posted_on=day,
            posted_until=posted_until(day, payee.scheme.posting_days), posted_by=member.person_id,
            posted_by_name=actor.name,
        )  # fmt: skip
        tell(row.payee, f"payout-posted-{row.id}", Text(
            th=f"หน่วยงานปิดประกาศว่าท่านอาจขาดคุณสมบัติ เพราะ {row.ground} ประกาศถึง {format_day(row.posted_until, 'th')} "
               "หากไม่ถูกต้อง แจ้งคัดค้านต่อหน่วยงานก่อนวันดังกล่าว ระหว่างนี้ยังได้รับเงินตามปกติ",
            en=f"It was posted that you may lack a qualification: {row.ground}. It is posted until "
               f"{format_day(row.posted_until, 'en')}. If this is wrong, tell us by then. You are paid meanwhile.",
        ))  # fmt: skip
    return row


@transaction.atomic
def object_to(*, actor: Actor, removal_id: UUID, words: str) -> Removal:
    """Write down that somebody has objected."""
    member = cashier_of(actor)
    if not words.strip():
        raise Refusal("objection", Text(th="บันทึกคำคัดค้าน", en="Write down what was said."), field="objection")
    with acting_as(worker_at(member.agency_id)):
        row = _waiting(member.agency_id, removal_id)
        row.objection, row.objected_on = words.strip()[:1000], today()
        row.save()
    return row


@transaction.atomic
def decide(*, actor: Actor, removal_id: UUID, remove: bool, words: str) -> Removal:
    """Take somebody off the register once the posting is over, or keep them; as the head, who has not posted it."""
    member = cashier_of(actor)
    with acting_as(worker_at(member.agency_id)):
        row = _waiting(member.agency_id, removal_id)
    head = approver_of(actor, row.posted_by, asked=Duty.PREPARES_PAYMENT, approves=Duty.APPROVES_PAYMENT)
    if remove and not may_remove(row.posted_on, row.payee.scheme.posting_days, today()):
        raise Refusal(
            "posting_runs",
            Text(th=f"สั่งถอนได้หลังวันที่ {format_day(row.posted_until, 'th')} เมื่อปิดประกาศครบแล้ว",
                 en=f"They can be taken off after {format_day(row.posted_until, 'en')}, when the posting is over."),
        )  # fmt: skip
    if not words.strip():
        raise Refusal("words", Text(th="ระบุผลการตรวจข้อเท็จจริง", en="Say what you found."), field="words")
    with acting_as(worker_at(head.agency_id)):
        row.outcome, row.words = ("removed" if remove else "kept"), words.strip()[:500]
        row.decided_by, row.decided_by_name, row.decided_on = head.person_id, actor.name, today()
        row.save()
        if remove:
            payee = payee_at(head.agency_id, row.payee_id, lock=True)
            payee.removed_on = today()
            payee.save(update_fields=["removed_on"])
            tell(row.payee, f"payout-removed-{row.id}", Text(
                th=f"หน่วยงานมีคำสั่งระงับการจ่ายเงินแก่ท่านตั้งแต่เดือนถัดไป เพราะ {row.ground} ผลการตรวจ: {row.words} "
                   "ท่านอุทธรณ์คำสั่งต่อหน่วยงานได้ภายใน 15 วันนับแต่ได้รับหนังสือนี้",
                en=f"From next month on you are paid no more: {row.ground}. What was found: {row.words}. "
                   "You may appeal to us within 15 days of receiving this.",
            ))  # fmt: skip
    return row


def _waiting(agency_id: UUID, id: UUID) -> Removal:
    found = (
        Removal.objects.select_for_update(of=("self",)).select_related("payee__scheme")
        .filter(pk=id, agency_id=agency_id, outcome="").first()
    )  # fmt: skip
    if found is None:
        words = Text(th="ไม่มีประกาศนี้รอสั่ง", en="No such posting waits to be decided.")
        raise Refusal("decided_already", words)
    return found
