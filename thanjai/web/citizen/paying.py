"""Paying: the invoice with its QR. Only the bank's word, never this page, makes a thing paid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from thanjai.agencies.selectors import agency_by_id
from thanjai.cases import selectors as cases
from thanjai.catalogue.selectors import definition_of
from thanjai.documents.counterparts import invoice_of_replacement
from thanjai.money import providers
from thanjai.money import selectors as money


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
    return _pay(request, row, money.invoice_of(row.id))


@require_safe
def pay_replacement(request: HttpRequest, case: UUID, replacement: UUID) -> HttpResponse:
    """The fee of a paper in place of one lost or damaged; the case itself once it is paid."""
    row = cases.case(case)
    return _pay(request, row, invoice_of_replacement(row.id, replacement))


def _pay(request: HttpRequest, row: Any, invoice: Any) -> HttpResponse:
    if invoice is None or invoice.settled_at or invoice.cancelled_at:
        return redirect("case", case=row.id)
    context = {
        "case": row,
        "agency": agency_by_id(row.agency_id),
        "definition": definition_of(row.version_id),
        "invoice": invoice,
        "till": till_of(invoice),
    }
    return render(request, "citizen/pay.html", context)


def qr_of(payload: str) -> str:
    """A QR code as SVG, with the quiet zone that scanners need."""
    code = segno.make(payload, error="m", micro=False)
    return str(code.svg_inline(scale=1, border=4, omitsize=True, svgclass="qr", lineclass=None, dark="#000"))
