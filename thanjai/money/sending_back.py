"""Refunds of what was paid at a gateway: sent back there by a job, once, and booked as paid when the gateway says so.

What goes to an account with the office's payments to people (`by_roll`) is booked and undone here in the same way.

The order is the approved instruction itself: stored before anything is sent, and its id is the key by which the gateway
knows a repeat. From the approval until the answer its money is payable.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Sum

from thanjai.domain import ledger
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.events import publish
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at
from thanjai.money import books, providers
from thanjai.money.books import Cause
from thanjai.money.events import MoneyNotSent, MoneySentBack
from thanjai.money.going_back import GONE_BACK, REFUSED, ROLL, SENT, TO_SEND
from thanjai.money.models import Holding, Instruction, Invoice, Notice
from thanjai.money.providers import Gateway, NotGivenBack

_NO_FEE: Final = ("settled", GONE_BACK)
"""Results of payments of which nothing is held."""
log = structlog.get_logger("thanjai.money.sending_back")


@dataclass(frozen=True)
class WayBack:
    """A payment at a gateway of which `most` satang can still go back. `gone` of it went back without us."""

    payment: Notice
    title: Text
    most: int
    gone: int


def ways_back(*, invoice: Invoice | None = None, holding: Holding | None = None, lock: bool = False) -> list[WayBack]:
    """By which payments fees of an invoice, or money that is held, can be sent back; what has most left first."""
    gateways = {one.id: one for one in providers.gateways()}
    rows = Notice.objects.select_for_update() if lock else Notice.objects.all()
    rows = rows.filter(provider__in=gateways).exclude(result=GONE_BACK).defer("raw").order_by("id")
    if holding is None:
        rows = rows.filter(invoice=invoice, result__in=("settled", "too_much", "too_little", "instalment"))
    elif holding.notice_id is not None:
        rows = rows.filter(pk=holding.notice_id)
    else:
        rows = rows.filter(invoice=holding.invoice_id).exclude(result__in=_NO_FEE)
    found = [_way_back(one, gateways[one.provider]) for one in rows]
    return sorted((one for one in found if one.most > 0), key=lambda one: -one.most)


def _way_back(row: Notice, gateway: Gateway) -> WayBack:
    ours = Instruction.objects.filter(payment=row, outcome="approved", sending__in=(TO_SEND, SENT))
    sent = ours.aggregate(total=Sum("fee_satang"))["total"] or 0
    told = f"{row.outside_reference}/back/"
    known = Notice.objects.filter(provider=row.provider, outside_reference__startswith=told, result=GONE_BACK)
    went = max((int(one.removeprefix(told)) for one in known.values_list("outside_reference", flat=True)), default=0)
    gone = max(0, went - sent)
    return WayBack(row, gateway.title, row.satang - sent - gone, gone)


def order_of(row: Instruction) -> str:
    """What the books call the order."""
    return f"BACK-{row.id.hex[-25:].upper()}"


def send(*, agency_id: UUID, instruction_id: UUID) -> None:
    """Send back what was approved, once, however often this is asked for. Raises NotNow: to be tried again."""
    with acting_as(worker_at(agency_id)):
        with transaction.atomic():
            row = Instruction.objects.filter(pk=instruction_id, agency_id=agency_id, sending=TO_SEND).first()
            if row is None or row.payment_id is None:
                return
            payment = Notice.objects.defer("raw").get(pk=row.payment_id)
        gateway = providers.get(payment.provider)
        assert isinstance(gateway, Gateway)
        try:
            reference = gateway.give_back(payment.outside_reference, row.fee_satang, row.id.hex)
        except NotGivenBack as refused:
            undo(row.id, refused.message)
        else:
            book(row.id, reference)


def send_waiting() -> None:
    """Send what was approved and, for whatever reason, is not sent yet; a gateway that is silent is asked again later."""
    with acting_as(PLATFORM), transaction.atomic():
        waiting = list(
            Instruction.objects.filter(sending=TO_SEND, payment__isnull=False)
            .order_by("decided_at")
            .values_list("agency_id", "id")
        )
    for agency_id, id in waiting:
        try:
            send(agency_id=agency_id, instruction_id=id)
        except Refusal as refusal:
            log.warning("not sent back yet", instruction=str(id), why=refusal.code)


@transaction.atomic
def book(id: UUID, reference: str) -> None:
    """The gateway, or the bank, says that it was sent: it leaves the bank account."""
    row = Instruction.objects.select_for_update().get(pk=id)
    if row.sending != TO_SEND:
        return
    what = "paid to account" if row.way == ROLL else "sent back"
    entry = ledger.sent_back(reference=f"{row.kind}/{row.id}/sent", order=order_of(row), amount=row.fee_satang)
    row.sending, row.sent_at, row.sent_reference = SENT, now(), reference[:80]
    row.save(update_fields=["sending", "sent_at", "sent_reference"])
    books.write(agency=row.agency_id, entry=entry, at=row.sent_at, cause=Cause(what, reason=reference))
    if (subject := subject_of(row)) is not None:
        publish(MoneySentBack(row.agency_id, row.id, subject, row.fee_satang, to_account=row.way == ROLL))


@transaction.atomic
def undo(id: UUID, why: Text) -> None:
    """It will not be sent so: all stands again as before the approval, and it can be asked for in another way."""
    row = Instruction.objects.select_for_update().get(pk=id)
    if row.sending != TO_SEND:
        return
    made_by, made = books.found(row.agency_id, f"{row.kind}/{row.id}")
    what = "taken back" if row.way == ROLL else "not sent back"
    entry = ledger.undone(reference=f"{row.kind}/{row.id}/undone", entry=made)
    books.write(agency=row.agency_id, entry=entry, at=now(), cause=Cause(what, corrects=made_by))
    if row.invoice_id is not None:
        invoice = Invoice.objects.select_for_update().get(pk=row.invoice_id)
        invoice.refunded_satang -= row.fee_satang
        invoice.save(update_fields=["refunded_satang"])
    row.sending, row.answer = REFUSED, why.model_dump()
    row.save(update_fields=["sending", "answer"])
    assert row.decided_by is not None
    publish(MoneyNotSent(row.agency_id, row.id, (row.asked_by, row.decided_by)))


def subject_of(row: Instruction) -> UUID | None:
    """What the money was paid for; None for money of which nobody knows."""
    if row.invoice is not None:
        return row.invoice.subject
    return row.holding.invoice.subject if row.holding and row.holding.invoice else None
