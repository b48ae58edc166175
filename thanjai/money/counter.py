"""The counter: a cashier opens a till, takes money, counts, and hands in. Each taking is one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Sum

from thanjai.agencies.selectors import agency_by_id
from thanjai.domain import ledger
from thanjai.domain.buddhist import bangkok_day, fiscal_year_be
from thanjai.domain.money import baht
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.domain.tills import Count, Way, emptied, till
from thanjai.kernel.clock import now, today
from thanjai.kernel.sequences import next_number
from thanjai.kernel.tenancy import Actor, acting_as, worker_at
from thanjai.money import books, crediting, receipting
from thanjai.money.books import Cause
from thanjai.money.desk import approver_of, cashier_of, check_apart
from thanjai.money.models import Invoice, Receipt, Shift, Taking
from thanjai.money.receipting import Printed, Slip

WAYS: Final = {
    Way.CASH: Text(th="เงินสด", en="Cash"),
    Way.CHEQUE: Text(th="เช็ค", en="Cheque"),
    Way.CARD: Text(th="บัตร (เครื่อง EDC)", en="Card (EDC)"),
}


@dataclass(frozen=True)
class Handed:
    """What somebody hands over: `satang` is to be paid, `tendered` what was given. `key` is made with the form."""

    key: UUID
    way: Way
    satang: int
    tendered: int
    evidence: str = ""
    printed: Printed | None = None


@transaction.atomic
def open_shift(*, actor: Actor, float_satang: int) -> Shift:
    """Open a till with so much change in it. Raises Refusal while the cashier has another one open."""
    member = cashier_of(actor)
    if float_satang < 0:
        raise Refusal("float", Text(th="เงินทอนตั้งต้นต้องไม่ติดลบ", en="The float is nothing or more."), field="float")
    moment = now()
    code, year = agency_by_id(member.agency_id).code, fiscal_year_be(bangkok_day(moment))
    with acting_as(worker_at(member.agency_id)):
        try:
            with transaction.atomic():
                return Shift.objects.create(
                    agency_id=member.agency_id, cashier=member.person_id, cashier_name=actor.name, opened_at=moment,
                    float_satang=float_satang,
                    number=f"{code}-S{year}-{next_number(member.agency_id, f'shift/{year}'):05}",
                )  # fmt: skip
        except IntegrityError:
            raise Refusal(
                "shift_open", Text(th="ท่านมีกะที่เปิดอยู่แล้ว ปิดกะนั้นก่อน", en="You have a shift open: close it first.")
            ) from None


def _own_open(member: Any, *, lock: bool = True) -> Shift:
    found = Shift.objects.filter(agency_id=member.agency_id, cashier=member.person_id, closed_at__isnull=True)
    shift = (found.select_for_update() if lock else found).first()
    if shift is None:
        raise Refusal(
            "no_shift", Text(th="เปิดกะก่อนรับเงิน", en="Open a shift before you take money.")
        )  # fmt: skip
    return shift


@transaction.atomic
def take(*, actor: Actor, invoice_id: UUID, handed: Handed) -> Taking:
    """Take money for an invoice: payment, entry and receipt, all or nothing. The same form again changes nothing.

    Raises Refusal for more than is owed: at the counter one gives change.
    """
    member = cashier_of(actor)
    with acting_as(worker_at(member.agency_id)):
        shift = _own_open(member)
        known = Taking.objects.filter(shift=shift, key=handed.key).first()
        if known is not None:
            return known
        invoice = Invoice.objects.select_for_update().filter(pk=invoice_id, agency_id=member.agency_id).first()
        if invoice is None:
            raise Refusal("no_such_invoice", Text(th="ไม่พบใบแจ้งชำระนี้", en="There is no such invoice."))
        check_apart(invoice.subject, member.person_id)
        crediting.add_surcharge(invoice, today())
        _check(invoice, handed)
        return _book(actor, shift, invoice, handed)


def _check(invoice: Invoice, handed: Handed) -> None:
    owed = invoice.outstanding
    if invoice.cancelled_at or not owed:
        raise Refusal(
            "nothing_owed",
            Text(th="ใบแจ้งชำระนี้ไม่มียอดค้างแล้ว", en="Nothing is owed on this invoice any more."),
        )
    if not 0 < handed.satang <= owed:
        raise Refusal(
            "amount",
            Text(
                th=f"รับได้ไม่เกินยอดค้าง {baht(owed)} บาท เงินเกินให้ทอน",
                en=f"Take at most the {baht(owed)} baht that are owed, and give change.",
            ),
            field="amount",
        )
    if handed.tendered < handed.satang or (handed.way is not Way.CASH and handed.tendered != handed.satang):
        raise Refusal(
            "tendered",
            Text(
                th="เงินที่รับมาต้องไม่น้อยกว่ายอดชำระ เช็คและบัตรต้องพอดี",
                en="What was handed over is at least what is paid; a cheque or card is exactly that.",
            ),
            field="tendered",
        )
    if handed.way is not Way.CASH and not handed.evidence.strip():
        raise Refusal(
            "evidence",
            Text(th="กรอกเลขที่เช็คหรือเลขสลิปบัตร", en="Enter the number of the cheque or of the card slip."),
            field="evidence",
        )


def _book(actor: Actor, shift: Shift, invoice: Invoice, handed: Handed) -> Taking:
    moment = now()
    assert actor.person is not None
    cause = Cause(f"taken at the counter: {handed.way}", by=actor.person, by_name=actor.name)
    made = crediting.pay(
        invoice, amount=handed.satang, into=till(shift.number, handed.way), reference=_reference(shift, handed.key),
        at=moment, cause=cause,
    )  # fmt: skip
    lines = receipting.lines_of(invoice, made.fee, made.surcharge)
    slip = Slip(handed.satang, handed.way.value, moment, lines, handed.evidence.strip()[:80])
    receipt = _receipt(actor, invoice, slip, handed.printed)
    was_told = Taking.objects.filter(invoice=invoice, settled=True, cancelled_at__isnull=False).exists()
    settles = not invoice.outstanding
    taking = Taking.objects.create(
        agency_id=shift.agency_id, shift=shift, key=handed.key, invoice=invoice, receipt=receipt, way=handed.way.value,
        satang=handed.satang, tendered_satang=handed.tendered, evidence=slip.reference, at=moment, settled=settles,
    )  # fmt: skip
    if settles:
        crediting.settle(invoice, moment, tell=not was_told)
    return taking


def _receipt(actor: Actor, invoice: Invoice, slip: Slip, printed: Printed | None) -> Receipt:
    if printed is None:
        return receipting.issue(invoice, slip, receipting.COUNTER)
    assert actor.person is not None
    return receipting.issue_printed(invoice, slip, printed, by=actor.person, by_name=actor.name)


def _reference(shift: Shift, key: UUID) -> str:
    return f"taking/{shift.number}/{key}"


@transaction.atomic
def cancel(*, actor: Actor, taking_id: UUID, reason: str) -> Taking:
    """A taking was a mistake, and its shift is open still: an entry undoes it, and its receipt is void. Raises Refusal."""
    member = cashier_of(actor)
    if not reason.strip():
        raise Refusal("reason", Text(th="ระบุเหตุผลที่ยกเลิก", en="Say why it is cancelled."), field="reason")
    with acting_as(worker_at(member.agency_id)):
        shift = _own_open(member)
        taking = Taking.objects.select_for_update().filter(pk=taking_id, shift=shift).first()
        if taking is None or taking.cancelled_at:
            raise Refusal(
                "no_such_taking",
                Text(th="ไม่พบรายการรับเงินนี้ในกะที่เปิดอยู่", en="Your open shift has no such taking."),
            )
        invoice = Invoice.objects.select_for_update().get(pk=taking.invoice_id)
        if invoice.refunded_satang or invoice.cancelled_at:
            raise Refusal(
                "gone_on",
                Text(th="มีการคืนเงินหรือยกเลิกใบแจ้งชำระนี้แล้ว", en="Money of this invoice went back, or it was cancelled."),
            )
        _undo(actor, shift, taking, invoice, reason.strip())
    return taking


def _undo(actor: Actor, shift: Shift, taking: Taking, invoice: Invoice, reason: str) -> None:
    moment = now()
    assert actor.person is not None
    id, entry = books.found(shift.agency_id, _reference(shift, taking.key))
    cause = Cause("taking cancelled", reason=reason, by=actor.person, by_name=actor.name, corrects=id)
    undone = ledger.undone(reference=f"cancelled/{entry.reference}", entry=entry)
    books.write(agency=shift.agency_id, entry=undone, at=moment, cause=cause)
    invoice.paid_satang -= taking.satang
    invoice.settled_at = None
    invoice.save(update_fields=["paid_satang", "settled_at"])
    receipting.void(taking.receipt, by=actor.person, by_name=actor.name, reason=reason)
    taking.cancelled_at, taking.cancelled_by_name, taking.cancel_reason = moment, actor.name, reason[:500]
    taking.save(update_fields=["cancelled_at", "cancelled_by_name", "cancel_reason"])


def taken_in(shift: Shift) -> dict[Way, int]:
    """What should be there, by way of paying, without the float."""
    rows = Taking.objects.filter(shift=shift, cancelled_at__isnull=True).values_list("way")
    return {Way(way): total for way, total in rows.annotate(total=Sum("satang"))}


@transaction.atomic
def close_shift(*, actor: Actor, counted: Mapping[Way, int], explanation: str = "") -> Shift:
    """Count the till and hand in. `counted` is what lies there, with the float among the cash.

    Raises Refusal when it does not agree and nothing explains it; the head then approves the difference.
    """
    member = cashier_of(actor)
    with acting_as(worker_at(member.agency_id)):
        shift = _own_open(member)
        found = {way: counted.get(way, 0) for way in Way}
        found[Way.CASH] -= shift.float_satang
        if found[Way.CASH] < 0 or min(found.values()) < 0:
            raise Refusal(
                "counted",
                Text(
                    th="เงินสดที่นับได้รวมเงินทอนตั้งต้น และต้องไม่น้อยกว่านั้น",
                    en="The cash that you count has the float in it, and cannot be less than that.",
                ),
                field="cash",
            )
        count = Count(taken_in(shift), found)
        if count.differs and not explanation.strip():
            raise Refusal(
                "explanation", Text(th="ยอดไม่ตรง อธิบายสาเหตุ", en="The count does not agree: explain why."),
                field="explanation",
            )  # fmt: skip
        shift.closed_at, shift.explanation, shift.differs = now(), explanation.strip()[:500], count.differs
        shift.taken = {way.value: count.taken.get(way, 0) for way in Way}
        shift.counted = {way.value: found[way] for way in Way}
        shift.save()
        entry = emptied(reference=f"shift/{shift.number}", shift=shift.number, count=count)
        if entry is not None:
            cause = Cause("shift closed", reason=shift.explanation, by=member.person_id, by_name=actor.name)
            books.write(agency=shift.agency_id, entry=entry, at=shift.closed_at, cause=cause)
    return shift


@transaction.atomic
def approve_difference(*, actor: Actor, shift_id: UUID) -> Shift:
    """The head has looked at why a till did not agree. Never of one's own shift. Raises Refusal."""
    member = cashier_of(actor)
    with acting_as(worker_at(member.agency_id)):
        shift = Shift.objects.select_for_update().filter(pk=shift_id, agency_id=member.agency_id).first()
    if shift is None or not shift.differs or shift.closed_at is None or shift.approved_at:
        raise Refusal("nothing_to_approve", Text(th="ไม่มีผลต่างที่รออนุมัติ", en="There is no difference to approve."))
    head = approver_of(actor, shift.cashier)
    with acting_as(worker_at(head.agency_id)):
        shift.approved_by, shift.approved_by_name, shift.approved_at = head.person_id, actor.name, now()
        shift.save(update_fields=["approved_by", "approved_by_name", "approved_at"])
    return shift
