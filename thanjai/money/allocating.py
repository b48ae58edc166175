"""Money that is held for its payer: which invoice it may be for, and paying that with it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from thanjai.domain import dues, ledger
from thanjai.domain.matching import Candidate, Held, Likeness, propose
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now, today
from thanjai.kernel.ids import new_id
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as, worker_at
from thanjai.money import books, crediting, receipting
from thanjai.money.books import Cause
from thanjai.money.desk import cashier_of, check_apart
from thanjai.money.models import Holding, Invoice, Notice
from thanjai.money.planning import open_invoice

MOST = 200


@dataclass(frozen=True)
class Proposed:
    invoice: Invoice
    why: tuple[Likeness, ...]


def proposals(holding: Holding) -> list[Proposed]:
    """Open invoices that held money may be for, the likeliest first: by reference, by amount, by the payer's name."""
    held = _held(holding)
    unpaid = Invoice.objects.filter(agency_id=holding.agency_id, settled_at__isnull=True, cancelled_at__isnull=True)
    alike = Q(satang=holding.satang)
    if held.name:
        alike |= Q(payer__iexact=held.name)
    for reference in held.references:
        alike |= Q(reference1=reference) | Q(reference2=reference) | Q(reference1__startswith=reference[:-4])
    by_id = {one.id: one for one in unpaid.filter(alike).order_by("-raised_at")[:MOST]}
    candidates = [
        Candidate(one.id, one.outstanding, (one.reference1, one.reference2), one.payer) for one in by_id.values()
    ]
    return [Proposed(by_id[one.invoice], one.why) for one in propose(held, candidates)]


def _held(holding: Holding) -> Held:
    notice, invoice = holding.notice, holding.invoice
    references = (notice.reference1, notice.reference2) if notice else ()
    return Held(holding.satang, tuple(one for one in references if len(one) > 4), invoice.payer if invoice else "")


@transaction.atomic
def allocate(*, actor: Actor, holding_id: UUID, invoice_id: UUID, satang: int, reason: str) -> Invoice:
    """Pay an invoice with money that is held. Raises Refusal beyond what is held or owed."""
    member = cashier_of(actor)
    if not reason.strip():
        raise Refusal(
            "reason",
            Text(th="ระบุว่าทราบได้อย่างไรว่าเป็นเงินของใบแจ้งชำระนี้", en="Say how you know that it is for this invoice."),
            field="reason",
        )
    with acting_as(worker_at(member.agency_id)):
        invoice = open_invoice(member.agency_id, invoice_id)
        check_apart(invoice.subject, member.person_id)
        holding = Holding.objects.select_for_update().filter(pk=holding_id, agency_id=member.agency_id).first()
        if holding is None:
            raise Refusal("no_such_money", Text(th="ไม่พบเงินรอจัดสรรนี้", en="There is no such money held."))
        crediting.add_surcharge(invoice, today())
        moment = now()
        made = dues.allocation(
            reference=f"allocation/{new_id().hex}", payer=holding.key,
            invoice=invoice.number, amount=satang, held=holding.satang, owed=crediting.owed_on(invoice),
            order=crediting.order_of(invoice),
        )  # fmt: skip
        cause = Cause("held money allocated", reason=reason.strip(), by=member.person_id, by_name=actor.name)
        books.write(agency=member.agency_id, entry=made.entry, at=moment, cause=cause)
        crediting.count(invoice, satang)
        lines = receipting.lines_of(invoice, made.fee, made.surcharge)
        receipting.issue(invoice, receipting.Slip(satang, "held", moment, lines, holding.key))
        if not invoice.outstanding:
            crediting.settle(invoice, moment)
    return invoice


@transaction.atomic
def give_to(*, outside_reference: str, agency_id: UUID) -> Holding:
    """Money that nobody's was turns out to be an agency's: it leaves the platform's books for that one's.

    By who runs the platform. Raises Refusal when no such money waits.
    """
    with acting_as(PLATFORM):
        notice = Notice.objects.select_for_update().filter(outside_reference=outside_reference, agency_id=None).first()
        waits = Holding.objects.select_for_update().filter(agency_id=books.NOBODY, notice=notice, satang__gt=0).first()
        if notice is None or waits is None:
            raise Refusal(
                "no_such_money",
                Text(th="ไม่มีเงินที่ไม่ทราบหน่วยงานตามเลขอ้างอิงนี้", en="No money of unknown agency has this reference."),
            )
        moment = now()
        leaves, comes = dues.handed_over(
            reference=f"handed/{notice.id}", payer=waits.key, amount=waits.satang, held=waits.satang
        )
        cause = Cause("found to be an agency's", notice=notice.id)
        books.write(agency=books.NOBODY, entry=leaves, at=moment, cause=cause)
        books.write(agency=agency_id, entry=comes, at=moment, cause=cause)
        notice.agency_id = agency_id
        notice.save(update_fields=["agency_id"])
        key = ledger.unallocated(waits.key).partition(":")[2]
        return Holding.objects.get(agency_id=agency_id, key=key)
