"""Checking a document: by the code of its QR, by its number, or by the file itself."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thanjai.documents import selectors as documents
from thanjai.documents.log import proofs
from thanjai.documents.shown import UNKNOWN, Checked
from thanjai.domain.refusals import Refusal
from thanjai.kernel.clock import now
from thanjai.kernel.limits import DOCUMENT, FILE_WEIGHS, VERIFY, limited, wait_of
from thanjai.kernel.tenancy import PUBLIC
from thanjai.receiving import reports
from thanjai.receiving.checks import check_code, check_file
from thanjai.receiving.slips import Slip, read_slip, slip_now, slip_of
from thanjai.web.citizen.apply import MENDED
from thanjai.web.citizen.questions import Mend
from thanjai.web.found import to_be_found
from thanjai.web.requests import takes_forms

LARGEST = 20_000_000
"""Bytes. Our own papers are far smaller."""


def _too_many() -> str:
    return _("Too many tries from here. Wait ten minutes and try again.")


def _weight(request: HttpRequest) -> int:
    return FILE_WEIGHS if request.method == "POST" else int(bool(request.GET.get("number", "").strip()))


@to_be_found
@takes_forms
@limited(VERIFY, _weight, told=True)
def verify(request: HttpRequest) -> HttpResponse:
    """The ways to check, and what the check of a file or a number found."""
    if request.method == "POST":
        return _check_file(request)
    number = request.GET.get("number", "").strip()[:80]
    if not number:
        return _ask(request, "number" if "number" in request.GET else "", number)
    if wait_of(request):
        return _ask(request, "number", number, _too_many(), 429)
    found = documents.by_number(number)
    if len(found) == 1:
        return redirect("document", code=found[0].check_code)
    return _show(request, found or [UNKNOWN], number)


@require_safe
@limited(DOCUMENT)
def document(request: HttpRequest, code: str) -> HttpResponse:
    """What the QR on a document leads to: how it stands now, and what it says."""
    found = documents.by_check_code(code)
    return _show(request, [found], code, status=404 if found is UNKNOWN else 200)


@require_safe
@limited(DOCUMENT)
def proof(request: HttpRequest, code: str) -> HttpResponse:
    """All that the public log says of the document, proven, for whoever has its code: to be checked without us."""
    found = proofs.of_code(code)
    if found is None:
        return document(request, code)
    answer = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="{found["named"]["check_code"]}-proof.json"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _check_file(request: HttpRequest) -> HttpResponse:
    upload = request.FILES.get("file")
    if not isinstance(upload, UploadedFile) or not upload.size:
        return _ask(request, "file", "", _("Choose the PDF file of the document."), MENDED)
    if upload.size > LARGEST:
        return _ask(
            request, "file", "", _("This file is larger than 20 MB; no document of ours is. Choose another."), MENDED
        )
    if wait_of(request):
        return _ask(request, "file", "", _too_many(), 429)
    found = check_file(upload.read())
    return _show(request, [found.told], upload.name or "", slip=slip_of(found, PUBLIC))


@require_POST
@limited(VERIFY, lambda request: FILE_WEIGHS, told=True)
def report(request: HttpRequest) -> HttpResponse:
    """What a check found as a signed paper, for whoever wants to keep it: of a file, or of a code."""
    field = "file" if "slip" in request.POST else "number"
    if wait_of(request):
        return _ask(request, field, "", _too_many(), 429)
    try:
        pdf = reports.report(_slip(request))
    except Refusal as refusal:
        return _ask(request, field, "", refusal.message.in_language(get_language() or "th"), MENDED)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="check-report.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _slip(request: HttpRequest) -> Slip:
    """Of the file that was checked a while ago, or of a code now. Raises Refusal."""
    if "slip" in request.POST:
        return read_slip(request.POST["slip"], PUBLIC)
    found = check_code(request.POST.get("code", "")[:40])
    if found is None:
        raise documents.no_such_document()
    return slip_now(found)


def _show(request: HttpRequest, found: list[Checked], asked: str, *, slip: str = "", status: int = 200) -> HttpResponse:
    context = {
        "found": found,
        "asked": asked,
        "slip": slip,
        "now": now(),
        "is_demo": settings.DEMO,
    }
    return render(request, "citizen/document.html", context, status=status)


def _ask(request: HttpRequest, field: str, number: str, error: str = "", status: int = 200) -> HttpResponse:
    if field == "number" and not error:
        error, status = _("Enter the number or the check code on the document."), MENDED
    mends = [Mend(error, f"#{field}")] if error else []
    context = {"mends": mends, "errors": {field: error}, "number": number}
    return render(request, "citizen/verify.html", context, status=status)
