"""Paying: the invoice with its QR, and the way to a gateway. Only the bank's word, never a page, makes a thing paid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID

import segno
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from thanjai.agencies.selectors import agency_by_id
from thanjai.cases import selectors as cases
from thanjai.catalogue.selectors import definition_of
from thanjai.documents.counterparts import invoice_of_replacement
from thanjai.domain.refusals import Refusal
from thanjai.kernel.clock import now
from thanjai.kernel.limits import GATEWAY, limited
from thanjai.money import gateway, providers
from thanjai.money import selectors as money
from thanjai.web.citizen.questions import Mend


@dataclass(frozen=True, slots=True)
class Till:
    """Where an invoice is paid. `pretended_bank` is an address in a demonstration, elsewhere empty."""

    qr: str
    provider: Any
    pretended_bank: str
    due: money.Due


def till_of(invoice: Any) -> Till:
    due = money.due_now(invoice)
    provider, payload = providers.get(invoice.provider), due.qr_payload
    pretended = f"{settings.THANJAI_BANK_URL}/?payload={quote(payload)}" if provider.is_test else ""
    return Till(qr_of(payload), provider, pretended, due)


@require_safe
def pay(request: HttpRequest, case: UUID) -> HttpResponse:
    """The invoice of a case that waits for payment; the case itself once it is paid."""
    row = cases.case(case)
    return _pay_page(request, row, money.invoice_of(row.id))


@require_safe
def pay_replacement(request: HttpRequest, case: UUID, replacement: UUID) -> HttpResponse:
    """The fee of a paper in place of one lost or damaged; the case itself once it is paid."""
    row = cases.case(case)
    return _pay_page(request, row, invoice_of_replacement(row.id, replacement), by_gateway=False)


def _pay_page(
    request: HttpRequest, row: Any, invoice: Any, refusal: Refusal | None = None, *, by_gateway: bool = True
) -> HttpResponse:
    if invoice is None or invoice.settled_at or invoice.cancelled_at:
        return redirect("case", case=row.id)
    till = till_of(invoice)
    context = {
        "case": row,
        "agency": agency_by_id(row.agency_id),
        "definition": definition_of(row.version_id),
        "invoice": invoice,
        "till": till,
        "offers": gateway.offers(till.due.satang) if by_gateway else (),
        "mends": [Mend(refusal.message.in_language(get_language() or "th"), "#channel")] if refusal else [],
    }
    return render(request, "citizen/pay.html", context, status=422 if refusal else 200)


@transaction.non_atomic_requests
@limited(GATEWAY)
@require_POST
def at_gateway(request: HttpRequest, case: UUID) -> HttpResponse:
    """Where to go on at the gateway. Nothing is written down here: what comes of it the gateway is asked."""
    with transaction.atomic():
        row = cases.case(case)
        invoice = money.invoice_of(row.id)
        if invoice is None or invoice.settled_at or invoice.cancelled_at:
            return redirect("case", case=row.id)
        back = settings.BASE_URL + reverse("pay_asked", kwargs={"case": row.id})
        try:
            offered, errand = gateway.errand(invoice, request.POST.get("channel", ""), back)
        except Refusal as refusal:
            return _pay_page(request, row, invoice, refusal)
    try:
        address = offered.open(errand, now())
    except Refusal as refusal:
        with transaction.atomic():
            return _pay_page(request, row, invoice, refusal)
    context = {"case": row, "invoice": invoice, "errand": errand, "gateway": offered, "address": address}
    return render(request, "citizen/pay_at_gateway.html", context)


@require_safe
def asked(request: HttpRequest, case: UUID) -> HttpResponse:
    """Back from the gateway: we ask it. Whatever the browser brings along is not looked at."""
    row = cases.case(case)
    invoice = money.invoice_of(row.id)
    if invoice is None or invoice.settled_at or invoice.cancelled_at:
        return redirect("case", case=row.id)
    return render(request, "citizen/pay_asked.html", {"case": row, "invoice": invoice})


def qr_of(payload: str) -> str:
    """A QR code as SVG, with the quiet zone that scanners need."""
    code = segno.make(payload, error="m", micro=False)
    return str(code.svg_inline(scale=1, border=4, omitsize=True, svgclass="qr", lineclass=None, dark="#000"))
