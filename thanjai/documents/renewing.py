"""Renewing a document by paying: the invoice, whether a payment counts, and what it does.

The bank's moment decides. The renewal is written in the transaction that takes the bank's notice in, so there
is never a payment without its renewal; the evidence and the letter follow by a job.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from thanjai.cases import selectors as cases
from thanjai.documents.facts import facts_of
from thanjai.documents.keys import is_secret_of
from thanjai.documents.log.entering import enter
from thanjai.documents.log.lines import RENEWED
from thanjai.documents.models import Change, Document, Renewal
from thanjai.documents.selectors import changes_of, coded, current_of, no_such_document
from thanjai.documents.terms import price_of, terms_of
from thanjai.domain import renewal
from thanjai.domain.buddhist import format_day
from thanjai.domain.document import IssuedDocument
from thanjai.domain.refusals import Refusal
from thanjai.domain.renewal import Period, Result, State
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import acting_as, worker_at
from thanjai.money.actions import raise_invoice
from thanjai.money.claims import judged_by
from thanjai.money.events import InvoicePaid

PURPOSE = "renew/"
"""How the purposes of our invoices begin; the last day of the period that is paid for follows."""


def purpose_of(period: Period) -> str:
    return f"{PURPOSE}{period.last.isoformat()}"


@transaction.atomic
def open_invoice(*, check_code: str, secret: str) -> None:
    """Ask for the fee of another period: one invoice for a document and period, however often it is asked for.

    Whoever has the link may, signed in or not. Raises Refusal when the document cannot be renewed by paying now.
    """
    found = coded(check_code)
    if found is None or not is_secret_of(found, secret):
        raise no_such_document()
    moment = now()
    with acting_as(worker_at(found.agency_id)):
        document = Document.objects.select_for_update(of=("self",)).get(pk=found.pk)
        row = cases.case(document.case_id)
        terms = terms_of(document, row, moment)
        standing = renewal.standing(facts_of(document), terms, moment) if terms else None
        if standing is None or standing.state is not State.OPEN or standing.period is None:
            raise Refusal("renewal_not_open", standing.reason if standing else CANNOT)
        price = price_of(document, row, moment)
        if not price.total:
            raise Refusal("renewal_free", FREE)
        raise_invoice(
            agency_id=document.agency_id, subject=document.id, purpose=purpose_of(standing.period),
            payer=document.holder, pay_by=document.valid_until, person_id=document.person_id, bearer=document.bearer,
            lines=[{"title": line.title.model_dump(), "satang": line.satang, "fund": line.fund} for line in price.lines],
        )  # fmt: skip


@judged_by(PURPOSE)
def judge(subject: UUID, purpose: str, paid_at: datetime) -> str:
    """Whether money that the bank dates at `paid_at` still renews; empty when it does, else the word for why not."""
    document = Document.objects.select_for_update(of=("self",)).get(pk=subject)
    outcome = outcome_of(document, purpose, paid_at)
    return "" if outcome.result is Result.RENEWED else outcome.result.value


def outcome_of(document: Document, purpose: str, paid_at: datetime, late: Text | None = None) -> renewal.Outcome:
    """What a payment comes to that was made for the period which `purpose` names, whichever version asked for it."""
    document = current_of(document)
    until = _until(purpose)
    earlier = {one.period_until: one.period_from for one in Renewal.objects.filter(document=document)}
    facts = facts_of(document, changes_of(document))
    last = earlier[until] - timedelta(days=1) if until in earlier else _last_day(facts)
    renewed = [first - timedelta(days=1) for first in earlier.values()]
    return renewal.outcome(facts, last, renewed, paid_at, late)


def renew(paid: InvoicePaid) -> Renewal:
    """Write down what a payment that counts has done. Its judge was asked a moment ago, in this transaction."""
    document = current_of(Document.objects.select_for_update(of=("self",)).get(pk=paid.subject))
    moment, until = now(), _until(paid.purpose)
    first = _last_day(facts_of(document)) + timedelta(days=1)
    ordinal = Renewal.objects.filter(document=document).aggregate(last=Max("ordinal"))["last"] or 0
    span = f"{format_day(first, 'th', 'short')} – {format_day(until, 'th', 'short')}"
    made = Renewal.objects.create(
        agency_id=document.agency_id, document=document, ordinal=ordinal + 1, period_from=first, period_until=until,
        invoice_number=paid.invoice_number, receipt_number=paid.receipt_number, satang=paid.satang,
        paid_at=paid.paid_at, renewed_at=moment,
    )  # fmt: skip
    document.valid_until, document.wake_at = until, moment
    document.save(update_fields=["valid_until", "wake_at"])
    Change.objects.create(
        agency_id=document.agency_id, document=document, what=RENEWED, person_name="",
        plain=f"{span} · {paid.invoice_number} · {paid.receipt_number}", at=moment,
    )  # fmt: skip
    enter(document, RENEWED, moment)
    return made


def _until(purpose: str) -> date:
    return date.fromisoformat(purpose.removeprefix(PURPOSE))


def _last_day(facts: IssuedDocument) -> date:
    assert facts.valid_until is not None
    return facts.valid_until


CANNOT = Text(
    th="เอกสารชนิดนี้ไม่มีการต่ออายุ หากจะประกอบกิจการต่อ ให้ยื่นคำขอใหม่ต่อหน่วยงานผู้ออก",
    en="This kind of document is not renewed. To go on after it ends, apply anew to the agency that issued it.",
)
FREE = Text(
    th="ไม่มีค่าธรรมเนียมให้ชำระ ติดต่อหน่วยงานผู้ออกเพื่อต่ออายุก่อนวันหมดอายุ",
    en="There is no fee to pay. Ask the agency that issued it to renew it before it expires.",
)
