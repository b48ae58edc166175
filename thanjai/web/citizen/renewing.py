"""Renewing a licence by paying, from the link in a reminder: nobody signs in, and only the bank's word renews."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thanjai.documents import renewals
from thanjai.documents.renewing import open_invoice
from thanjai.kernel.limits import LETTERS, RENEWAL_LETTERS, limited, posting, wait_of
from thanjai.web import files
from thanjai.web.citizen.apply import MENDED
from thanjai.web.citizen.paying import till_of
from thanjai.web.citizen.questions import Mend
from thanjai.web.notices import notice_of, redirect_with


def renew(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    """What would be renewed, until when and for how much; once asked for, the code to pay it with."""
    if request.method == "POST":
        open_invoice(check_code=code, secret=secret)
        return redirect("renew", code=code, secret=secret)
    found = renewals.by_link(code, secret)
    invoice = found.invoice if found.is_open else None
    context = {
        "found": found,
        "secret": secret,
        "invoice": invoice,
        "till": till_of(invoice) if invoice else None,
        "latest": found.renewals[-1] if found.renewals else None,
    }
    return render(request, "citizen/renew.html", context)


@require_safe
def version(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    """Changes when the bank has told us of the payment: the page that waits asks for this."""
    return HttpResponse(renewals.by_link(code, secret).version, content_type="text/plain")


@require_safe
def evidence(request: HttpRequest, code: str, secret: str, ordinal: int) -> FileResponse:
    """The signed evidence of a renewal."""
    file = renewals.evidence_file(code, secret, ordinal)
    if file is None:
        raise Http404
    return files.send(file)


@require_safe
def receipt(request: HttpRequest, code: str, secret: str, ordinal: int) -> FileResponse:
    """The official receipt of a renewal, signed when it is first asked for."""
    file = renewals.receipt_file(code, secret, ordinal)
    if file is None:
        raise Http404
    return files.send(file)


@limited(LETTERS, posting, told=True)
@limited(RENEWAL_LETTERS, posting, told=True)
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """For whoever reads the code of a licence: how and until when it is renewed. Its holder can have the link sent."""
    mends, status = [], 200
    if request.method == "POST":
        if wait_of(request):
            mends, status = [Mend(_("Too many letters were asked for from here. Wait an hour."), "#send")], 429
        elif renewals.send_link(code):
            return redirect_with("renewal-mailed", "renew_ask", code=code)
        else:
            mends, status = (
                [Mend(_("The holder gave no e-mail address. Ask the agency for the link."), "#send")],
                MENDED,
            )
    found, has_address = renewals.in_public(code)
    context = {"found": found, "has_address": has_address, "mends": mends, "notice": notice_of(request)}
    return render(request, "citizen/renew_ask.html", context, status=status)
