"""Reading money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from thanjai.domain.instalments import Part, Standing, State, standing
from thanjai.kernel.clock import today
from thanjai.kernel.paging import Place, newest_first
from thanjai.kernel.tenancy import acting_as, worker_at
from thanjai.money import billers, crediting, providers
from thanjai.money.models import Instruction, Invoice, Notice, Receipt, Taking
from thanjai.money.providers import PaymentRequest


def invoice_of(subject: UUID, purpose: str | None = None) -> Invoice | None:
    """The invoice raised for a subject; its newest, when no purpose is named."""
    found = Invoice.objects.filter(subject=subject)
    if purpose is not None:
        found = found.filter(purpose=purpose)
    return found.order_by("-raised_at").first()


def receipts_for(*subjects: UUID) -> list[Receipt]:
    """The receipts of whatever was paid for these, in order; those that are void are not among them."""
    found = Receipt.objects.filter(invoice__subject__in=subjects, voided_at__isnull=True).select_related("invoice")
    return list(found.order_by("issued_at"))


def receipt_numbered(subject: UUID, number: str) -> Receipt | None:
    """The receipt of this number for a subject; the one that holds in its place, where it is void."""
    found = Receipt.objects.filter(invoice__subject=subject, number=number).select_related("invoice").first()
    while found is not None and found.voided_at is not None:
        found = Receipt.objects.filter(replaces=found).select_related("invoice").first()
    return found


def notice(id: UUID) -> Notice:
    """A bank's notice. Raises Notice.DoesNotExist."""
    return Notice.objects.defer("raw").get(pk=id)


def invoices_of_agency(
    agency_id: UUID, *, open_only: bool, after: Place | None = None, limit: int = 100
) -> list[Invoice]:
    """An agency's invoices, newest first; those after a place in that order."""
    found = Invoice.objects.filter(agency_id=agency_id)
    if open_only:
        found = found.filter(settled_at__isnull=True, cancelled_at__isnull=True)
    return list(newest_first(found, "raised_at", after)[:limit])


def receipts_of_agency(agency_id: UUID, *, after: Place | None = None, limit: int = 100) -> list[Receipt]:
    """An agency's receipts with their invoices, newest first; those after a place in that order."""
    found = Receipt.objects.filter(agency_id=agency_id).select_related("invoice")
    return list(newest_first(found, "issued_at", after)[:limit])


def notices_of_agency(agency_id: UUID, *, odd: bool, after: Place | None = None, limit: int = 100) -> list[Notice]:
    """Banks' notices for an agency, newest first: those that want a person's eye, or those that settled an invoice."""
    found = Notice.objects.filter(agency_id=agency_id).select_related("invoice").defer("raw")
    found = found.exclude(result="settled") if odd else found.filter(result="settled")
    return list(newest_first(found, "received_at", after)[:limit])


@dataclass(frozen=True)
class Paid:
    """A payment that a provider told of."""

    reference: str
    reference1: str
    reference2: str
    satang: int
    at: datetime
    agency: UUID | None


def paid_through(provider: str, since: datetime) -> list[Paid]:
    """What a provider has told of since, for all agencies, in order; for the platform."""
    rows = Notice.objects.filter(provider=provider, paid_at__gte=since).order_by("paid_at", "id")
    facts = rows.values_list("outside_reference", "reference1", "reference2", "satang", "paid_at", "agency_id")
    return [Paid(*one) for one in facts]


def unmatched_notices(limit: int = 100) -> list[Notice]:
    """Money whose purpose nobody can tell; for the platform."""
    return list(Notice.objects.filter(result="unknown_reference").defer("raw").order_by("-received_at")[:limit])


@dataclass(frozen=True)
class Due:
    """What whoever pays an invoice is asked for now: `satang`, as the code of a bank's app says it. `parts` are the
    plan's, where it is paid in parts; `surcharge` is what was added and not paid, and what would be by today."""

    satang: int
    qr_payload: str
    surcharge: int = 0
    parts: tuple[State, ...] = ()


def due_now(invoice: Invoice) -> Due:
    """For the payer's page, who sees the books of nobody: the platform looks there for them."""
    if not invoice.in_parts and not invoice.rule:
        satang = invoice.outstanding
        return Due(satang, invoice.qr_payload if satang == invoice.satang else _payload(invoice, satang))
    with acting_as(worker_at(invoice.agency_id)), transaction.atomic():
        owed, plan = crediting.owed_on(invoice), crediting.plan_of(invoice)
        coming = max(0, crediting.accrued_on(invoice, today()) - invoice.surcharge_satang) if invoice.rule else 0
    parts: tuple[State, ...] = ()
    fee = owed.fee
    if plan is not None:
        found = [Part(due, satang) for due, satang in crediting.parts_of(plan)]
        parts = tuple(standing(found, sum(part.satang for part in found) - owed.fee, today()))
        fee = _owed_by_plan(parts)
    satang = fee + owed.surcharge + coming
    payload = invoice.qr_payload if satang == invoice.satang else _payload(invoice, satang)
    return Due(satang, payload, owed.surcharge + coming, parts)


def _owed_by_plan(parts: Sequence[State]) -> int:
    """All that is overdue; where nothing is, the next part."""
    overdue = sum(one.part.satang - one.paid for one in parts if one.standing is Standing.OVERDUE)
    return overdue or next((one.part.satang - one.paid for one in parts if one.standing is not Standing.PAID), 0)


def _payload(invoice: Invoice, satang: int) -> str:
    request = PaymentRequest(
        reference1=invoice.reference1, reference2=invoice.reference2, satang=satang, payer=invoice.payer,
        description=invoice.number, expires_at=None, biller_id=billers.biller_on(invoice),
    )  # fmt: skip
    return providers.get(invoice.provider).qr_payload(request) if satang else invoice.qr_payload


def handlers_of(*subjects: UUID) -> dict[UUID, set[str]]:
    """Who has taken money for each of these, or asked for some to be let go or given back, or approved it."""
    takings = Taking.objects.filter(invoice__subject__in=subjects).values_list("invoice__subject", "shift__cashier")
    asked = Instruction.objects.filter(invoice__subject__in=subjects)
    found: dict[UUID, set[str]] = {subject: set() for subject in subjects}
    subject: Any
    for subject, *people in (*takings, *asked.values_list("invoice__subject", "asked_by", "decided_by")):
        found[subject] |= {str(person) for person in people if person}
    return found
