"""Writing money: invoices raised and cancelled, banks' notices taken in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from thanjai.agencies.selectors import agency_by_code, agency_by_id
from thanjai.domain import ledger
from thanjai.domain.buddhist import bangkok_day, fiscal_year_be
from thanjai.domain.numbering import check_character
from thanjai.kernel.clock import now
from thanjai.kernel.events import publish
from thanjai.kernel.sequences import next_number
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at
from thanjai.money import books, providers
from thanjai.money.claims import judge_of
from thanjai.money.events import InvoicePaid, PaymentHeld
from thanjai.money.models import SETTLING, Invoice, Notice, Receipt
from thanjai.money.providers import BankNotice, PaymentRequest

_AFTER_CODE = 9
"""Signs of a reference after the agency's code: two of the year, six of the number, one to check."""


@transaction.atomic
def raise_invoice(
    *,
    agency_id: UUID,
    subject: UUID,
    purpose: str,
    payer: str,
    lines: Sequence[Mapping[str, Any]],
    pay_by: date | None = None,
    person_id: UUID | None = None,
    bearer: str = "",
) -> Invoice:
    """Ask for money: `lines` are {title: {th, en}, satang}. One invoice per subject and purpose, however often asked."""
    standing = Invoice.objects.filter(agency_id=agency_id, subject=subject, purpose=purpose).first()
    if standing is not None:
        return standing
    moment, code = now(), agency_by_id(agency_id).code
    year = fiscal_year_be(bangkok_day(moment))
    serial = next_number(agency_id, f"invoice/{year}")
    number = f"{code}-{year}-{serial:06}"
    body = f"{code}{year % 100:02}{serial:06}"
    satang = sum(line["satang"] for line in lines)
    request = PaymentRequest(
        reference1=body + check_character(body), reference2=f"{subject.hex[-10:]}".upper(), satang=satang,
        payer=payer, description=number, expires_at=None,
    )  # fmt: skip
    provider = providers.get(settings.THANJAI_PAYMENT_PROVIDER)
    invoice = Invoice.objects.create(
        agency_id=agency_id, subject=subject, purpose=purpose, number=number, person_id=person_id, bearer=bearer,
        payer=payer, lines=list(lines), satang=satang, reference1=request.reference1,
        reference2=request.reference2, provider=provider.id, qr_payload=provider.qr_payload(request),
        raised_at=moment, pay_by=pay_by,
    )  # fmt: skip
    charges: dict[str, int] = {}
    for line in lines:
        fund = str(line.get("fund", "fees"))
        charges[fund] = charges.get(fund, 0) + line["satang"]
    entry = ledger.invoice_raised(reference=f"invoice/{number}", invoice=number, charges=charges)
    books.write(agency=agency_id, entry=entry, what="invoice raised", at=moment)
    return invoice


@transaction.atomic
def cancel_invoice(*, agency_id: UUID, subject: UUID, purpose: str) -> None:
    """Nothing is owed any more. An invoice on which something was paid stays; its money is to be given back."""
    invoice = Invoice.objects.select_for_update().filter(agency_id=agency_id, subject=subject, purpose=purpose).first()
    if invoice is None or invoice.cancelled_at or invoice.paid_satang:
        return
    invoice.cancelled_at = now()
    invoice.save(update_fields=["cancelled_at"])
    raised = books.read(agency_id, f"invoice/{invoice.number}")
    entry = ledger.invoice_voided(reference=f"void/{invoice.number}", raised=raised, outstanding=invoice.satang)
    books.write(agency=agency_id, entry=entry, what="invoice cancelled", at=invoice.cancelled_at)


@transaction.atomic
def lapse_invoice(*, agency_id: UUID, subject: UUID, purpose: str) -> None:
    """The time to pay is over. What was paid in part is held for the payer.

    Where its judge says that a payment still counts, because the bank dates it earlier, the invoice comes back.
    """
    invoice = Invoice.objects.select_for_update().filter(agency_id=agency_id, subject=subject, purpose=purpose).first()
    if invoice is None or invoice.cancelled_at or invoice.settled_at:
        return
    invoice.cancelled_at = now()
    invoice.save(update_fields=["cancelled_at"])
    raised = books.read(agency_id, f"invoice/{invoice.number}")
    entry = ledger.invoice_lapsed(
        reference=_lapse(invoice), raised=raised, outstanding=invoice.satang - invoice.paid_satang
    )
    books.write(agency=agency_id, entry=entry, what="invoice lapsed", at=invoice.cancelled_at)
    for part in Notice.objects.filter(invoice=invoice, result="too_little").defer("raw"):
        publish(PaymentHeld(agency_id, subject, purpose, part.id, part.satang, "lapsed"))


def _bring_back(invoice: Invoice) -> None:
    """A payment came that was made in time: the invoice stands as if its time had never run out."""
    lapsed = books.read(invoice.agency_id, _lapse(invoice))
    entry = ledger.undone(reference=f"back/{lapsed.reference}", entry=lapsed)
    books.write(agency=invoice.agency_id, entry=entry, what="invoice brought back", at=now())
    invoice.cancelled_at = None
    invoice.save(update_fields=["cancelled_at"])


def _lapse(invoice: Invoice) -> str:
    assert invoice.cancelled_at is not None
    return f"lapse/{invoice.number}/{invoice.cancelled_at.timestamp()}"


def take_notice(*, provider_id: str, headers: Mapping[str, str], body: bytes) -> Notice:
    """Take in a bank's notice. It is stored before anything else is done; a repeat changes nothing.

    Raises NoticeRejected for one that is not proven to be the bank's: that one is not stored.
    """
    notice = providers.get(provider_id).read_notice(headers=headers, body=body, now=now())
    with acting_as(PLATFORM):
        row = _store(notice)
        with transaction.atomic():
            row = Notice.objects.select_for_update().get(pk=row.pk)
            return _apply(row) if row.result == "new" else row


@transaction.atomic
def _store(notice: BankNotice) -> Notice:
    row, _ = Notice.objects.get_or_create(
        provider=notice.provider,
        outside_reference=notice.outside_reference,
        defaults={
            "reference1": notice.reference1, "reference2": notice.reference2, "satang": notice.satang,
            "paid_at": notice.paid_at, "received_at": now(), "raw": notice.raw, "result": "new",
        },
    )  # fmt: skip
    return row


def _apply(notice: Notice) -> Notice:
    """Find the invoice the money is for, and write it into the books, whatever it turns out to be."""
    known = Invoice.objects.select_for_update().filter(reference1=notice.reference1, reference2=notice.reference2)
    invoice = known.first()
    if invoice is None:
        notice.result, notice.agency_id = "unknown_reference", _agency_meant(notice.reference1)
        entry = ledger.payment_unmatched(
            reference=_reference(notice), payer=notice.outside_reference, amount=notice.satang
        )
        books.write(agency=books.NOBODY, entry=entry, what="money of unknown purpose", at=notice.received_at)
        notice.save()
        return notice
    notice.agency_id, notice.invoice = invoice.agency_id, invoice
    refused = _refused(invoice, notice.paid_at)
    outstanding = 0 if refused else invoice.satang - invoice.paid_satang
    notice.result = refused or _result(notice.satang, outstanding)
    notice.save()
    with acting_as(worker_at(invoice.agency_id)):
        _enter(notice, invoice, outstanding)
    return notice


def _enter(notice: Notice, invoice: Invoice, outstanding: int) -> None:
    """Write a payment into the agency's books, and tell what it came to."""
    counted = min(notice.satang, outstanding)
    if counted and invoice.cancelled_at:
        _bring_back(invoice)
    entry = ledger.payment_received(
        reference=_reference(notice), invoice=invoice.number, amount=notice.satang, outstanding=outstanding
    )
    books.write(agency=invoice.agency_id, entry=entry, what=f"payment {notice.result}", at=notice.received_at)
    invoice.paid_satang += counted
    if notice.result in SETTLING:
        _settle(invoice, notice.paid_at)
    elif counted:
        invoice.save(update_fields=["paid_satang"])
    if held := notice.satang - counted:
        publish(PaymentHeld(invoice.agency_id, invoice.subject, invoice.purpose, notice.id, held, notice.result))


def _refused(invoice: Invoice, paid_at: datetime) -> str:
    """Why a payment does not count for the invoice it names; empty when it does."""
    if invoice.settled_at:
        return "already_paid"
    if judge := judge_of(invoice.purpose):
        return judge(invoice.subject, invoice.purpose, paid_at)
    return "cancelled_invoice" if invoice.cancelled_at else ""


def _agency_meant(reference1: str) -> UUID | None:
    """The agency whose mark a mistaken reference begins with: its cashier is the one who can find out."""
    meant = agency_by_code(reference1[:-_AFTER_CODE])
    return meant.id if meant else None


def _reference(notice: Notice) -> str:
    return f"notice/{notice.provider}/{notice.outside_reference}"


def _result(satang: int, outstanding: int) -> str:
    """What a payment that counts is to what was still owed."""
    if satang < outstanding:
        return "too_little"
    return "settled" if satang == outstanding else "too_much"


def _settle(invoice: Invoice, paid_at: datetime) -> None:
    """Paid in full: the receipt, numbered without gaps per agency and fiscal year, and the news."""
    moment = now()
    invoice.settled_at = moment
    invoice.save(update_fields=["paid_satang", "settled_at"])
    year = fiscal_year_be(bangkok_day(moment))
    number = f"{next_number(invoice.agency_id, f'receipt/{year}'):05}/{year}"
    Receipt.objects.create(
        agency_id=invoice.agency_id, invoice=invoice, number=number, person_id=invoice.person_id,
        bearer=invoice.bearer, satang=invoice.satang, issued_at=moment,
    )  # fmt: skip
    publish(
        InvoicePaid(
            agency_id=invoice.agency_id, subject=invoice.subject, purpose=invoice.purpose, satang=invoice.satang,
            invoice_number=invoice.number, receipt_number=number, paid_at=paid_at,
        )
    )  # fmt: skip
