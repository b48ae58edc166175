"""Letting money go and giving it back: asked for by a cashier, decided by the head, who is somebody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from thanjai.domain import dues, ledger
from thanjai.domain.bank_accounts import Account
from thanjai.domain.dues import Authority, Kind
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now, today
from thanjai.kernel.secrets import seal
from thanjai.kernel.tenancy import Actor, acting_as, worker_at
from thanjai.money import books, crediting, jobs, sending_back
from thanjai.money.books import Cause
from thanjai.money.desk import approver_of, cashier_of, check_apart
from thanjai.money.going_back import ROLL, TO_SEND
from thanjai.money.models import Holding, Instruction, Invoice, Notice
from thanjai.money.planning import open_invoice

WAIVER, WRITE_OFF, REFUND, GIVE_BACK = "waiver", "write_off", "refund", "give_back"
KINDS: Final = {
    WAIVER: Text(th="ยกเว้นหรือลดหนี้", en="Waiver"),
    WRITE_OFF: Text(th="ตัดหนี้สูญ", en="Write-off"),
    REFUND: Text(th="คืนค่าธรรมเนียมที่ชำระแล้ว", en="Refund of a fee"),
    GIVE_BACK: Text(th="คืนเงินที่รับไว้เกิน", en="Giving back held money"),
}


@dataclass(frozen=True)
class Wanted:
    """What is asked for. `fee` is what goes back of the fee or of held money; `payee` to whom and how."""

    kind: str
    fee: int
    surcharge: int
    provision: str
    reason: str
    payee: str = ""
    by_gateway: bool = False
    """Sent back through the gateway at which it was paid, to whoever paid it; then there is no `payee` to be named"""
    account: Account | None = None
    """Paid to this account with the office's payments to people; then it is the payee"""

    @property
    def goes_back(self) -> bool:
        return self.kind in (REFUND, GIVE_BACK)


@transaction.atomic
def ask(*, actor: Actor, wanted: Wanted, invoice_id: UUID | None = None, holding_id: UUID | None = None) -> Instruction:
    """Ask that a debt be let go, or money given back. Raises Refusal beyond what there is."""
    member = cashier_of(actor)
    Authority(actor.name, wanted.provision, wanted.reason)
    if wanted.fee < 0 or wanted.surcharge < 0 or not wanted.fee + wanted.surcharge:
        raise Refusal("amount", Text(th="กรอกจำนวนเงิน", en="Enter the amount."), field="fee")
    account = wanted.account.checked() if wanted.account is not None and wanted.goes_back else None
    if wanted.goes_back and not wanted.by_gateway and account is None and not wanted.payee.strip():
        raise Refusal(
            "payee",
            Text(th="ระบุผู้รับเงินคืนและวิธีคืน", en="Say to whom it goes back, and how."),
            field="payee",
        )
    with acting_as(worker_at(member.agency_id)):
        invoice = _invoice(member.agency_id, wanted.kind, invoice_id)
        holding = _holding(member.agency_id, wanted.kind, holding_id)
        if invoice is not None:
            check_apart(invoice.subject, member.person_id)
        _check_there_is(wanted, invoice, holding)
        by_gateway = wanted.by_gateway and wanted.goes_back and account is None
        payment = _payment(wanted.fee, invoice, holding) if by_gateway else None
        return Instruction.objects.create(
            agency_id=member.agency_id, kind=wanted.kind, invoice=invoice, holding=holding, fee_satang=wanted.fee,
            surcharge_satang=wanted.surcharge, provision=wanted.provision.strip()[:300],
            reason=wanted.reason.strip()[:500], payee="" if payment or account else wanted.payee.strip()[:300],
            payment=payment, **_kept(account), asked_by=member.person_id, asked_by_name=actor.name, asked_at=now(),
        )  # fmt: skip


def _kept(account: Account | None) -> dict[str, str]:
    """The columns of a checked account to which it is paid."""
    if account is None:
        return {}
    return {"way": ROLL, "bank": account.bank, "account": seal(account.number), "account_name": account.name}


def _invoice(agency_id: UUID, kind: str, id: UUID | None) -> Invoice | None:
    if kind in (WAIVER, WRITE_OFF) and id is not None:
        return open_invoice(agency_id, id)
    if kind == REFUND:
        found = Invoice.objects.select_for_update().filter(pk=id or UUID(int=0), agency_id=agency_id).first()
        if found is None or found.settled_at is None:
            raise Refusal(
                "not_paid",
                Text(
                    th="คืนได้เมื่อชำระครบแล้ว เงินที่ชำระเกินหรือชำระบางส่วนดูที่เงินรอจัดสรร",
                    en="A fee goes back once it was paid in full. What was too much is among the money held.",
                ),
            )
        return found
    return None


def _holding(agency_id: UUID, kind: str, id: UUID | None) -> Holding | None:
    if kind != GIVE_BACK:
        return None
    found = Holding.objects.select_for_update().filter(pk=id or UUID(int=0), agency_id=agency_id).first()
    if found is None:
        raise Refusal("no_such_money", Text(th="ไม่พบเงินรอจัดสรรนี้", en="There is no such money held."))
    return found


def _check_there_is(wanted: Wanted, invoice: Invoice | None, holding: Holding | None) -> None:
    if holding is not None:
        ledger.require_within(wanted.fee, holding.satang)
    elif invoice is None:
        raise Refusal("kind", Text(th="เลือกรายการที่ขอ", en="Choose what is asked for."), field="kind")
    elif wanted.kind == REFUND:
        ledger.require_within(wanted.fee, refundable(invoice))
        ledger.require_within(wanted.surcharge, 0)
    else:
        crediting.add_surcharge(invoice, today())
        owed = crediting.owed_on(invoice)
        ledger.require_within(wanted.fee, owed.fee)
        ledger.require_within(wanted.surcharge, owed.surcharge)


def _payment(satang: int, invoice: Invoice | None, holding: Holding | None, among: UUID | None = None) -> Notice:
    """The payment at a gateway by which so much goes back; `among`: this one, or none. Raises Refusal."""
    ways = sending_back.ways_back(invoice=invoice, holding=holding, lock=True)
    found = [one.payment for one in ways if one.most >= satang and among in (None, one.payment.id)]
    if not found:
        raise Refusal(
            "no_way_back",
            Text(
                th="ไม่มีการชำระผ่านผู้ให้บริการรายการเดียวที่เหลือพอให้ส่งคืนยอดนี้ ลดยอด หรือคืนด้วยวิธีอื่น",
                en="No one payment at the gateway has so much left to send back. Ask for less, or give it back another way.",
            ),
            field="how",
        )
    return found[0]


def refundable(invoice: Invoice) -> int:
    """What of the fee was paid and has not gone back; nothing before it is settled."""
    if invoice.settled_at is None:
        return 0
    let_go = Instruction.objects.filter(invoice=invoice, kind__in=(WAIVER, WRITE_OFF), outcome="approved")
    waived = let_go.aggregate(total=Sum("fee_satang"))["total"] or 0
    return max(0, invoice.satang - waived - invoice.refunded_satang)


@transaction.atomic
def decide(*, actor: Actor, instruction_id: UUID, approve: bool, words: str = "") -> Instruction:
    """Approve what a cashier asked for, which is then done at once, or refuse it with a reason; as the head."""
    member = cashier_of(actor)
    with acting_as(worker_at(member.agency_id)):
        row = Instruction.objects.select_for_update().filter(pk=instruction_id, agency_id=member.agency_id).first()
    if row is None:
        raise Refusal("no_such_instruction", Text(th="ไม่พบคำขอนี้", en="There is no such request."))
    if row.outcome:
        raise Refusal("decided_already", Text(th="คำขอนี้สั่งไปแล้ว", en="This request was decided already."))
    head = approver_of(actor, row.asked_by)
    if not approve and not words.strip():
        raise Refusal("words", Text(th="ระบุเหตุผลที่ไม่อนุมัติ", en="Say why not."), field="words")
    with acting_as(worker_at(head.agency_id)):
        if approve:
            _carry_out(row, Authority(actor.name, row.provision, row.reason), head.person_id)
        row.outcome, row.words = ("approved" if approve else "refused"), words.strip()[:500]
        row.decided_by, row.decided_by_name, row.decided_at = head.person_id, actor.name, now()
        if approve and (row.payment_id is not None or row.way == ROLL):
            row.sending = TO_SEND
        if approve and row.payment_id is not None:
            jobs.send_back.defer(agency_id=str(row.agency_id), instruction_id=str(row.id))
        row.save()
    return row


def _carry_out(row: Instruction, authority: Authority, head: UUID) -> None:
    if row.invoice_id is not None:
        invoice = Invoice.objects.select_for_update().get(pk=row.invoice_id)
        check_apart(invoice.subject, head)
        _ON_INVOICE[row.kind](row, invoice, authority, head)
        return
    assert row.holding_id is not None
    holding = Holding.objects.select_for_update().get(pk=row.holding_id)
    entry = ledger.overpayment_refunded(
        reference=_reference(row), payer=holding.key, amount=row.fee_satang, held=holding.satang,
        out_of=_out_of(row, holding=holding),
    )  # fmt: skip
    what = "given back" if row.out_of_bank else "held money to send"
    books.write(agency=row.agency_id, entry=entry, at=now(), cause=_cause(row, what, authority, head))


def _out_of(row: Instruction, invoice: Invoice | None = None, holding: Holding | None = None) -> str:
    """Where it is taken from: the bank account, or what is payable until somebody has sent it. Raises Refusal."""
    if row.out_of_bank:
        return ledger.BANK
    if row.payment_id is not None:
        _payment(row.fee_satang, invoice, holding, among=row.payment_id)
    return ledger.being_sent(sending_back.order_of(row))


def _let_go(row: Instruction, invoice: Invoice, authority: Authority, head: UUID) -> None:
    entry = dues.let_go(
        reference=_reference(row), invoice=invoice.number, kind=Kind(row.kind), fee=row.fee_satang,
        surcharge=row.surcharge_satang, owed=crediting.owed_on(invoice), authority=authority,
    )  # fmt: skip
    moment = now()
    what = "waived" if row.kind == WAIVER else "written off"
    books.write(agency=row.agency_id, entry=entry, at=moment, cause=_cause(row, what, authority, head))
    invoice.waived_satang += row.fee_satang + row.surcharge_satang
    invoice.save(update_fields=["waived_satang"])
    if not invoice.outstanding:
        # What is written off was not paid: nobody is told that it was.
        crediting.settle(invoice, moment, tell=row.kind == WAIVER)


def _refund(row: Instruction, invoice: Invoice, authority: Authority, head: UUID) -> None:
    """Out of the funds that the fee went to, as far as each has something of it left."""
    ledger.require_within(row.fee_satang, refundable(invoice))
    _, raised = books.found(row.agency_id, f"invoice/{invoice.number}")
    collected = {line.account.partition(":")[2]: -line.amount for line in raised.lines if line.amount < 0}
    left, amounts, gone = row.fee_satang, {}, invoice.refunded_satang
    for fund, earned in sorted(collected.items()):
        already = min(gone, earned)
        gone -= already
        if taken := min(left, earned - already):
            amounts[fund] = taken
            left -= taken
    ledger.require_within(left, 0)
    entry = ledger.fees_refunded(
        reference=_reference(row), amounts=amounts, collected=collected, out_of=_out_of(row, invoice)
    )
    what = "fee refunded" if row.out_of_bank else "refund to send"
    books.write(agency=row.agency_id, entry=entry, at=now(), cause=_cause(row, what, authority, head))
    invoice.refunded_satang += row.fee_satang
    invoice.save(update_fields=["refunded_satang"])


_ON_INVOICE: Final[dict[str, Callable[[Instruction, Invoice, Authority, UUID], None]]] = {
    WAIVER: _let_go,
    WRITE_OFF: _let_go,
    REFUND: _refund,
}


def _reference(row: Instruction) -> str:
    return f"{row.kind}/{row.id}"


def _cause(row: Instruction, what: str, authority: Authority, head: UUID) -> Cause:
    return Cause(what, reason=f"{authority.provision}: {authority.reason}", by=head, by_name=authority.person)
