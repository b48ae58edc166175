"""Writing money: invoices raised and cancelled, banks' notices taken in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from thanjai.agencies.selectors import agency_by_code, agency_by_id
from thanjai.domain import dues, ledger
from thanjai.domain.buddhist import bangkok_day, fiscal_year_be
from thanjai.domain.numbering import check_character
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.events import publish
from thanjai.kernel.sequences import next_number
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at
from thanjai.money import billers, books, crediting, going_back, providers, receipting
from thanjai.money.books import Cause
from thanjai.money.claims import judge_of
from thanjai.money.events import PaymentHeld
from thanjai.money.models import SETTLING, Invoice, Notice
from thanjai.money.providers import BankNotice, NothingToTake, PaymentRequest

PARTS = ("too_little", "instalment")
"""Results of a bank's notice that paid a part."""
_AFTER_CODE = 9
"""Signs of a reference after the agency's code: two of the year, six of the number, one to check."""


@dataclass(frozen=True)
class Officer:
    """Who has confirmed a payment, as the books name them."""

    id: UUID
    name: str


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
    """Ask for money: `lines` are {title: {th, en}, satang, fund}. One invoice per subject and purpose, however often asked."""
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
        payer=payer, description=number, expires_at=None, biller_id=billers.biller_for(agency_id, lines),
    )  # fmt: skip
    provider = providers.get(settings.THANJAI_PAYMENT_PROVIDER)
    invoice = Invoice.objects.create(
        agency_id=agency_id, subject=subject, purpose=purpose, number=number, person_id=person_id, bearer=bearer,
        payer=payer, lines=list(lines), satang=satang, reference1=request.reference1,
        reference2=request.reference2, provider=provider.id, qr_payload=provider.qr_payload(request),
        raised_at=moment, pay_by=pay_by,
    )  # fmt: skip
    entry = ledger.invoice_raised(reference=f"invoice/{number}", invoice=number, charges=billers.funds_in(lines))
    books.write(agency=agency_id, entry=entry, at=moment, cause=Cause("invoice raised"))
    return invoice


@transaction.atomic
def cancel_invoice(*, agency_id: UUID, subject: UUID, purpose: str) -> None:
    """Nothing is owed any more. An invoice on which something was paid stays; its money is to be given back."""
    invoice = Invoice.objects.select_for_update().filter(agency_id=agency_id, subject=subject, purpose=purpose).first()
    if invoice is None or invoice.cancelled_at or invoice.paid_satang:
        return
    invoice.cancelled_at = now()
    invoice.save(update_fields=["cancelled_at"])
    _unwind(invoice, f"void/{invoice.number}", "invoice cancelled")


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
    _unwind(invoice, _lapse(invoice), "invoice lapsed")
    for part in Notice.objects.filter(invoice=invoice, result__in=PARTS).defer("raw").order_by("received_at", "id"):
        publish(PaymentHeld(agency_id, subject, purpose, part.id, part.satang, "lapsed"))


def _unwind(invoice: Invoice, reference: str, what: str) -> None:
    """Nothing is owed, added or earned by the invoice any more; what was paid is held for the payer."""
    assert invoice.cancelled_at is not None
    raised_by, raised = books.found(invoice.agency_id, f"invoice/{invoice.number}")
    standing = books.standing(invoice.agency_id, dues.accounts_of(invoice.number))
    entry = dues.unwound(reference=reference, invoice=invoice.number, raised=raised, standing=standing)
    cause = Cause(what, corrects=raised_by, invoice=invoice.id)
    books.write(agency=invoice.agency_id, entry=entry, at=invoice.cancelled_at, cause=cause)


def _bring_back(invoice: Invoice) -> None:
    """A payment came that was made in time: the invoice stands as if its time had never run out."""
    id, lapsed = books.found(invoice.agency_id, _lapse(invoice))
    entry = ledger.undone(reference=f"back/{lapsed.reference}", entry=lapsed)
    cause = Cause("invoice brought back", corrects=id)
    books.write(agency=invoice.agency_id, entry=entry, at=now(), cause=cause)
    invoice.cancelled_at = None
    invoice.save(update_fields=["cancelled_at"])


def _lapse(invoice: Invoice) -> str:
    assert invoice.cancelled_at is not None
    return f"lapse/{invoice.number}/{invoice.cancelled_at.timestamp()}"


def take_notice(*, provider_id: str, headers: Mapping[str, str], body: bytes) -> Notice:
    """Take in a bank's notice. It is stored before anything else is done; a repeat changes nothing.

    Raises NoticeRejected for one that is not proven to be the bank's, NothingToTake for one that tells of no money, and
    NotNow where that cannot be found out: none of these is stored.
    """
    return take_in(providers.get(provider_id).read_notice(headers=headers, body=body, now=now()))


def take_in(notice: BankNotice) -> Notice:
    """Take in money that a provider has told of, however we came to hear it; a repeat changes nothing.

    Raises NoticeRejected where it came to nobody's account here, NothingToTake where all of it went back before it was in the books.
    """
    with acting_as(PLATFORM):
        owners = billers.owners_of(notice.provider, notice)
        if (
            notice.returned
            and notice.returned >= notice.satang
            and not is_known(notice.provider, notice.outside_reference)
        ):
            raise NothingToTake(
                "notice.went_back",
                Text(th="เงินคืนไปก่อนที่จะบันทึก", en="The money had gone back before it was entered"),
            )
        row = _store(notice, *(owners if owners and len(owners) == 1 else ()))
        with transaction.atomic():
            row = Notice.objects.select_for_update().get(pk=row.pk)
            if row.result == "new":
                row = _apply(row, notice.channel, owners)
            if notice.returned:
                going_back.note(row, notice)
            return row


def is_known(provider: str, outside_reference: str) -> bool:
    """Whether this payment was taken in; as the platform."""
    with transaction.atomic():
        found = Notice.objects.filter(provider=provider, outside_reference=outside_reference)
        return found.exclude(result="new").exists()


@transaction.atomic
def _store(notice: BankNotice, agency_id: UUID | None = None) -> Notice:
    row, _ = Notice.objects.get_or_create(
        provider=notice.provider,
        outside_reference=notice.outside_reference,
        defaults={
            "reference1": notice.reference1, "reference2": notice.reference2, "satang": notice.satang,
            "paid_at": notice.paid_at, "received_at": now(), "raw": notice.raw, "result": "new",
            "agency_id": agency_id,
        },
    )  # fmt: skip
    return row


@transaction.atomic
def take_line(*, told: BankNotice, invoice: Invoice | None, agency_id: UUID, officer: Officer) -> Notice:
    """A line of an agency's bank statement goes into its books, as an officer has confirmed it: as a payment of an
    invoice, which is locked, or as money that is held."""
    with acting_as(worker_at(agency_id)):
        row = _store(told, agency_id)
        if row.result != "new":
            return row
        return _hold_unmatched(row, officer) if invoice is None else _credit(row, invoice, told.channel, officer)


def _apply(notice: Notice, channel: str, owners: set[UUID] | None) -> Notice:
    """Find the invoice the money is for, of those whose account it came to; write it into the books, whatever it is."""
    known = Invoice.objects.select_for_update().filter(reference1=notice.reference1, reference2=notice.reference2)
    invoice = (known if owners is None else known.filter(agency_id__in=owners)).first()
    return _hold_unmatched(notice) if invoice is None else _credit(notice, invoice, channel)


def _credit(notice: Notice, invoice: Invoice, channel: str, officer: Officer | None = None) -> Notice:
    refused = _refused(invoice, notice.paid_at)
    with acting_as(worker_at(invoice.agency_id)):
        outstanding = 0 if refused else _owed_by(invoice, notice)
    notice.agency_id, notice.invoice = invoice.agency_id, invoice
    notice.result = refused or _result(notice.satang, outstanding, in_parts=invoice.in_parts)
    notice.save()
    with acting_as(worker_at(invoice.agency_id)):
        _enter(notice, invoice, channel, officer, counts=not refused)
    return notice


def _hold_unmatched(notice: Notice, officer: Officer | None = None) -> Notice:
    """In the books of the agency whose account it came to, or that was meant, where that can be told."""
    notice.result, notice.agency_id = "unknown_reference", notice.agency_id or agency_meant(notice.reference1)
    entry = ledger.payment_unmatched(reference=_reference(notice), payer=notice.outside_reference, amount=notice.satang)
    notice.save()
    cause = Cause("money of unknown purpose", notice=notice.id, **_by(officer))
    books.write(agency=notice.agency_id or books.NOBODY, entry=entry, at=notice.received_at, cause=cause)
    return notice


def _owed_by(invoice: Invoice, notice: Notice) -> int:
    """What was owed on the day of the payment, on an invoice that stands again if it had lapsed."""
    if invoice.cancelled_at:
        _bring_back(invoice)
    crediting.add_surcharge(invoice, bangkok_day(notice.paid_at))
    return invoice.outstanding


def _by(officer: Officer | None) -> dict[str, Any]:
    return {"by": officer.id, "by_name": officer.name} if officer else {}


def _enter(notice: Notice, invoice: Invoice, channel: str, officer: Officer | None, *, counts: bool) -> None:
    """Write a payment into the agency's books, and tell what it came to."""
    paid_on = bangkok_day(notice.paid_at)
    facts: dict[str, Any] = {
        "reference": _reference(notice), "at": notice.received_at,
        "cause": Cause(f"payment {notice.result}", value_day=paid_on, invoice=invoice.id, **_by(officer)),
    }  # fmt: skip
    if counts:
        made = crediting.pay(invoice, amount=notice.satang, into=ledger.BANK, **facts)
        counted, held = made.fee + made.surcharge, made.held
        if notice.result == "instalment":
            lines = receipting.lines_of(invoice, made.fee, made.surcharge)
            slip = receipting.Slip(counted, channel, notice.paid_at, lines, notice.outside_reference)
            receipting.issue(invoice, slip)
    else:
        held = notice.satang
        entry = ledger.payment_received(
            reference=facts["reference"], invoice=invoice.number, amount=held, outstanding=0
        )
        books.write(agency=invoice.agency_id, entry=entry, at=facts["at"], cause=facts["cause"])
    if notice.result in SETTLING:
        crediting.settle(invoice, notice.paid_at, method=channel)
    if held:
        publish(PaymentHeld(invoice.agency_id, invoice.subject, invoice.purpose, notice.id, held, notice.result))


def _refused(invoice: Invoice, paid_at: datetime) -> str:
    """Why a payment does not count for the invoice it names; empty when it does."""
    if invoice.settled_at:
        return "already_paid"
    if judge := judge_of(invoice.purpose):
        return judge(invoice.subject, invoice.purpose, paid_at)
    return "cancelled_invoice" if invoice.cancelled_at else ""


def agency_meant(reference1: str) -> UUID | None:
    """The agency whose mark a mistaken reference begins with: its cashier is the one who can find out."""
    meant = agency_by_code(reference1[:-_AFTER_CODE])
    return meant.id if meant else None


def _reference(notice: Notice) -> str:
    return f"notice/{notice.provider}/{notice.outside_reference}"


def _result(satang: int, outstanding: int, *, in_parts: bool) -> str:
    """What a payment that counts is to what was still owed."""
    if satang < outstanding:
        return "instalment" if in_parts else "too_little"
    return "settled" if satang == outstanding else "too_much"
