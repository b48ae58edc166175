"""Documents that people hand over at the desk: checked, and taken or refused with a reason."""

from __future__ import annotations

import hashlib
import re
from typing import Any, Final
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from thanjai.domain.reception import LONGEST_WORDS, WORDS, Why
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.limits import FILE_WEIGHS, VERIFY, limited
from thanjai.kernel.paging import read_place, write_place
from thanjai.kernel.scanner import Found as Scanned
from thanjai.receiving import actions, selectors
from thanjai.receiving.actions import Brought, Typed
from thanjai.receiving.checks import Found, check_code, check_file
from thanjai.receiving.slips import read_slip, slip_of
from thanjai.receiving.wording import QUESTIONS, words_of
from thanjai.web import files
from thanjai.web.citizen.check import LARGEST
from thanjai.web.citizen.uploads import read_sound
from thanjai.web.officer.entry import Officer, for_officers
from thanjai.web.officer.reading import noted
from thanjai.web.officer.sending import done, page, posted
from thanjai.web.requests import takes_forms

ON_A_PAGE: Final = 50
_ADDRESS: Final = re.compile(r"/v/([^/?#\s]{1,40})")


def _weight(request: HttpRequest) -> int:
    if request.method == "POST":
        return FILE_WEIGHS if request.FILES else 1
    return int(bool(request.GET.get("code")))


@takes_forms
@limited(VERIFY, _weight)
@for_officers
def receiving_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What was handed over before; the ways to check; and what a check found, with the form to record it."""
    values = posted(request) if request.method == "POST" else {}
    try:
        if values.get("command") == "record":
            return _record(request, officer)
        if request.method == "POST":
            return _checked(request, officer, _by_file(request))
        if code := request.GET.get("code", "").strip()[:300]:
            return _checked(request, officer, _by_code(code))
    except Refusal as refusal:
        return _list(request, officer, refusal)
    return _list(request, officer)


def _by_code(text: str) -> Found:
    """Of a code as it is typed, or of the address that a scanner reads from the QR. Raises Refusal."""
    address = _ADDRESS.search(text)
    found = check_code(address.group(1) if address else text)
    if found is None:
        words = Text(
            th="ไม่พบรหัสตรวจสอบนี้ เทียบกับเอกสารอีกครั้ง หรืออัปโหลดไฟล์ PDF เอกสารของหน่วยงานอื่นต้องใช้ไฟล์",
            en="No document has this check code. Compare it with the paper, or upload the PDF; others' documents need the file.",
        )
        raise Refusal("no_code", words, field="code")
    return found


def _by_file(request: HttpRequest) -> Found:
    """Raises Refusal."""
    upload = request.FILES.get("file")
    if not isinstance(upload, UploadedFile) or not upload.size:
        words = Text(th="เลือกไฟล์ PDF ที่ได้รับ", en="Choose the PDF that you were handed.")
        raise Refusal("file_needed", words, field="file")
    if upload.size > LARGEST:
        words = Text(th="ไฟล์ใหญ่กว่า 20 MB เลือกไฟล์อื่น", en="This file is larger than 20 MB. Choose another.")
        raise Refusal("file_size", words, field="file")
    return check_file(upload.read())


def _checked(
    request: HttpRequest, officer: Officer, found: Found, slip: str = "", refusal: Refusal | None = None
) -> HttpResponse:
    noted(officer, "document handed over")
    context = {
        "found": found, "slip": slip or slip_of(found, officer.actor), "reasons": WORDS,
        "lines": [(QUESTIONS[line.asked], line, words_of(line.asked, line.code)) for line in found.lines],
        "given": posted(request) if slip else {}, "most": LONGEST_WORDS,
        "may_record": selectors.may_record(officer.roles), "has_file": bool(found.sha256),
    }  # fmt: skip
    return page(request, officer, "received_check.html", context, refusal)


def _record(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Raises Refusal for a slip that does not hold; what else is amiss is shown beside the form."""
    values = posted(request)
    text = request.POST.get("slip", "")
    slip = read_slip(text, officer.actor)
    typed = Typed(values.get("outcome", ""), values.get("purpose", ""), values.get("why", ""), values.get("words", ""))
    try:
        made = actions.record(actor=officer.actor, slip=slip, typed=typed, brought=_brought(request, slip.found))
    except Refusal as refusal:
        if refusal.code == "check_again":
            raise
        return _checked(request, officer, slip.found, text, refusal)
    return done("office_receiving", made.outcome)


def _brought(request: HttpRequest, found: Found) -> Brought | None:
    """The file to keep: one of ours byte for byte, or found sound. Raises Refusal."""
    upload = request.FILES.get("file")
    if not isinstance(upload, UploadedFile):
        return None
    content = upload.read(LARGEST + 1)
    digest = hashlib.sha256(content).hexdigest()
    if found.known is not None and digest == found.sha256:
        return Brought(digest, f"{found.check_code}.pdf", content, "application/pdf", Scanned.CLEAN)
    upload.seek(0)
    try:
        sound = read_sound(upload, ("pdf",), LARGEST // 1_000_000)
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.message, field="file") from None
    return Brought(digest, sound.name, sound.content, sound.content_type, sound.state)


def _list(request: HttpRequest, officer: Officer, refusal: Refusal | None = None) -> HttpResponse:
    rows = selectors.receptions_of_agency(
        officer.agency_id, after=read_place(request.GET.get("after", "")), limit=ON_A_PAGE + 1
    )
    last = rows[ON_A_PAGE - 1] if len(rows) > ON_A_PAGE else None
    here = reverse("office_receiving")
    noted(officer, "documents received", shown=len(rows[:ON_A_PAGE]))
    context: dict[str, Any] = {
        "rows": [(row, WORDS[Why(row.why)] if row.why else None) for row in rows[:ON_A_PAGE]],
        "code": request.GET.get("code", "")[:300], "here": here, "is_later_page": "after" in request.GET,
        "following": f"{here}?after={write_place(last.at, last.id)}" if last else "",
    }  # fmt: skip
    return page(request, officer, "received.html", context, refusal)


@require_safe
@for_officers
def received_file(request: HttpRequest, officer: Officer, reception: UUID) -> FileResponse:
    """The file that was kept with a record."""
    kept = selectors.kept_file(officer.agency_id, reception)
    if kept is None:
        raise Http404
    noted(officer, "file received")
    return files.one_file(kept)
