"""What cases do when something has happened: to themselves, or to the money asked for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from thanjai.cases import at_rest, delays, jobs, money_letters, reminders, telling
from thanjai.cases.actions import confirm_payment
from thanjai.cases.events import Attended, CaseMoved, DocumentWanted
from thanjai.cases.letters import event_of
from thanjai.cases.models import Case, RegisterLine
from thanjai.domain.case import events as e
from thanjai.domain.case.events import Event
from thanjai.domain.case.state import ENDED
from thanjai.kernel.clock import now
from thanjai.kernel.events import publish, subscribe
from thanjai.kernel.tenancy import acting_as, worker_at
from thanjai.messaging.events import MessageDelivered
from thanjai.money.actions import cancel_invoice, raise_invoice
from thanjai.money.events import BillerDecided, InvoicePaid, MoneyNotSent, MoneySentBack


@subscribe(CaseMoved)
def tell_the_applicant(moved: CaseMoved) -> None:
    """Letters and papers follow by a job. A submission brings its own job along."""
    if moved.first > 1:
        jobs.follow_up.defer(
            agency_id=str(moved.agency_id), case_id=str(moved.case_id), first=moved.first, last=moved.case.version
        )


@subscribe(CaseMoved)
def do_what_the_events_ask(moved: CaseMoved) -> None:
    """Money, documents, register lines and copies of notices of delay, in the same transaction."""
    wanted = [event for event in moved.events if type(event) in _ASKED]
    ended_unpaid = moved.case.fee is not None and moved.case.paid_satang is None and moved.case.status in ENDED
    if not wanted and not ended_unpaid:
        return
    with acting_as(worker_at(moved.agency_id)):
        for event in wanted:
            _ASKED[type(event)](moved, event)
        if ended_unpaid and moved.case.fee is not None:
            cancel_invoice(agency_id=moved.agency_id, subject=moved.case_id, purpose=moved.case.fee.step)


def _ask_for_money(moved: CaseMoved, event: e.FeeRequested) -> None:
    row = Case.objects.get(pk=moved.case_id)
    raise_invoice(
        agency_id=moved.agency_id, subject=moved.case_id, purpose=event.step, payer=row.applicant,
        lines=[{"title": line.title.model_dump(), "satang": line.satang, "fund": line.fund} for line in event.lines],
        pay_by=event.pay_by, person_id=row.person_id, bearer=row.bearer,
    )  # fmt: skip


def _ask_for_document(moved: CaseMoved, event: e.DocumentRequested) -> None:
    publish(DocumentWanted(moved.case_id, moved.agency_id, event.step, event.paper))


def _enter(moved: CaseMoved, event: e.EntryMade) -> None:
    key = Case.objects.values_list("sealed_key", flat=True).get(pk=moved.case_id)
    plain, kept = at_rest.line_sealed(key, at_rest.of_line(moved.case_id, event.register_entry), event.values)
    RegisterLine.objects.get_or_create(
        case_id=moved.case_id, register=event.register_entry,
        defaults={"agency_id": moved.agency_id, "service_id": moved.service_id, "plain": plain, "sealed": kept,
                  "entered_at": now()},
    )  # fmt: skip


_ASKED: dict[type[Event], Callable[[CaseMoved, Any], None]] = {
    e.FeeRequested: _ask_for_money,
    e.DocumentRequested: _ask_for_document,
    e.EntryMade: _enter,
    e.DelayNotified: delays.keep_copy,
}


@subscribe(MessageDelivered)
def record_that_they_were_told(delivered: MessageDelivered) -> None:
    """An order is told when its letter has gone out, not when it was written."""
    about = event_of(delivered.key)
    if about is not None and telling.is_order(*about):
        case_id, seq = about
        jobs.told.defer(agency_id=str(delivered.agency_id), case_id=str(case_id), seq=seq, at=delivered.at.isoformat())


@subscribe(Attended)
def remind_the_applicant(attended: Attended) -> None:
    """What is still for the applicant to do, when its time runs out."""
    reminders.remind(attended)


@subscribe(InvoicePaid)
def go_on_when_paid(paid: InvoicePaid) -> None:
    """The invoice of a case was settled by the bank's word."""
    row = Case.objects.filter(pk=paid.subject).first()
    if row is None or paid.purpose not in row.steps:
        return
    confirm_payment(
        agency=paid.agency_id, case_id=paid.subject, step=paid.purpose, satang=paid.satang,
        reference=paid.invoice_number, receipt=paid.receipt_number,
    )  # fmt: skip


@subscribe(BillerDecided)
def tell_of_biller(decided: BillerDecided) -> None:
    """Two officers have changed where money comes to."""
    money_letters.tell_of_biller(decided)


@subscribe(MoneyNotSent)
def tell_not_sent(told: MoneyNotSent) -> None:
    """A refund that two officers had settled did not go out."""
    money_letters.tell_not_sent(told)


@subscribe(MoneySentBack)
def tell_sent_back(sent: MoneySentBack) -> None:
    """Money that was paid for a case goes back."""
    row = Case.objects.filter(pk=sent.subject).first()
    if row is not None:
        money_letters.tell_sent_back(row, sent)
